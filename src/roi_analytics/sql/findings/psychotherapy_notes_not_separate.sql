-- One row per item refused as psychotherapy notes: were they kept apart from the rest of the record?
-- title: Refused as psychotherapy notes that were not kept apart
-- citation: 45 CFR 164.501, 164.524(a)(1)(i)
-- applies_to: access
-- needs: request.legal_path, denial.ground, request_item.notes_kept_separate
-- Where the refusal names no item each item of the request that was refused counts, else all of them. A whole record refused is
-- more than notes. counted_on is the day of denial.
with refused as (
    select
        denial.provider_id,
        denial.denial_id,
        denial.request_id,
        denial.legal_path,
        denial.counted_on,
        min(case when item.notes_kept_separate then 1 when item.notes_kept_separate is not null then 0 end) as least_separate,
        count(item.item_no) as items,
        count(item.notes_kept_separate) as items_known
    from request_denial as denial
    left join request_item as item
        on item.provider_id = denial.provider_id
        and item.request_id = denial.request_id
        and coalesce(denial.item_no = item.item_no, item.outcome = 'denied', true)
    where
        denial.ground = 'U1'
        and denial.legal_path in ('access', 'unknown')
    group by
        denial.provider_id,
        denial.denial_id,
        denial.request_id,
        denial.legal_path,
        denial.counted_on
)

select
    rule.law_rule,
    case
        when refused.least_separate = 0 and refused.legal_path = 'unknown' then 'not_assessable'
        when refused.least_separate = 0 and refused.counted_on between rule.certain_from and rule.certain_to then 'apparent'
        when refused.least_separate = 0 then 'check'
        when refused.items_known < refused.items or refused.items = 0 then 'not_assessable'
    end as verdict,
    rule.citation,
    refused.denial_id as case_id,
    refused.provider_id,
    refused.counted_on,
    refused.request_id,
    refused.legal_path,
    case
        when refused.least_separate = 0 and refused.legal_path = 'unknown' then 'request.legal_path'
        when refused.least_separate = 0 then null
        when refused.items_known < refused.items or refused.items = 0 then 'request_item.notes_kept_separate'
    end as missing,
    case
        when refused.least_separate = 0 and refused.legal_path = 'unknown'
            then 'request.legal_path is unknown: whether the grounds for denial are limited by law cannot be told.'
        when refused.least_separate = 0
            then 'Denied ' || refused.counted_on || ' as psychotherapy notes, and the log says that they were not kept apart.'
        else 'request_item.notes_kept_separate is blank or not in the log: whether they were psychotherapy notes cannot be told.'
    end as facts
from refused
inner join provider_rule as rule
    on rule.provider_id = refused.provider_id
    and rule.topic = 'ground_condition'
    and rule.code = 'notes_kept_separate'
    and refused.counted_on between rule.in_force_from and rule.in_force_to
