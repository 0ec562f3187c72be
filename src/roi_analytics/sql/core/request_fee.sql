-- One row per request with a fee line or a bill: what was charged, on which day, and what the lines tell of the copy.
-- The lines are the fee where there are any, else the bills. charged_on: the first bill, else the answer, else receipt.
-- is_copy_shown: a line for copying, supplies, postage, a summary or an upload shows that a copy was made.
with line as (
    select
        provider_id,
        request_id,
        sum(amount_usd) as lines_usd,
        sum(case when kind = 'inspection' then amount_usd end) as inspection_usd,
        sum(case when kind = 'portal_view' then amount_usd end) as portal_view_usd,
        max(
            case
                when amount_usd > 0 and kind in ('labor_copying', 'supplies', 'postage', 'summary', 'per_page', 'portal_upload') then 1
                else 0
            end
        ) = 1 as is_copy_shown,
        max(case when amount_usd is null and kind in ('portal_view', 'inspection') then 1 else 0 end) = 1 as is_amount_missing
    from fee_line
    where request_id is not null
    group by
        provider_id,
        request_id
),

bill as (
    select
        provider_id,
        request_id,
        min(sent_on) as sent_on,
        sum(amount_usd) as billed_usd
    from invoice
    where request_id is not null
    group by
        provider_id,
        request_id
)

select
    request.provider_id,
    request.request_id,
    coalesce(bill.sent_on, answer.answered_on, request.received_on) as charged_on,
    bill.sent_on is not null as is_day_known,
    line.request_id is not null as has_lines,
    coalesce(line.lines_usd, bill.billed_usd) as charged_usd,
    line.inspection_usd,
    line.portal_view_usd,
    coalesce(line.is_copy_shown, false) as is_copy_shown,
    coalesce(line.is_amount_missing, false) as is_amount_missing
from request
inner join request_answer as answer
    on answer.provider_id = request.provider_id
    and answer.request_id = request.request_id
left join line
    on line.provider_id = request.provider_id
    and line.request_id = request.request_id
left join bill
    on bill.provider_id = request.provider_id
    and bill.request_id = request.request_id
where
    line.request_id is not null
    or bill.request_id is not null
