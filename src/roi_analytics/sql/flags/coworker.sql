-- One row per episode: the patient is a workforce member assigned to a department of the user's.
-- title: The patient works in the user's department
-- code: S4
-- weighs: for
-- needs: patient_contact.workforce_user_id, assignment.department
-- says: The patient works in a department of the user's.
select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'coworker' and access_flag.is_on
inner join shared_mark
    on shared_mark.user_no = access_episode.user_no
    and shared_mark.patient_no = access_episode.patient_no
    and shared_mark.kind = 'workplace'
