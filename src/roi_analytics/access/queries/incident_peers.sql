-- One row per incident asked for, user in it and stretch of work: what others of the same work, at work there at that time, opened.
with stretch as (
    select distinct put_episode.incident_id, put_episode.user_no, put_episode.worked_on
    from put_episode
    where put_episode.incident_id in (select unnest(?))
),

work as (
    select
        access_episode.provider_id,
        access_episode.role_group,
        access_episode.user_no,
        access_episode.worked_on,
        max(coalesce(access_episode.shift_department_no, access_episode.department_no)) as department_no,
        min(access_episode.first_at) as first_at,
        max(access_episode.last_at) as last_at,
        count(*) as patients,
        count(*) filter (where access_episode.is_question) as without_reason
    from access_episode
    where access_episode.worked_on in (select stretch.worked_on from stretch)
    group by
        access_episode.provider_id, access_episode.role_group, access_episode.user_no, access_episode.worked_on
)

select
    stretch.incident_id,
    access_user.user_id,
    stretch.worked_on,
    own.role_group,
    access_department.department,
    own.patients,
    own.without_reason,
    count(peer.user_no) as peers,
    avg(peer.patients) as peers_patients,
    avg(peer.without_reason) as peers_without_reason,
    count(*) filter (where peer.without_reason > 0) as peers_with_any
from stretch
inner join work as own on own.user_no = stretch.user_no and own.worked_on = stretch.worked_on
inner join access_user on access_user.user_no = stretch.user_no
left join access_department on access_department.department_no = own.department_no
left join work as peer
    on peer.provider_id = own.provider_id
    and peer.role_group = own.role_group
    and peer.worked_on = own.worked_on
    and peer.department_no is not distinct from own.department_no
    and peer.user_no <> own.user_no
    and peer.first_at <= own.last_at
    and peer.last_at >= own.first_at
group by
    stretch.incident_id,
    access_user.user_id,
    stretch.worked_on,
    own.role_group,
    access_department.department,
    own.patients,
    own.without_reason
order by stretch.incident_id, stretch.worked_on, access_user.user_id
