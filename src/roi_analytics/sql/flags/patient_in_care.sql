-- One row per episode: the patient was in care at that time, for whatever reason, so that something may not be recorded.
-- title: The patient was in care then
-- code: A1
-- weighs: against
-- needs: care_record.starts_at
-- says: The patient was in care at the time; a record of the user's part may be missing.
select distinct access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'patient_in_care' and access_flag.is_on
inner join patient_visit
    on patient_visit.patient_no = access_episode.patient_no
    and patient_visit.from_on <= access_episode.worked_on
    and patient_visit.until_on >= access_episode.worked_on
where access_episode.is_question
