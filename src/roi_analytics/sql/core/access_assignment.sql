-- One row per user's time in a department, by the assignments of the workforce list: whole days by the place's clock.
with day as (
    select
        assignment.provider_id,
        assignment.user_id,
        lower(trim(assignment.department)) as department,
        cast(assignment.assigned_from as timestamp) as first_at,
        cast(cast(assignment.assigned_until + interval 1 day as date) as timestamp) as until_at,
        coalesce(provider.time_zone, 'UTC') as time_zone
    from assignment
    left join provider on provider.provider_id = assignment.provider_id
)

select
    access_alias.user_no,
    access_department.department_no,
    timezone('UTC', timezone(day.time_zone, day.first_at)) as starts_at,
    timezone('UTC', timezone(day.time_zone, day.until_at)) as ends_at
from day
inner join access_alias
    on access_alias.provider_id = day.provider_id
    and access_alias.alias = day.user_id
    and access_alias.user_no is not null
inner join access_department
    on access_department.provider_id = day.provider_id
    and access_department.department = day.department
