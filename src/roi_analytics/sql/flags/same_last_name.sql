-- One row per episode: the user and the patient share a last name that few bear.
-- title: The user and the patient share a rare last name
-- code: S3
-- weighs: for
-- needs: patient_contact.last_name, workforce_member.last_name
-- says: The user and the patient share a last name that few bear.
select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'same_last_name' and access_flag.is_on
inner join shared_mark
    on shared_mark.user_no = access_episode.user_no
    and shared_mark.patient_no = access_episode.patient_no
    and shared_mark.kind = 'last_name'
