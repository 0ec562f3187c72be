-- One row per episode: the user and the patient share an address.
-- title: The user and the patient share a home
-- code: S2
-- weighs: for
-- needs: patient_contact.address_key, workforce_member.address_key
-- says: The user and the patient share an address.
select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'same_household' and access_flag.is_on
inner join shared_mark
    on shared_mark.user_no = access_episode.user_no
    and shared_mark.patient_no = access_episode.patient_no
    and shared_mark.kind = 'household'
