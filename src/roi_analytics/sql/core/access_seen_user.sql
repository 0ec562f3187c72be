-- One row per user id of a provider's access log: the role and department it was logged with.
select
    access_event.provider_id,
    access_event.user_id,
    max(access_event.user_role) as user_role,
    max(access_event.department) as department
from access_event
where access_event.user_id is not null
group by access_event.provider_id, access_event.user_id
