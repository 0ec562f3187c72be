-- One row per user and hour with an access: the day of its stretch of work, and the department of the user's shift.
-- One number stands for user and hour together, so that no engine joins the log by the hour alone.
with stretch as (
    select
        access_stretch.user_no,
        access_stretch.hour_no,
        place_hour.hour_at,
        place_hour.offset_minutes,
        cast(access_stretch.began_at + place_hour.offset_minutes * interval '1' minute as date) as worked_on
    from access_stretch
    inner join place_hour
        on place_hour.provider_id = access_stretch.provider_id
        and place_hour.hour_no = access_stretch.hour_no
),

timeline as (
    select shift_reach.user_no, shift_reach.starts_at as hour_at, shift_reach.department_no, 2 as turn from shift_reach
    union all
    select shift_reach.user_no, shift_reach.ends_at as hour_at, 0 as department_no, 1 as turn from shift_reach
    union all
    select stretch.user_no, stretch.hour_at, cast(null as integer) as department_no, 3 as turn from stretch
),

marked as (
    select
        timeline.user_no,
        timeline.hour_at,
        timeline.turn,
        last_value(timeline.department_no ignore nulls) over (
            partition by timeline.user_no
            order by timeline.hour_at, timeline.turn
            rows between unbounded preceding and current row
        ) as department_no
    from timeline
)

select
    stretch.user_no,
    stretch.hour_no,
    cast(stretch.user_no as bigint) * 10000000 + stretch.hour_no as user_hour_no,
    stretch.worked_on,
    stretch.offset_minutes,
    nullif(marked.department_no, 0) as shift_department_no
from stretch
left join marked
    on marked.user_no = stretch.user_no
    and marked.hour_at = stretch.hour_at
    and marked.turn = 3
