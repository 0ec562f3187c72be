-- One row per request, column and extract in which a received or answered day, an outcome or a ground was changed after the fact.
-- A first answer or the end of an open request is news, no restatement.
with request_history as (
    select
        request_version.provider_id,
        request_version.request_id,
        request_version.extracted_on,
        cast(request_version.received_on as varchar) as received_on,
        cast(request_version.completed_on as varchar) as completed_on,
        request_version.status
    from request_version
    cross join clock
    where request_version.extracted_on <= clock.as_of
    qualify row_number() over (
        partition by request_version.provider_id, request_version.request_id, request_version.extracted_on
        order by request_version.source_file desc, request_version.source_row desc
    ) = 1
),

ground_history as (
    select
        denial_version.provider_id,
        denial_version.request_id,
        denial_version.denial_id,
        denial_version.extracted_on,
        denial_version.ground
    from denial_version
    cross join clock
    where denial_version.extracted_on <= clock.as_of
    qualify row_number() over (
        partition by denial_version.provider_id, denial_version.denial_id, denial_version.extracted_on
        order by denial_version.source_file desc, denial_version.source_row desc
    ) = 1
),

request_step as (
    select
        provider_id,
        request_id,
        extracted_on,
        received_on,
        completed_on,
        status,
        lag(received_on) over by_extract as received_before,
        lag(completed_on) over by_extract as completed_before,
        lag(status) over by_extract as status_before
    from request_history
    window by_extract as (partition by provider_id, request_id order by extracted_on)
),

ground_step as (
    select
        provider_id,
        request_id,
        extracted_on,
        ground,
        lag(ground) over (partition by provider_id, denial_id order by extracted_on) as ground_before
    from ground_history
)

select provider_id, request_id, 'received_on' as "column", received_before as before, received_on as after, extracted_on as changed_on
from request_step
where received_before <> coalesce(received_on, '')
union all
select provider_id, request_id, 'completed_on' as "column", completed_before as before, completed_on as after, extracted_on as changed_on
from request_step
where completed_before <> coalesce(completed_on, '')
union all
select provider_id, request_id, 'status' as "column", status_before as before, status as after, extracted_on as changed_on
from request_step
where status_before <> coalesce(status, '') and status_before not in ('open', 'unknown')
union all
select provider_id, request_id, 'ground' as "column", ground_before as before, ground as after, extracted_on as changed_on
from ground_step
where ground_before <> coalesce(ground, '')
