-- One row per record need: how much was a person asked to pay for all of it?
-- title: What all of a person's records cost
-- summary: median
-- better: lower
-- unit: US dollars
-- citation: 45 CFR 164.524(c)(4)
-- counted_on: the day of the first request
-- rows_of: request
-- What all providers of the need asked for together, by their bills, or their fee lines where no bill gives an amount. A need
-- that cost nothing is a case of nought here, unlike in fee_charged. While one of its requests is open the bill may grow; where
-- one provider feeds no fees the sum is not known. provider_id and the groups are those of the bottleneck. Until its window is
-- over a need may still gain a request: is_window_over tells the two apart.
with bill as (
    select
        record_need_request.need_id,
        count(distinct record_need_request.provider_id) as providers,
        sum(record_need_request.fee_usd) as fee_usd,
        count(*) filter (where record_need_request.fee_usd is null and record_need_request.has_fees) as without_amount,
        count(*) filter (where not record_need_request.has_fees) as without_fees,
        count(*) filter (where record_need_request.ending = 'open') as still_open
    from record_need_request
    group by record_need_request.need_id
),

judged as (
    select
        bill.need_id,
        bill.providers,
        bill.fee_usd,
        record_need.first_on,
        record_need.until_on < clock.as_of as is_window_over,
        case
            when bill.without_fees > 0 then 'one of its providers feeds no fees'
            when bill.without_amount > 0 then 'one of its bills gives no amount'
        end as not_judged,
        case when bill.still_open > 0 then 'one of its requests is still open' end as not_yet
    from bill
    inner join record_need
        on record_need.need_id = bill.need_id
    cross join clock
)

select
    judged.need_id as case_id,
    bottleneck.provider_id,
    judged.first_on as counted_on,
    left(cast(judged.first_on as varchar), 7) as month,
    request_case.legal_path, request_case.requester_kind, request_case.state, request_case.kind, request_case.channel,
    request_case.handled_by, request_case.business_associate_id,
    judged.providers,
    judged.is_window_over,
    case when coalesce(judged.not_judged, judged.not_yet) is null then cast(judged.fee_usd as double) end as value,
    case
        when judged.not_judged is not null then 'not_assessable'
        when judged.not_yet is not null then 'immature'
        else 'counted'
    end as standing,
    coalesce(judged.not_judged, judged.not_yet) as reason
from judged
inner join record_need_request as bottleneck
    on bottleneck.need_id = judged.need_id
    and bottleneck.is_bottleneck
inner join request_case
    on request_case.provider_id = bottleneck.provider_id
    and request_case.request_id = bottleneck.request_id
