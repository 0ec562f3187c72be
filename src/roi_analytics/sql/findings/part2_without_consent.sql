-- One row per release of Part 2 records to someone else than the patient: is there a consent for it?
-- title: Part 2 records released without their consent
-- citation: 42 CFR 2.31, 2.33
-- applies_to: authorization, directive, treatment, payment, operations, unknown
-- needs: request_item.is_part2_record, authority.kind, disclosure.purpose
-- Emergencies, research, audits and court orders have rules of their own and are not judged here; a treatment may have been an emergency and
-- is to be checked. counted_on is the day of release.
with held as (
    select
        provider_id,
        request_id,
        max(case when is_part2_record then 1 else 0 end) = 1 as is_part2,
        max(case when is_part2_record is null and record_set = 'substance_use' then 1 else 0 end) = 1 as is_part2_unknown
    from request_item
    where
        request_id is not null
        and coalesce(outcome, 'provided') = 'provided'
    group by
        provider_id,
        request_id
),

consent as (
    select
        provider_id,
        release_id,
        max(case when kind = 'part2_consent' and standing in ('valid', 'unclear') then 1 else 0 end) = 1 as has_consent
    from release_paper
    group by
        provider_id,
        release_id
)

select
    rule.law_rule,
    case
        when coalesce(consent.has_consent, false) then null
        when not held.is_part2 or paper.has_unknown_paper or not paper.is_authority_fed or made.released_as = 'unknown' then 'not_assessable'
        when made.released_as <> 'treatment' and made.released_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    made.release_id as case_id,
    made.provider_id,
    made.counted_on,
    made.request_id,
    made.legal_path,
    case
        when coalesce(consent.has_consent, false) then null
        when not held.is_part2 then 'request_item.is_part2_record'
        when paper.has_unknown_paper or not paper.is_authority_fed then 'authority.kind'
        when made.released_as = 'unknown' then 'request.legal_path'
    end as missing,
    case
        when not held.is_part2 then 'request_item.is_part2_record is blank: whether a consent was needed cannot be told.'
        when paper.has_unknown_paper or not paper.is_authority_fed then made.released_words || ', authority.kind is blank or not in the log.'
        when made.released_as = 'unknown' then 'request.legal_path is unknown: whether a consent was needed cannot be told.'
        else made.released_words || ' for ' || made.released_as || ', Part 2 records, no Part 2 consent in force on file.'
    end as facts
from record_release as made
inner join held on held.provider_id = made.provider_id and held.request_id = made.request_id and (held.is_part2 or held.is_part2_unknown)
inner join release_authority as paper on paper.provider_id = made.provider_id and paper.release_id = made.release_id
left join consent on consent.provider_id = made.provider_id and consent.release_id = made.release_id
inner join provider_rule as rule
    on rule.provider_id = made.provider_id
    and rule.topic = 'part2_consent'
    and made.counted_on between rule.in_force_from and rule.in_force_to
where made.released_as in ('authorization', 'directive', 'treatment', 'payment', 'operations', 'unknown')
