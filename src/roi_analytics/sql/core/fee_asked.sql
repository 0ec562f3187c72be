-- One row per request for which money was asked: how much, its bills together, or its fee lines where no bill gives an amount.
-- What was waived or refunded later was asked all the same. asked_usd is null where neither gives an amount.
with bill as (
    select
        provider_id,
        request_id,
        sum(amount_usd) as amount_usd
    from invoice
    where request_id is not null
    group by
        provider_id,
        request_id
),

line as (
    select
        provider_id,
        request_id,
        sum(amount_usd) as amount_usd
    from fee_line
    where request_id is not null
    group by
        provider_id,
        request_id
)

select
    request.provider_id,
    request.request_id,
    coalesce(bill.amount_usd, line.amount_usd) as asked_usd
from request
left join bill
    on bill.provider_id = request.provider_id
    and bill.request_id = request.request_id
left join line
    on line.provider_id = request.provider_id
    and line.request_id = request.request_id
where
    bill.request_id is not null
    or line.request_id is not null
