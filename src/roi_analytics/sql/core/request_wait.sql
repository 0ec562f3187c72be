-- One row per request and stretch of days that it waited for one party: from the first such day to the day the wait ended.
-- The parties are those of the logged steps; the days before the first step, and those of a request without one where its
-- provider feeds steps, waited for nobody the log names. reason: why it cannot be told how long the stretch was.
with stepped as (
    select
        request_case.provider_id,
        request_case.request_id,
        min(request_step.happened_on) as first_on,
        max(case when request_step.has_undated_step then 1 else 0 end) = 1 as has_undated_step
    from request_case
    left join request_step
        on request_step.provider_id = request_case.provider_id
        and request_step.request_id = request_case.request_id
    group by
        request_case.provider_id,
        request_case.request_id
),

feeding as (
    select provider_id
    from provider_table
    where table_name = 'request_event'
    union
    select provider_id
    from request_event
),

stretch as (
    select
        provider_id,
        request_id,
        waiting_on,
        happened_on as from_on,
        until_on,
        has_undated_step
    from request_step
    where happened_on is not null
    union all
    select
        stepped.provider_id,
        stepped.request_id,
        cast(null as varchar) as waiting_on,
        request_case.received_on as from_on,
        least(
            stepped.first_on,
            request_case.answered_on,
            request_case.ended_on,
            case when request_case.ending = 'open' then request_case.last_seen_on end
        ) as until_on,
        stepped.has_undated_step
    from stepped
    inner join feeding
        on feeding.provider_id = stepped.provider_id
    inner join request_case
        on request_case.provider_id = stepped.provider_id
        and request_case.request_id = stepped.request_id
)

select
    stretch.provider_id,
    stretch.request_id,
    coalesce(stretch.waiting_on, 'not_recorded') as waiting_on,
    greatest(stretch.from_on, request_case.received_on) as from_on,
    greatest(stretch.until_on, cast(greatest(stretch.from_on, request_case.received_on) + interval 1 day as date)) as until_on,
    case when stretch.has_undated_step then 'a step of the request has no day' else request_case.reason end as reason
from stretch
inner join request_case
    on request_case.provider_id = stretch.provider_id
    and request_case.request_id = stretch.request_id
where
    request_case.days < 0
    or coalesce(stretch.until_on > greatest(stretch.from_on, request_case.received_on), true)
