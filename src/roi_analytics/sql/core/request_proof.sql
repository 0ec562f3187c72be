-- One row per request: the day the proof of authority was complete, and whether its provider's log tells such a day at all.
-- The proof's own day, on the request or on the paper, else the step authority_complete. A proof on file before the request
-- was complete when it came in. has_undated: the step is logged without a day, and nothing else gives one.
with step as (
    select
        provider_id,
        request_id,
        min(happened_on) as completed_on
    from request_step
    where stage = 'authority_complete'
    group by
        provider_id,
        request_id
),

telling as (
    select request.provider_id
    from request
    inner join load_column
        on load_column.load_id = request.load_id
        and load_column.table_name = 'request'
        and load_column.column_name = 'authority_proof_on'
    union
    select authority.provider_id
    from authority
    inner join load_column
        on load_column.load_id = authority.load_id
        and load_column.table_name = 'authority'
        and load_column.column_name = 'proof_received_on'
    union
    select provider_id
    from step
)

select
    request.provider_id,
    request.request_id,
    telling.provider_id is not null as is_told,
    case
        when coalesce(request.proof_on, step.completed_on) is not null
            then greatest(request.received_on, coalesce(request.proof_on, step.completed_on))
    end as complete_on,
    step.request_id is not null and coalesce(request.proof_on, step.completed_on) is null as has_undated
from request
left join step
    on step.provider_id = request.provider_id
    and step.request_id = request.request_id
left join telling
    on telling.provider_id = request.provider_id
