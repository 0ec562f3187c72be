-- One row per user of a provider: role, home department and employment, by the workforce list, else as logged.
with home as (
    select
        assignment.provider_id,
        assignment.user_id,
        max(assignment.department) as department
    from assignment
    group by assignment.provider_id, assignment.user_id
)

select
    alias.provider_id,
    alias.user_id,
    alias.user_no,
    coalesce(workforce_member.role, access_seen_user.user_role) as role,
    coalesce(home.department, access_seen_user.department) as department,
    workforce_member.employer_kind,
    supervisor.user_no as supervisor_no,
    workforce_member.hired_on,
    workforce_member.ended_on
from (
    select distinct access_alias.provider_id, access_alias.user_id, access_alias.user_no
    from access_alias
    where access_alias.user_no is not null
) as alias
left join workforce_member
    on workforce_member.provider_id = alias.provider_id
    and workforce_member.user_id = alias.user_id
left join access_seen_user
    on access_seen_user.provider_id = alias.provider_id
    and access_seen_user.user_id = alias.user_id
left join home on home.provider_id = alias.provider_id and home.user_id = alias.user_id
left join access_alias as supervisor
    on supervisor.provider_id = alias.provider_id
    and supervisor.alias = workforce_member.supervisor_id
