-- One row per episode: no department the user worked in has had the patient within a quarter.
-- title: The user's department never had the patient
-- code: S14
-- weighs: for
-- needs: access_event.department, care_record.department
-- says: No department the user works in had the patient within a quarter.
select episode_elsewhere.episode_no
from episode_elsewhere
inner join access_flag on access_flag.flag = 'other_department' and access_flag.is_on
