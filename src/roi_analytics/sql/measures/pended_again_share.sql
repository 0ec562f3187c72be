-- One row per request that was sent back or put on hold: was it so on more than one day?
-- title: Sent back or put on hold more than once
-- summary: share
-- better: lower
-- unit: share of pended requests
-- citation: none: house practice; 45 CFR 164.524(b)(2) knows an extension and no pause
-- counted_on: the day it was first pended
-- rows_of: request_event
-- Reasons found one after the other send a person back again and again; several found on one day do so once. A request is
-- judged once it was seen for the target's days after the first pend; one still open then and pended once may be pended again.
with judged as (
    select
        request_pend.provider_id,
        request_pend.request_id,
        coalesce(request_pend.first_pended_on, request_case.received_on) as counted_on,
        request_pend.pend_days,
        case when request_pend.has_undated_pend then 'a pend of it has no day' end as not_judged,
        case
            when date_diff('day', request_pend.first_pended_on, request_pend.seen_on) < target.answered_within_days
                then 'not yet seen for the days of the target'
            when request_pend.is_open and request_pend.pend_days = 1 then 'still open, and pended once so far'
        end as not_yet
    from request_pend
    inner join request_case
        on request_case.provider_id = request_pend.provider_id
        and request_case.request_id = request_pend.request_id
    cross join target
    where
        request_pend.pend_days > 0
        or request_pend.has_undated_pend
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
    case
        when coalesce(judged.not_judged, judged.not_yet) is not null then null
        when judged.pend_days > 1 then 1
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
