-- One row per episode: the user, by the own record as a patient, and the patient share a telephone.
-- title: The user and the patient share a telephone
-- code: S2
-- weighs: for
-- needs: patient_contact.phone_key, patient_contact.workforce_user_id
-- says: The user and the patient share a telephone number.
select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'same_telephone' and access_flag.is_on
inner join shared_mark
    on shared_mark.user_no = access_episode.user_no
    and shared_mark.patient_no = access_episode.patient_no
    and shared_mark.kind = 'phone'
