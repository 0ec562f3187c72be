-- One row per episode: the patient lives with a workforce member of a department of the user's.
-- title: The patient lives with a colleague of the user's
-- code: S4
-- weighs: for
-- needs: patient_contact.address_key, workforce_member.address_key, assignment.department
-- says: The patient lives with somebody who works in a department of the user's.
select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'coworker_household' and access_flag.is_on
inner join shared_mark
    on shared_mark.user_no = access_episode.user_no
    and shared_mark.patient_no = access_episode.patient_no
    and shared_mark.kind = 'coworker_home'
