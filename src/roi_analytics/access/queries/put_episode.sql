-- One row per incident and episode put before a person in it: who opened whose record when, its flags and recorded reasons.
-- An episode of a burst around one patient is in two incidents, the user's and the patient's.
with belongs as (
    select
        incident_episode.incident_id,
        'user' as kind,
        incident_episode.episode_no,
        incident_episode.flags,
        incident_episode.score,
        incident_episode.odds
    from incident_episode
    union all
    select
        patient_incident.incident_id,
        'patient' as kind,
        incident_episode.episode_no,
        incident_episode.flags,
        incident_episode.score,
        incident_episode.odds
    from patient_incident
    inner join incident_episode
        on incident_episode.provider_id = patient_incident.provider_id
        and incident_episode.patient_no = patient_incident.patient_no
        and incident_episode.month = patient_incident.month
    inner join flag_bit on flag_bit.flag = 'patient_burst' and (incident_episode.flags & flag_bit.bit) > 0
),

named as (
    select access_patient.patient_no, min(access_patient.patient_id) as patient_id
    from access_patient
    where access_patient.patient_no in (select incident_episode.patient_no from incident_episode)
    group by access_patient.patient_no
)

select
    belongs.incident_id,
    belongs.kind,
    belongs.episode_no,
    access_episode.provider_id,
    access_episode.user_no,
    access_user.user_id,
    access_user.role,
    access_episode.role_group,
    access_episode.patient_no,
    named.patient_id,
    access_episode.month,
    access_episode.worked_on,
    coalesce(access_episode.shift_department_no, access_episode.department_no) as department_no,
    access_episode.is_question,
    access_episode.unexplained,
    access_episode.reasons,
    belongs.flags,
    belongs.score,
    belongs.odds
from belongs
inner join access_episode on access_episode.episode_no = belongs.episode_no
inner join access_user on access_user.user_no = access_episode.user_no
inner join named on named.patient_no = access_episode.patient_no
