-- One row per bill on a person's own request, or on a path nobody knows: how its amount was reached, and what of it goes by the page.
-- method: the one method all lines name; mixed where they name several, null where none does. form_given and held_as are those of
-- all copies, mixed where they differ. first_billed_on is the day of the first bill, null where the log has none or
-- one without a day.
with line as (
    select
        provider_id, request_id,
        case when count(distinct method) > 1 then 'mixed' else min(method) end as method,
        max(case when method = 'state_schedule' and amount_usd > 0 then 1 else 0 end) = 1 as is_by_schedule,
        sum(case when method = 'flat_option' then amount_usd end) as flat_option_usd,
        count(*) filter (where method is null and amount_usd > 0) as lines_without_method,
        sum(case when kind = 'per_page' then amount_usd end) as per_page_usd
    from fee_line
    where request_id is not null
    group by provider_id, request_id
),

item as (
    select
        provider_id, request_id,
        case
            when count(distinct case when format_provided in ('portal', 'media') then 'electronic' else format_provided end) > 1 then 'mixed'
            else min(format_provided)
        end as form_given,
        case when count(distinct held_as) > 1 then 'mixed' else min(held_as) end as held_as
    from request_item
    where
        request_id is not null
        and coalesce(outcome, 'provided') = 'provided'
    group by provider_id, request_id
),

billed as (
    select provider_id, request_id, case when count(*) = count(sent_on) then min(sent_on) end as first_billed_on
    from invoice
    where request_id is not null
    group by provider_id, request_id
)

select
    bill.provider_id, bill.request_id, bill.legal_path, bill.requester_kind, bill.stated_need, bill.received_on,
    bill.charged_on, bill.charged_usd, bill.has_lines,
    line.method,
    coalesce(line.is_by_schedule, false) as is_by_schedule,
    coalesce(line.lines_without_method, 1) as lines_without_method,
    line.flat_option_usd,
    line.per_page_usd,
    item.form_given,
    item.held_as,
    billed.first_billed_on
from bill
left join line on line.provider_id = bill.provider_id and line.request_id = bill.request_id
left join item on item.provider_id = bill.provider_id and item.request_id = bill.request_id
left join billed on billed.provider_id = bill.provider_id and billed.request_id = bill.request_id
where bill.legal_path in ('access', 'unknown')
