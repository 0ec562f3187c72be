-- One row per break-the-glass access without a reason typed, or of which that cannot be told.
-- title: Break-the-glass without a reason
-- citation: House policy; 45 CFR 164.312(a)(2)(ii)
-- applies_to: access events
-- needs: access_event.is_break_glass, access_event.break_glass_reason
-- A typed reason is policy, no rule: a question, never a breach. counted_on is the day on the provider's clock.
with broken as (
    select
        provider_id,
        event_id,
        opened_at,
        local_at,
        load_id
    from access_event
    where
        is_break_glass
        and coalesce(trim(break_glass_reason), '') = ''
),

dated as (
    select
        broken.provider_id,
        broken.event_id,
        mapped.load_id is not null as is_reason_mapped,
        cast(
            coalesce(
                broken.local_at,
                timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', broken.opened_at))
            ) as date
        ) as opened_on
    from broken
    left join provider
        on provider.provider_id = broken.provider_id
    left join load_column as mapped
        on mapped.load_id = broken.load_id
        and mapped.table_name = 'access_event'
        and mapped.column_name = 'break_glass_reason'
)

select
    rule.law_rule,
    case when dated.is_reason_mapped then 'check' else 'not_assessable' end as verdict,
    rule.citation,
    dated.event_id as case_id,
    dated.provider_id,
    dated.opened_on as counted_on,
    cast(null as varchar) as request_id,
    cast(null as varchar) as legal_path,
    case
        when dated.is_reason_mapped then 'Break-the-glass access on ' || dated.opened_on || ', the reason is blank.'
        else 'Break-the-glass access on ' || dated.opened_on || ', access_event.break_glass_reason is not in the log.'
    end as facts
from dated
inner join provider_rule as rule
    on rule.provider_id = dated.provider_id
    and rule.topic = 'break_glass_reason'
