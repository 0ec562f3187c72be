-- One row per stretch of days a provider's access log does not cover: before it begins, after it ends, a silence of over a week.
-- after_on and before_on are the days with events around it, by the provider's clock; null is open. A provider without an access
-- log that names patients has no row.
with logged_hour as (
    select
        provider_id,
        cast(date_trunc('hour', opened_at) as timestamp) as hour_at
    from access_event
    where patient_id is not null
    group by
        provider_id,
        cast(date_trunc('hour', opened_at) as timestamp)
),

logged as (
    select distinct
        logged_hour.provider_id,
        cast(
            timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', logged_hour.hour_at)) as date
        ) as logged_on
    from logged_hour
    left join provider on provider.provider_id = logged_hour.provider_id
),

neighbour as (
    select
        provider_id,
        logged_on,
        lead(logged_on) over (partition by provider_id order by logged_on) as next_on
    from logged
)

select
    provider_id,
    logged_on as after_on,
    next_on as before_on
from neighbour
where
    next_on is null
    or next_on > cast(logged_on + interval 1 week as date)
union all
select
    provider_id,
    cast(null as date) as after_on,
    min(logged_on) as before_on
from neighbour
group by provider_id
