-- One row per denial as excluded of what may be psychotherapy notes: were the notes kept apart from the record?
-- title: Denied as psychotherapy notes that are not kept apart
-- subject: denials
-- citation: 45 CFR 164.501, 45 CFR 164.524(a)(1)(i)
-- applies_to: access
-- needs: request.legal_path, denial.ground, request_item.record_set, request_item.notes_kept_separate
-- The same ground covers what was compiled for a proceeding: only an item logged as psychotherapy notes can be called apparent,
-- other notes, and notes of no kind, are to be checked; records that are no notes are told by ground_without_conditions.
-- One item that was not kept apart decides. counted_on is the day of denial.
with item as (
    select
        provider_id,
        denial_id,
        count(*) filter (where coalesce(record_set, 'notes') in ('psychotherapy_notes', 'mental_health', 'notes')) as notes,
        count(*) filter (where not notes_kept_separate and record_set = 'psychotherapy_notes') > 0 as is_sure,
        string_agg(distinct replace(record_set, '_', ' '), ', ' order by replace(record_set, '_', ' '))
            filter (where not notes_kept_separate and record_set in ('psychotherapy_notes', 'mental_health', 'notes')) as kinds,
        count(*) filter (where not notes_kept_separate and record_set is null) > 0 as has_other,
        count(*) filter (
            where notes_kept_separate is null and coalesce(record_set, 'notes') in ('psychotherapy_notes', 'mental_health', 'notes')
        ) > 0 as is_unclear
    from denied_item
    group by
        provider_id,
        denial_id
),

refused as (
    select
        denial.provider_id, denial.denial_id, denial.request_id, denial.legal_path, denial.counted_on, item.kinds,
        rule.law_rule, rule.citation,
        denial.counted_on between rule.certain_from and rule.certain_to and coalesce(item.is_sure, false) as is_certain,
        item.kinds is not null or coalesce(item.has_other, false) as is_mixed_in,
        case
            when item.denial_id is null then 'request_item.record_set'
            when item.kinds is not null or item.has_other
                then case when denial.legal_path = 'unknown' then 'request.legal_path' end
            when item.is_unclear then 'request_item.notes_kept_separate'
        end as missing
    from request_denial as denial
    inner join provider_rule as rule
        on rule.provider_id = denial.provider_id
        and rule.topic = 'ground_condition'
        and rule.code = 'notes_kept_separate'
        and denial.counted_on between rule.in_force_from and rule.in_force_to
    left join item
        on item.provider_id = denial.provider_id
        and item.denial_id = denial.denial_id
    where
        denial.ground = 'U1'
        and denial.legal_path in ('access', 'unknown')
        and coalesce(item.notes, 1) > 0
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when not is_mixed_in then null
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation, denial_id as case_id, provider_id, counted_on, request_id, legal_path, missing,
    case
        when missing = 'request.legal_path'
            then 'request.legal_path is unknown: whether the grounds for denial are limited by law cannot be told.'
        when missing is not null
            then missing || ' is blank or not in the log: whether what was denied on ' || counted_on
            || ' was psychotherapy notes cannot be told.'
        else 'Denied ' || counted_on || ' on ground U1, logged as not kept separate: '
            || coalesce(kinds, 'notes of a kind not recorded') || '.'
    end as facts
from refused
