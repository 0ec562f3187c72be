-- One row per user and hour with an access: when the stretch of work it belongs to began.
-- Work without a gap of six hours is one stretch.
with hour as (
    select
        access_alias.user_no,
        min(access_event.provider_id) as provider_id,
        cast(date_diff('hour', timestamp '1970-01-01', access_event.opened_at) as integer) as hour_no,
        min(access_event.opened_at) as first_at,
        max(access_event.opened_at) as last_at
    from access_event
    inner join access_alias
        on access_alias.provider_id = access_event.provider_id
        and access_alias.alias = coalesce(access_event.user_id, access_event.login)
        and access_alias.user_no is not null
    group by access_alias.user_no, hour_no
),

gapped as (
    select
        hour.user_no,
        hour.provider_id,
        hour.hour_no,
        hour.first_at,
        lag(hour.last_at) over (partition by hour.user_no order by hour.hour_no) as before_at
    from hour
)

select
    gapped.user_no,
    gapped.provider_id,
    gapped.hour_no,
    max(
        case
            when gapped.before_at is null or gapped.first_at > gapped.before_at + interval '6' hour
                then gapped.first_at
        end
    ) over (
        partition by gapped.user_no order by gapped.hour_no rows between unbounded preceding and current row
    ) as began_at
from gapped
