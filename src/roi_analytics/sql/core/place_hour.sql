-- One row per provider and hour with an access: how many minutes the place's clock is ahead of UTC.
with seen as (
    select distinct
        access_event.provider_id,
        date_diff('hour', timestamp '1970-01-01', access_event.opened_at) as hour_no
    from access_event
),

hour as (
    select seen.provider_id, seen.hour_no, timestamp '1970-01-01' + seen.hour_no * interval '1' hour as hour_at
    from seen
)

select
    hour.provider_id,
    cast(hour.hour_no as integer) as hour_no,
    hour.hour_at,
    cast(
        date_diff(
            'minute',
            hour.hour_at,
            timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', hour.hour_at))
        ) as integer
    ) as offset_minutes
from hour
left join provider on provider.provider_id = hour.provider_id
