-- One row per release of psychotherapy notes to someone else than the patient: is there an authorization?
-- title: Psychotherapy notes released without an authorization
-- citation: 45 CFR 164.508(a)(2)
-- applies_to: authorization, directive, treatment, payment, operations
-- needs: request_item.record_set, request_item.notes_kept_separate, authority.kind, disclosure.purpose
-- Notes not kept apart are none. The writer's own use for treatment needs none, which no column tells: to be checked. counted_on is
-- the day of release.
with held as (
    select
        provider_id,
        request_id,
        max(case when notes_kept_separate then 1 else 0 end) = 1 as is_separate,
        max(case when notes_kept_separate is null then 1 else 0 end) = 1 as is_unknown
    from request_item
    where
        record_set = 'psychotherapy_notes'
        and request_id is not null
        and coalesce(outcome, 'provided') = 'provided'
    group by
        provider_id,
        request_id
)

select
    rule.law_rule,
    case
        when paper.has_valid_authorization or paper.standing = 'unclear' then null
        when not held.is_separate or paper.has_unknown_paper or not paper.is_authority_fed then 'not_assessable'
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
        when paper.has_valid_authorization or paper.standing = 'unclear' then null
        when not held.is_separate then 'request_item.notes_kept_separate'
        when paper.has_unknown_paper or not paper.is_authority_fed then 'authority.kind'
    end as missing,
    case
        when not held.is_separate then 'request_item.notes_kept_separate is blank: whether they were psychotherapy notes cannot be told.'
        when paper.has_unknown_paper or not paper.is_authority_fed then made.released_words || ', authority.kind is blank or not in the log.'
        else made.released_words || ' for ' || made.released_as || ', psychotherapy notes kept apart, no authorization in force on file.'
    end as facts
from record_release as made
inner join held on held.provider_id = made.provider_id and held.request_id = made.request_id and (held.is_separate or held.is_unknown)
inner join release_authority as paper on paper.provider_id = made.provider_id and paper.release_id = made.release_id
inner join provider_rule as rule
    on rule.provider_id = made.provider_id
    and rule.topic = 'psychotherapy_notes'
    and made.counted_on between rule.in_force_from and rule.in_force_to
where made.released_as in ('authorization', 'directive', 'treatment', 'payment', 'operations')
