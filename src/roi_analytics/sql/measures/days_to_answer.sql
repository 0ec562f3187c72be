-- One row per request: after how many days was it answered?
-- title: Days until answered
-- summary: median_days
-- better: lower
-- unit: calendar days from receipt
-- citation: none: days are counted after receipt, as 45 CFR 164.524(b)(2) counts them
-- counted_on: received_on
-- rows_of: request
-- The median is the day by which half of all requests had been answered, by Aalen-Johansen's curve: open requests count
-- until they were last seen, withdrawn, redirected and abandoned ones compete. A median not reached is null, never the
-- longest wait observed. The value of a case is its days; one without an answer has none.
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
    case when request_case.watch_reason is null and request_case.ending = 'answered' then request_case.days end as value,
    case when request_case.watch_reason is not null then 'not_assessable' else 'counted' end as standing,
    request_case.watch_reason as reason,
    request_case.ending as outcome,
    request_case.entered,
    request_case.days
from request_case
