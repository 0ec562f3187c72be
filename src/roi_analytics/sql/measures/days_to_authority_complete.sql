-- One row per request: after how many days was the proof of authority complete?
-- title: Days until the authority was proven
-- summary: median_days
-- better: lower
-- unit: calendar days from receipt
-- citation: 45 CFR 164.508(c), 164.514(h)
-- counted_on: received_on
-- rows_of: request
-- The proof's day, on the request or on the paper, else the step authority_complete; a proof on file before receipt counts
-- as day nought. An open request without it is open until last seen; one withdrawn, redirected or abandoned without it
-- competes. One answered without it is not assessable: that nothing had to be proven, or that nobody logged it, look alike.
with proven as (
    select
        request_case.provider_id,
        request_case.request_id,
        case
            when request_proof.complete_on <= coalesce(request_case.ended_on, request_proof.complete_on) then 'answered'
            when request_case.ending in ('competing', 'open') then request_case.ending
        end as outcome,
        case
            when request_proof.complete_on <= coalesce(request_case.ended_on, request_proof.complete_on)
                then date_diff('day', request_case.received_on, request_proof.complete_on)
            else request_case.days
        end as days,
        case
            when not request_proof.is_told then 'the provider feeds no day of proof'
            when request_proof.has_undated then 'the step authority_complete has no day'
            when not request.dates_are_exact or request_case.days < 0 then request_case.reason
            when request_proof.complete_on is not null then null
            when request_case.ending = 'answered' then 'answered, and the log does not say when the authority was proven'
            else request_case.reason
        end as reason
    from request_case
    inner join request
        on request.provider_id = request_case.provider_id
        and request.request_id = request_case.request_id
    inner join request_proof
        on request_proof.provider_id = request_case.provider_id
        and request_proof.request_id = request_case.request_id
),

judged as (
    select
        proven.provider_id,
        proven.request_id,
        proven.outcome,
        proven.days,
        case
            when proven.reason is not null then proven.reason
            when proven.outcome <> 'open' and request_case.entered > 0 and proven.days <= request_case.entered
                then 'the authority was proven before the log first showed the request'
        end as reason
    from proven
    inner join request_case
        on request_case.provider_id = proven.provider_id
        and request_case.request_id = proven.request_id
)

select
    request_case.request_id as case_id,
    request_case.provider_id,
    request_case.received_on as counted_on,
    left(cast(request_case.received_on as varchar), 7) as month,
    request_case.legal_path,
    request_case.requester_kind,
    request_case.state,
    request_case.kind,
    request_case.channel,
    request_case.handled_by,
    request_case.business_associate_id,
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
