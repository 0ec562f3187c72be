-- One row per patient's own request that was provided: was money asked for it?
-- title: Patients' own requests for which money was asked
-- summary: share
-- better: lower
-- unit: share of requests provided
-- citation: 45 CFR 164.524(c)(4)
-- counted_on: the day of the answer (of receipt where the log does not say how it ended)
-- rows_of: request
-- How much is another question: fee_charged holds the amounts of those for which any was asked, and the two are never one
-- figure. What was waived or refunded later was asked all the same; a bill sent after the records counts once it is logged.
-- Without bills and fee lines in the log, or without their amounts, nobody can say.
with feeding as (
    select distinct provider_id
    from provider_table
    where table_name in ('invoice', 'fee_line')
),

blank as (
    select provider_id, request_id
    from invoice
    where amount_usd is null
    union
    select fee_line.provider_id, fee_line.request_id
    from fee_line
    left join invoice
        on invoice.provider_id = fee_line.provider_id
        and invoice.request_id = fee_line.request_id
        and invoice.amount_usd is not null
    where fee_line.amount_usd is null and invoice.invoice_id is null
),

judged as (
    select
        request_case.provider_id,
        request_case.request_id,
        coalesce(request_case.answered_on, request_case.received_on) as counted_on,
        fee_charged.value is not null as is_charged,
        case
            when request_case.legal_path = 'unknown' then 'the legal path is not known'
            when request_case.outcome = 'unknown' then 'the log does not say how it ended'
            when fee_charged.value is not null then null
            when blank.request_id is not null then 'the bill gives no amount'
            when feeding.provider_id is null then 'the provider feeds neither bills nor fee lines'
        end as reason
    from request_case
    left join fee_charged
        on fee_charged.provider_id = request_case.provider_id
        and fee_charged.case_id = request_case.request_id
    left join blank on blank.provider_id = request_case.provider_id and blank.request_id = request_case.request_id
    left join feeding on feeding.provider_id = request_case.provider_id
    where
        request_case.legal_path in ('access', 'unknown')
        and request_case.outcome in ('provided', 'unknown')
)

select
    judged.request_id as case_id,
    judged.provider_id,
    judged.counted_on,
    left(cast(judged.counted_on as varchar), 7) as month,
    request_case.legal_path,
    request_case.requester_kind,
    request_case.state,
    request_case.kind,
    request_case.channel,
    request_case.handled_by,
    request_case.business_associate_id,
    case when judged.reason is not null then null when judged.is_charged then 1 else 0 end as value,
    case when judged.reason is null then 'counted' else 'not_assessable' end as standing,
    judged.reason
from judged
inner join request_case
    on request_case.provider_id = judged.provider_id
    and request_case.request_id = judged.request_id
