-- One row per release to a parent: was the child a minor on that day?
-- title: Released to the parent of one who is of age
-- subject: authority
-- citation: 45 CFR 164.502(g)(2), (g)(3), and the state's age of majority
-- applies_to: access
-- needs: request.requester_kind, patient.birth_on, authority.kind
-- The state's age where its file has one, else house policy, of age from the birthday on (who was born on 29 February: 1 March). A
-- guardianship, power of attorney, order or the child's own authorization is authority of its own. No age is told.
with paper as (
    select
        provider_id,
        request_id,
        count(*) filter (
            where kind in (
                'guardianship', 'health_care_power_of_attorney', 'executor', 'written_authorization', 'part2_consent', 'court_order'
            )
        ) > 0 as gives_authority,
        count(*) filter (where kind is null) > 0 as is_unknown
    from authority
    group by
        provider_id,
        request_id
),

released as (
    select
        made.provider_id, made.release_id, made.request_id, made.legal_path, made.released_on, made.counted_on, made.released_words,
        coalesce(paper.gives_authority, false) as gives_authority,
        feeds.table_name is null or coalesce(paper.is_unknown, false) as is_paper_unknown,
        majority.law_rule, majority.citation, majority.of_age_on,
        coalesce(made.released_on between majority.certain_from and majority.certain_to, false) as is_certain
    from record_release as made
    left join patient_majority as majority on majority.provider_id = made.provider_id and majority.patient_id = made.patient_id
    left join paper on paper.provider_id = made.provider_id and paper.request_id = made.request_id
    left join provider_table as feeds on feeds.provider_id = made.provider_id and feeds.table_name = 'authority'
    where made.legal_path = 'access' and made.requester_kind = 'parent'
),

judged as (
    select
        law_rule, citation, provider_id, release_id, request_id, legal_path, counted_on, released_words, is_certain,
        coalesce(released_on < of_age_on, false) or gives_authority as is_kept,
        case
            when released_on is null then 'disclosure.disclosed_at'
            when of_age_on is null then 'patient.birth_on'
            when is_paper_unknown then 'authority.kind'
        end as blank
    from released
)

select
    law_rule,
    case when is_kept then null when blank is not null then 'not_assessable' when is_certain then 'apparent' else 'check' end as verdict,
    citation, release_id as case_id, provider_id, counted_on, request_id, legal_path,
    case when not is_kept then blank end as missing,
    case
        when blank is not null then blank || ' is blank or not in the log: whether a parent could still act for the child cannot be told.'
        else released_words || ' to a parent, the child being of age, no other authority on file.'
    end as facts
from judged
