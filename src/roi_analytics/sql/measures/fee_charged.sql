-- One row per patient's own request for which money was asked: how much was it?
-- title: What patients were charged for their own records
-- summary: median
-- better: lower
-- unit: US dollars
-- citation: 45 CFR 164.524(c)(4)
-- counted_on: sent_on of the first bill (the day of the answer, else of receipt, where no bill gives one)
-- rows_of: invoice
-- The amount asked for one request: its bills together, or its fee lines where no bill gives an amount; what was waived
-- or refunded later was asked all the same. Whether anything was charged is another question, so a request that cost
-- nothing is no case here. The path of access only: what an attorney pays is never in this figure.
with bill as (
    select
        invoice.provider_id,
        invoice.request_id,
        min(invoice.sent_on) as sent_on,
        sum(invoice.amount_usd) as amount_usd
    from invoice
    group by invoice.provider_id, invoice.request_id
),

line as (
    select
        fee_line.provider_id,
        fee_line.request_id,
        sum(fee_line.amount_usd) as amount_usd
    from fee_line
    group by fee_line.provider_id, fee_line.request_id
),

charged as (
    select
        request_case.provider_id,
        request_case.request_id,
        coalesce(bill.sent_on, request_case.answered_on, request_case.received_on) as counted_on,
        coalesce(bill.amount_usd, line.amount_usd) as amount_usd,
        case
            when request_case.legal_path = 'unknown' then 'the legal path is not known'
            when coalesce(bill.amount_usd, line.amount_usd) is null then 'the bill gives no amount'
        end as reason
    from request_case
    left join bill on bill.provider_id = request_case.provider_id and bill.request_id = request_case.request_id
    left join line on line.provider_id = request_case.provider_id and line.request_id = request_case.request_id
    where
        request_case.legal_path in ('access', 'unknown')
        and (bill.request_id is not null or line.request_id is not null)
)

select
    charged.request_id as case_id,
    charged.provider_id,
    charged.counted_on,
    left(cast(charged.counted_on as varchar), 7) as month,
    request_case.legal_path,
    request_case.requester_kind,
    request_case.state,
    request_case.kind,
    request_case.channel,
    request_case.handled_by,
    request_case.business_associate_id,
    case when charged.reason is null then cast(charged.amount_usd as double) end as value,
    case when charged.reason is null then 'counted' else 'not_assessable' end as standing,
    charged.reason
from charged
inner join request_case
    on request_case.provider_id = charged.provider_id
    and request_case.request_id = charged.request_id
where charged.amount_usd is null or charged.amount_usd > 0
