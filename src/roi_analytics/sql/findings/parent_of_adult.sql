-- One row per release to a parent: was the child a minor on that day?
-- title: Released to the parent of one who is of age
-- citation: 45 CFR 164.502(g)(3), and the state's age of majority
-- applies_to: access
-- needs: request.requester_kind, patient.birth_on, authority.kind
-- The state's age where its file has one, else house policy; a birthday is the first day of age, and who was born on 29 February is of age
-- on 1 March. A guardianship, power of attorney or the child's own authorization is authority of its own. Only ages are told.
with released as (
    select
        made.provider_id, made.release_id, made.request_id, made.legal_path, made.released_on, made.counted_on, made.released_words,
        date_diff('year', patient.birth_on, made.released_on)
        - case
            when month(made.released_on) < month(patient.birth_on) then 1
            when month(made.released_on) = month(patient.birth_on) and day(made.released_on) < day(patient.birth_on) then 1
            else 0
        end as age
    from record_release as made
    left join patient
        on patient.provider_id = made.provider_id
        and patient.patient_id = made.patient_id
    where
        made.legal_path = 'access'
        and made.requester_kind = 'parent'
),

other as (
    select distinct
        provider_id,
        request_id
    from authority
    where kind in ('guardianship', 'health_care_power_of_attorney', 'executor', 'written_authorization', 'court_order')
)

select
    rule.law_rule,
    case
        when other.request_id is not null or released.age < rule.years then null
        when released.age is null then 'not_assessable'
        else 'check'
    end as verdict,
    rule.citation,
    released.release_id as case_id,
    released.provider_id,
    released.counted_on,
    released.request_id,
    released.legal_path,
    case when released.age is null and other.request_id is null then 'patient.birth_on' end as missing,
    case
        when released.age is null then 'patient.birth_on is blank or not in the log: whether the child was of age cannot be told.'
        else released.released_words || ' to a parent, the child being of age.'
    end as facts
from released
left join other
    on other.provider_id = released.provider_id
    and other.request_id = released.request_id
inner join provider_rule as rule
    on rule.provider_id = released.provider_id
    and rule.topic = 'age_of_majority'
    and released.counted_on between rule.in_force_from and rule.in_force_to
qualify row_number() over (
    partition by released.provider_id, released.release_id
    order by rule.authority_kind = 'policy', rule.law_rule
) = 1
