-- One row per step in the handling of a request: the day on the provider's clock, whom it waited for, and until when.
-- It waits until the next step, the answer or the end of the request, whichever comes first; in an open one, until last seen.
-- has_undated_step: a step of the request has no day, so that what came next is not sure.
with dated as (
    select
        event.provider_id,
        event.request_id,
        event.event_no,
        event.stage,
        event.waiting_on,
        cast(timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', event.happened_at)) as date) as happened_on,
        event.happened_at
    from request_event as event
    left join provider
        on provider.provider_id = event.provider_id
    where event.request_id is not null
),

placed as (
    select
        provider_id,
        request_id,
        event_no,
        stage,
        waiting_on,
        happened_on,
        lead(happened_on) over (
            partition by provider_id, request_id
            order by happened_at asc nulls last, length(event_no) asc, event_no asc
        ) as next_on,
        count(*) over (partition by provider_id, request_id) > count(happened_on) over (partition by provider_id, request_id)
            as has_undated_step
    from dated
)

select
    placed.provider_id,
    placed.request_id,
    placed.event_no,
    placed.stage,
    placed.waiting_on,
    placed.happened_on,
    coalesce(
        least(placed.next_on, answer.answered_on, answer.ended_on, request.closed_on),
        case when answer.outcome = 'open' then request.last_seen_on end
    ) as until_on,
    placed.has_undated_step
from placed
inner join request
    on request.provider_id = placed.provider_id
    and request.request_id = placed.request_id
inner join request_answer as answer
    on answer.provider_id = placed.provider_id
    and answer.request_id = placed.request_id
