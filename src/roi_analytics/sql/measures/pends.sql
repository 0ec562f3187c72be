-- One row per time a request was sent back or put on hold: how often, and why?
-- title: Times requests were sent back or put on hold
-- summary: total
-- better: lower
-- unit: pends
-- citation: none: house practice; 45 CFR 164.524(b)(2) knows an extension and no pause
-- counted_on: happened_on, by the place's own clock (received_on where the step has no day)
-- rows_of: request_event
-- Each step logged as pended, with the reason in the log's own words and whom it waited for. A provider that feeds no steps
-- has no cases. A pend without a day happened, but nobody knows in which month.
select
    request_event.request_id || '/' || request_event.event_no as case_id,
    request_event.provider_id,
    coalesce(request_step.happened_on, request_case.received_on) as counted_on,
    left(cast(coalesce(request_step.happened_on, request_case.received_on) as varchar), 7) as month,
    request_case.legal_path,
    request_case.requester_kind,
    request_case.state,
    request_case.kind,
    request_case.channel,
    request_case.handled_by,
    request_case.business_associate_id,
    coalesce(nullif(trim(request_event.pend_reason), ''), 'not_recorded') as pend_reason,
    coalesce(request_event.waiting_on, 'not_recorded') as waiting_on,
    case when request_step.happened_on is not null then 1 end as value,
    case when request_step.happened_on is not null then 'counted' else 'not_assessable' end as standing,
    case when request_step.happened_on is null then 'the step has no day' end as reason
from request_event
inner join request_step
    on request_step.provider_id = request_event.provider_id
    and request_step.request_id = request_event.request_id
    and request_step.event_no = request_event.event_no
inner join request_case
    on request_case.provider_id = request_event.provider_id
    and request_case.request_id = request_event.request_id
where request_event.stage = 'pended'
