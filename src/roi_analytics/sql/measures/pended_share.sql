-- One row per request: was it ever sent back or put on hold?
-- title: Sent back or put on hold
-- summary: share
-- better: lower
-- unit: share of requests
-- citation: none: house practice; 45 CFR 164.524(b)(2) knows an extension and no pause
-- counted_on: received_on
-- rows_of: request_event
-- By the steps logged as pended. A request is judged once it was seen for the target's days after receipt, a quick pend or
-- answer too: else what happens early would count before what happens late. One still open then and not pended may yet be.
-- Where the provider feeds no steps, or the log holds none of the request, nobody can say.
with judged as (
    select
        request_case.provider_id,
        request_case.request_id,
        case
            when request_pend.request_id is null then 'the provider feeds no steps'
            when request_pend.pend_days = 0 and not request_pend.has_undated_pend then request_pend.missing
        end as not_judged,
        case
            when date_diff('day', request_case.received_on, request_pend.seen_on) < target.answered_within_days
                then 'not yet seen for the days of the target'
            when request_pend.is_open and request_pend.pend_days = 0 and not request_pend.has_undated_pend
                then 'still open, and not pended so far'
        end as not_yet,
        request_pend.pend_days > 0 or request_pend.has_undated_pend as is_pended
    from request_case
    cross join target
    left join request_pend
        on request_pend.provider_id = request_case.provider_id
        and request_pend.request_id = request_case.request_id
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
    case
        when coalesce(judged.not_judged, judged.not_yet) is not null then null
        when judged.is_pended then 1
        else 0
    end as value,
    case
        when judged.not_judged is not null then 'not_assessable'
        when judged.not_yet is not null then 'immature'
        else 'counted'
    end as standing,
    coalesce(judged.not_judged, judged.not_yet) as reason
from judged
inner join request_case
    on request_case.provider_id = judged.provider_id
    and request_case.request_id = judged.request_id
