-- One row per request that a business associate handled: after how many days had the vendor got it?
-- title: Days until the vendor had the request
-- summary: median_days
-- better: lower
-- unit: calendar days from receipt
-- citation: 45 CFR 160.103, 164.502(a)(4): a business associate's delay is the provider's
-- counted_on: received_on
-- rows_of: request
-- apart: business_associate_id
-- The days a vendor's own clock leaves out. An open request the vendor has not got is open until last seen; one withdrawn,
-- redirected or abandoned before competes. One answered without a vendor's day, or with one before receipt, is not
-- assessable, nor is any where the log has no such column.
with handed as (
    select
        request_case.provider_id,
        request_case.request_id,
        request.vendor_received_on,
        case
            when request.vendor_received_on <= coalesce(request_case.ended_on, request.vendor_received_on) then 'answered'
            when request_case.ending in ('competing', 'open') then request_case.ending
        end as outcome,
        case
            when request.vendor_received_on <= coalesce(request_case.ended_on, request.vendor_received_on)
                then date_diff('day', request_case.received_on, request.vendor_received_on)
            else request_case.days
        end as days,
        case
            when vendor_column.load_id is null then 'the provider feeds no day on which the vendor got it'
            when request.vendor_received_on < request_case.received_on then 'the vendor had it before the day the provider gives as receipt'
            when not request.dates_are_exact or request_case.days < 0 then request_case.reason
            when request.vendor_received_on is not null then null
            when request_case.ending = 'answered' then 'answered, and the log does not say when the vendor got it'
            else request_case.reason
        end as reason
    from request_case
    inner join request
        on request.provider_id = request_case.provider_id
        and request.request_id = request_case.request_id
    left join load_column as vendor_column
        on vendor_column.load_id = request.load_id
        and vendor_column.table_name = 'request'
        and vendor_column.column_name = 'vendor_received_on'
    where
        request_case.handled_by = 'business_associate'
        or request_case.business_associate_id is not null
),

judged as (
    select
        handed.provider_id, handed.request_id, handed.outcome, handed.days,
        case
            when handed.reason is not null then handed.reason
            when handed.outcome <> 'open' and request_case.entered > 0 and handed.days <= request_case.entered
                then 'the vendor had it before the log first showed it'
        end as reason
    from handed
    inner join request_case
        on request_case.provider_id = handed.provider_id
        and request_case.request_id = handed.request_id
)

select
    request_case.request_id as case_id,
    request_case.provider_id,
    request_case.received_on as counted_on,
    left(cast(request_case.received_on as varchar), 7) as month,
    request_case.legal_path, request_case.requester_kind, request_case.state, request_case.kind, request_case.channel,
    coalesce(request_case.business_associate_id, 'not_recorded') as business_associate_id,
    case when judged.reason is null and judged.outcome = 'answered' then judged.days end as value,
    case when judged.reason is null then 'counted' else 'not_assessable' end as standing,
    judged.reason,
    judged.outcome,
    request_case.entered,
    judged.days
from judged
inner join request_case
    on request_case.provider_id = judged.provider_id
    and request_case.request_id = judged.request_id
