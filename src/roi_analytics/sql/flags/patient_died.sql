-- One row per episode: the patient had died more than a month before.
-- title: The patient had died
-- code: S7
-- weighs: for
-- needs: patient.died_on
-- says: The patient had died more than a month before.
select distinct access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'patient_died' and access_flag.is_on
inner join access_patient on access_patient.patient_no = access_episode.patient_no
inner join patient
    on patient.provider_id = access_patient.provider_id
    and patient.patient_id = access_patient.patient_id
    and patient.died_on < cast(access_episode.worked_on - access_flag.days * interval '1' day as date)
where access_episode.role_group not in ('release', 'revenue', 'review')
