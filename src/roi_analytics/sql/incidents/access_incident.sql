-- One row per incident: what one user opened in a month, or what several opened of one patient, to be looked at as one.
select
    user_incident.incident_id,
    'user' as kind,
    user_incident.provider_id,
    user_incident.user_no,
    cast(null as integer) as patient_no,
    user_incident.month,
    user_incident.first_on,
    user_incident.last_on,
    user_incident.episodes,
    user_incident.top_score,
    user_incident.rank_score
from user_incident
union all
select
    patient_incident.incident_id,
    'patient' as kind,
    patient_incident.provider_id,
    cast(null as integer) as user_no,
    patient_incident.patient_no,
    patient_incident.month,
    patient_incident.first_on,
    patient_incident.last_on,
    patient_incident.episodes,
    patient_incident.top_score,
    patient_incident.rank_score
from patient_incident
