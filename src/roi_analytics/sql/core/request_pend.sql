-- One row per request whose provider feeds steps: on how many days it was sent back or put on hold, and when first.
-- Several reasons logged on one day are one sending back. missing: why its steps do not tell. seen_on: until when more could
-- have been seen: an open request until its own last sight, an ended one as long as its provider's log goes on.
with feeding as (
    select provider_id
    from provider_table
    where table_name = 'request_event'
    union
    select provider_id
    from request_event
),

stepped as (
    select
        provider_id,
        request_id,
        count(distinct case when stage = 'pended' then happened_on end) as pend_days,
        min(case when stage = 'pended' then happened_on end) as first_pended_on,
        count(*) filter (where stage is null) > 0 as has_unnamed_step,
        count(*) filter (where stage = 'pended' and happened_on is null) > 0 as has_undated_pend
    from request_step
    group by
        provider_id,
        request_id
)

select
    request_case.provider_id,
    request_case.request_id,
    coalesce(stepped.pend_days, 0) as pend_days,
    stepped.first_pended_on,
    coalesce(stepped.has_undated_pend, false) as has_undated_pend,
    coalesce(request_case.ending = 'open', false) as is_open,
    case when request_case.ending = 'open' then request_case.last_seen_on else provider_seen.seen_on end as seen_on,
    case
        when stepped.request_id is null then 'no step of it is in the log'
        when stepped.has_unnamed_step then 'a step of it is not named'
    end as missing
from request_case
inner join feeding
    on feeding.provider_id = request_case.provider_id
inner join provider_seen
    on provider_seen.provider_id = request_case.provider_id
left join stepped
    on stepped.provider_id = request_case.provider_id
    and stepped.request_id = request_case.request_id
