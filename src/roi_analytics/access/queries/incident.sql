-- One row per incident asked for: whose work or whose record it is about, when, and how much was put before a person.
select
    access_incident.incident_id,
    access_incident.kind,
    access_incident.provider_id,
    case when access_incident.kind = 'user' then min(put_episode.user_id) end as user_id,
    case when access_incident.kind = 'user' then min(put_episode.role) end as role,
    case when access_incident.kind = 'user' then min(put_episode.role_group) end as role_group,
    case
        when access_incident.kind = 'user' and count(distinct put_episode.department_no) = 1
            then min(access_department.department)
    end as department,
    case when count(distinct put_episode.patient_no) = 1 then min(put_episode.patient_id) end as patient_id,
    access_incident.month,
    access_incident.first_on,
    access_incident.last_on,
    count(*) as episodes,
    count(*) filter (where put_episode.is_question) as questions,
    count(distinct put_episode.user_no) as users,
    count(distinct put_episode.patient_no) as patients
from access_incident
inner join put_episode on put_episode.incident_id = access_incident.incident_id
left join access_department on access_department.department_no = put_episode.department_no
where access_incident.incident_id in (select unnest(?))
group by
    access_incident.incident_id,
    access_incident.kind,
    access_incident.provider_id,
    access_incident.month,
    access_incident.first_on,
    access_incident.last_on
