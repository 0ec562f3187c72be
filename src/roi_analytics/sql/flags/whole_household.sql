-- One row per episode: one of several patients of one household whom the user opened that day without a reason.
-- title: Several of one household
-- code: S20
-- weighs: for
-- needs: patient_contact.address_key
-- says: The user opened several patients of one household that day without a recorded reason.
with home as (
    select access_episode.user_no, access_episode.worked_on, patient_mark.mark
    from access_episode
    inner join patient_mark on patient_mark.patient_no = access_episode.patient_no and patient_mark.kind = 'household'
    inner join access_flag on access_flag.flag = 'whole_household' and access_flag.is_on
    where access_episode.is_question
    group by access_episode.user_no, access_episode.worked_on, patient_mark.mark, access_flag.least
    having count(distinct access_episode.patient_no) >= access_flag.least
)

select access_episode.episode_no
from access_episode
inner join patient_mark on patient_mark.patient_no = access_episode.patient_no and patient_mark.kind = 'household'
inner join home
    on home.user_no = access_episode.user_no
    and home.worked_on = access_episode.worked_on
    and home.mark = patient_mark.mark
where access_episode.is_question
