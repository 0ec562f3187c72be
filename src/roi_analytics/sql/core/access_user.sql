-- One row per user of a provider: who they are, and which group of roles their work belongs to.
select
    access_role.provider_id,
    access_role.user_id,
    access_role.user_no,
    access_role.role,
    access_role.department,
    role_group.role_group,
    access_role.employer_kind,
    access_role.supervisor_no,
    access_role.hired_on,
    access_role.ended_on
from access_role
inner join role_group
    on role_group.role is not distinct from access_role.role
    and role_group.department is not distinct from access_role.department
