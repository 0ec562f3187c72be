-- One row per episode: the user is the patient.
-- title: The user opened the own record
-- code: S1
-- weighs: for
-- needs: patient_contact.workforce_user_id
-- says: The user and the patient are the same person.
select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'own_record' and access_flag.is_on
inner join shared_mark
    on shared_mark.user_no = access_episode.user_no
    and shared_mark.patient_no = access_episode.patient_no
    and shared_mark.kind = 'self'
