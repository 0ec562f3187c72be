-- One row per request: was it answered within the site's own target of days?
-- title: Answered within the target
-- summary: share_by_day
-- better: higher
-- unit: share of requests
-- citation: none: the site's own target, answered_within_days
-- counted_on: received_on
-- rows_of: request
-- The share is Aalen-Johansen's by month received: open requests count until they were last seen, withdrawn, redirected
-- and abandoned ones compete. One still open before the target day is immature: it is in the curve, its value is not known.
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
        when request_case.watch_reason is not null then null
        when request_case.ending = 'answered' and request_case.days <= target.answered_within_days then 1
        when request_case.ending = 'open' and request_case.days < target.answered_within_days then null
        else 0
    end as value,
    case
        when request_case.watch_reason is not null then 'not_assessable'
        when request_case.ending = 'open' and request_case.days < target.answered_within_days then 'immature'
        else 'counted'
    end as standing,
    case
        when request_case.watch_reason is not null then request_case.watch_reason
        when request_case.ending = 'open' and request_case.days < target.answered_within_days then 'still open before the target day'
    end as reason,
    request_case.ending as outcome,
    request_case.entered,
    request_case.days
from request_case
cross join target
