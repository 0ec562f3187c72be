-- One row per episode: a minor whom no department of the user's has cared for.
-- title: The patient is a child the user's department has not cared for
-- code: S8
-- weighs: for
-- needs: patient.birth_on, care_record.department
-- says: The patient is a child whom no department of the user's has cared for.
select distinct access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'minor_elsewhere' and access_flag.is_on
inner join access_patient on access_patient.patient_no = access_episode.patient_no
inner join patient_majority
    on patient_majority.provider_id = access_patient.provider_id
    and patient_majority.patient_id = access_patient.patient_id
    and patient_majority.of_age_on > access_episode.worked_on
inner join episode_elsewhere on episode_elsewhere.episode_no = access_episode.episode_no
