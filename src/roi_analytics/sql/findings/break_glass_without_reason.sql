-- One row per break-the-glass access: did whoever broke the glass type a reason?
-- title: Break-the-glass without a reason
-- subject: access
-- citation: House policy; 45 CFR 164.312(a)(2)(ii)
-- applies_to: access events
-- needs: access_event.is_break_glass, access_event.break_glass_reason
-- A typed reason is policy, no rule: a question, never a breach. counted_on is the day on the provider's clock.
with broken as (
    select
        access_event.provider_id,
        access_event.event_id,
        coalesce(trim(access_event.break_glass_reason), '') = '' as is_blank,
        mapped.load_id is not null as is_reason_mapped,
        cast(
            coalesce(
                access_event.local_at,
                timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', access_event.opened_at))
            ) as date
        ) as opened_on
    from access_event
    left join provider
        on provider.provider_id = access_event.provider_id
    left join load_column as mapped
        on mapped.load_id = access_event.load_id
        and mapped.table_name = 'access_event'
        and mapped.column_name = 'break_glass_reason'
    where access_event.is_break_glass
)

select
    rule.law_rule,
    case when not broken.is_reason_mapped then 'not_assessable' when broken.is_blank then 'check' end as verdict,
    rule.citation,
    broken.event_id as case_id,
    broken.provider_id,
    broken.opened_on as counted_on,
    cast(null as varchar) as request_id,
    cast(null as varchar) as legal_path,
    case when not broken.is_reason_mapped then 'access_event.break_glass_reason' end as missing,
    case
        when broken.is_reason_mapped then 'Break-the-glass access on ' || broken.opened_on || ', the reason is blank.'
        else 'Break-the-glass access on ' || broken.opened_on || ', access_event.break_glass_reason is not in the log.'
    end as facts
from broken
inner join provider_rule as rule
    on rule.provider_id = broken.provider_id
    and rule.topic = 'break_glass_reason'
