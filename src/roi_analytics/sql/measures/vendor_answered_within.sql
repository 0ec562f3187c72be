-- One row per request that a business associate handled: was it answered within the site's own target of days?
-- title: Answered within the target, by vendor
-- summary: share_by_day
-- better: higher
-- unit: share of requests
-- citation: 45 CFR 160.103, 164.502(a)(4): a business associate's delay is the provider's; the target is the site's own
-- counted_on: received_on
-- rows_of: request
-- apart: business_associate_id
-- From the day the provider received the request, never from the vendor's own start: that is what the person waits for. The
-- share is Aalen-Johansen's, as in answered_within. A request handled by a vendor that the log does not name stands apart.
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
    coalesce(request_case.business_associate_id, 'not_recorded') as business_associate_id,
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
where
    request_case.handled_by = 'business_associate'
    or request_case.business_associate_id is not null
