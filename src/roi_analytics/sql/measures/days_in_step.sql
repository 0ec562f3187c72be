-- One row per step of a request: for how many days did the request stay in it, and whom did it wait for?
-- title: Days in each step
-- summary: median_days
-- better: lower
-- unit: calendar days in the step
-- citation: none: where the days go; 45 CFR 164.524(b)(2) knows an extension and no pause
-- counted_on: happened_on, by the place's own clock (received_on where the step has no day)
-- rows_of: request_event
-- apart: waiting_on
-- A step lasts until the next one, the answer or the end of the request; one still going on is open until last seen. Released
-- and closed are ends, and what was logged after the end is bookkeeping: neither waits for anybody. The days of the
-- provider, the vendor and the requester stand apart. Where a step of the request has no day, what came next is not sure.
with step as (
    select
        request_step.provider_id, request_step.request_id, request_step.event_no,
        coalesce(request_step.stage, 'not_recorded') as stage,
        coalesce(request_step.waiting_on, 'not_recorded') as waiting_on,
        coalesce(request_step.happened_on, request_case.received_on) as counted_on,
        coalesce(
            request_case.ending = 'open'
            and request_step.until_on = request_case.last_seen_on
            and request_step.happened_on = max(request_step.happened_on) over one_request,
            false
        ) as is_going_on,
        date_diff('day', request_step.happened_on, request_step.until_on) as days,
        case when request_case.entered = 0 then 0
            else greatest(request_case.entered - date_diff('day', request_case.received_on, request_step.happened_on), 0)
        end as entered,
        case
            when request_step.happened_on is null then 'the step has no day'
            when request_step.has_undated_step then 'another step of the request has no day'
            when
                request_step.until_on is null or request_step.happened_on > request_step.until_on
                or request_step.happened_on = max(request_step.happened_on) over one_request
                then request_case.reason
        end as reason
    from request_step
    inner join request_case
        on request_case.provider_id = request_step.provider_id
        and request_case.request_id = request_step.request_id
    window one_request as (partition by request_step.provider_id, request_step.request_id)
),

judged as (
    select
        provider_id, request_id, event_no, stage, waiting_on, counted_on, is_going_on, days, entered,
        case
            when reason is not null then reason
            when not is_going_on and entered > 0 and days <= entered then 'it was over before the log first showed the request'
        end as reason
    from step
    where
        stage not in ('released', 'closed')
        and (reason is not null or days >= 0)
)

select
    judged.request_id || '/' || judged.event_no as case_id,
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
    judged.stage,
    judged.waiting_on,
    case when judged.reason is null and not judged.is_going_on then judged.days end as value,
    case when judged.reason is null then 'counted' else 'not_assessable' end as standing,
    judged.reason,
    case when judged.is_going_on then 'open' else 'answered' end as outcome,
    judged.entered,
    judged.days
from judged
inner join request_case
    on request_case.provider_id = judged.provider_id
    and request_case.request_id = judged.request_id
