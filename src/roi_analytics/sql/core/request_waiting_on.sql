-- One row per open request: whom it waits for, since when and at what step, by the newest step logged.
-- Waiting on the requester or the vendor stops no clock; it tells whom to call.
with newest_step as (
    select
        provider_id,
        request_id,
        stage,
        waiting_on,
        happened_at
    from request_event
    where request_id is not null
    qualify row_number() over (
        partition by provider_id, request_id
        order by happened_at desc nulls last, length(event_no) desc, event_no desc
    ) = 1
)

select
    answer.provider_id,
    answer.request_id,
    newest_step.waiting_on,
    cast(timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', newest_step.happened_at)) as date) as since_on,
    newest_step.stage
from request_answer as answer
left join provider
    on provider.provider_id = answer.provider_id
left join newest_step
    on newest_step.provider_id = answer.provider_id
    and newest_step.request_id = answer.request_id
where answer.outcome = 'open'
