-- One row per episode: somebody else of the same department had a recorded reason for the patient that day.
-- title: A colleague of the department had a reason that day
-- code: A2
-- weighs: against
-- needs: access_event.department
-- says: Somebody else of the user's department had a recorded reason for this patient that day.
select distinct access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'colleague_explained' and access_flag.is_on
inner join access_episode as other
    on other.patient_no = access_episode.patient_no
    and other.worked_on = access_episode.worked_on
    and other.department_no = coalesce(access_episode.shift_department_no, access_episode.department_no)
    and other.user_no <> access_episode.user_no
    and other.direct_reasons > 0
where access_episode.is_question
