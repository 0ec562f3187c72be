-- One row per request: how had it ended by the site's own target day?
-- title: How requests end
-- summary: share_by_day
-- better: neutral
-- unit: share of requests
-- citation: none: the site's own target, answered_within_days
-- counted_on: received_on
-- rows_of: request
-- apart: outcome
-- Each way of ending has its share by the target day, those still open beside, and they add up to all requests received: open
-- requests count until they were last seen, and no ending is left out of another's share. answered_not_said_how: the log has a
-- day of completion and no word of how. The value of a case is 1 when it had ended by that day, in whatever way.
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
        when request_case.ending <> 'open' and request_case.days <= target.answered_within_days then 1
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
    case
        when request_case.ending = 'answered' and request_case.outcome = 'unknown' then 'answered_not_said_how'
        when request_case.ending is not null then request_case.outcome
    end as outcome,
    request_case.entered,
    request_case.days
from request_case
cross join target
