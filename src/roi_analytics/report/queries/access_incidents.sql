-- One row per provider with incidents of the month or before: how many are open and closed, and since when the oldest waits.
-- An incident is closed when each of its episodes was reviewed. Those of a burst around one patient are counted by their users.
with asked as (
    select cast(? as varchar) as month
),

reviewed as (
    select distinct access_alias.user_no, access_patient.patient_no, access_review.worked_on
    from access_review
    inner join access_alias
        on access_alias.provider_id = access_review.provider_id
        and access_alias.alias = access_review.user_id
    inner join access_patient
        on access_patient.provider_id = access_review.provider_id
        and access_patient.patient_id = access_review.patient_id
),

incident as (
    select
        incident_episode.incident_id,
        incident_episode.provider_id,
        incident_episode.month,
        min(incident_episode.worked_on) filter (where reviewed.user_no is null) as waits_since,
        count(*) filter (where reviewed.user_no is null) as waiting
    from incident_episode
    cross join asked
    left join reviewed
        on reviewed.user_no = incident_episode.user_no
        and reviewed.patient_no = incident_episode.patient_no
        and reviewed.worked_on = incident_episode.worked_on
    where incident_episode.month <= asked.month
    group by incident_episode.incident_id, incident_episode.provider_id, incident_episode.month
)

select
    incident.provider_id,
    count(*) filter (where incident.month = asked.month) as of_month,
    count(*) filter (where incident.waiting > 0) as still_open,
    count(*) filter (where incident.waiting = 0) as closed,
    min(incident.waits_since) as oldest_on
from incident
cross join asked
group by incident.provider_id
order by incident.provider_id
