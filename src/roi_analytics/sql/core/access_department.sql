-- One row per department of a provider: its number, and whether it is an emergency department.
select
    seen_department.provider_id,
    seen_department.department,
    cast(row_number() over (order by seen_department.provider_id, seen_department.department) as integer)
    as department_no,
    role_group.is_emergency
from seen_department
inner join role_group on role_group.role is null and role_group.department = seen_department.department
