-- One row per workstation that one department has nearly to itself: which.
with used as (
    select
        station_hour.provider_id,
        station_hour.workstation,
        coalesce(access_hour.shift_department_no, home.department_no) as department_no,
        count(*) as hours
    from station_hour
    inner join access_hour on access_hour.user_no = station_hour.user_no and access_hour.hour_no = station_hour.hour_no
    left join (
        select access_assignment.user_no, max(access_assignment.department_no) as department_no
        from access_assignment
        group by access_assignment.user_no
    ) as home on home.user_no = station_hour.user_no
    group by
        station_hour.provider_id,
        station_hour.workstation,
        coalesce(access_hour.shift_department_no, home.department_no)
),

shared as (
    select
        used.provider_id,
        used.workstation,
        used.department_no,
        used.hours,
        sum(used.hours) over (partition by used.provider_id, used.workstation) as all_hours
    from used
)

select shared.provider_id, shared.workstation, shared.department_no
from shared
inner join access_flag on access_flag.flag = 'other_workstation'
where shared.department_no is not null
    and shared.hours >= access_flag.nearly_all * shared.all_hours
