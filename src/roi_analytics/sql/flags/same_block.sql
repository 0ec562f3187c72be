-- One row per episode: the user and the patient live in one block.
-- title: The user and the patient live in one block
-- code: S5
-- weighs: for
-- needs: patient_contact.address_key, workforce_member.address_key
-- says: The user and the patient live in one block.
select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'same_block' and access_flag.is_on
inner join shared_mark
    on shared_mark.user_no = access_episode.user_no
    and shared_mark.patient_no = access_episode.patient_no
    and shared_mark.kind = 'block'
