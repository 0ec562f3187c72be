-- One row per episode: one of several users who opened the patient on purpose within a week without a recorded reason.
-- title: Several opened this patient without a reason
-- code: S6
-- weighs: for
-- needs: access_event.user_id, access_event.patient_id
-- says: Several users opened this patient within a week without a recorded reason.
with question as (
    select access_episode.episode_no, access_episode.patient_no, access_episode.user_no, access_episode.worked_on
    from access_episode
    where access_episode.is_question
)

select question.episode_no
from question
inner join access_flag on access_flag.flag = 'patient_burst' and access_flag.is_on
inner join question as other
    on other.patient_no = question.patient_no
    and abs(date_diff('day', question.worked_on, other.worked_on)) <= access_flag.days
group by question.episode_no, access_flag.least
having count(distinct other.user_no) >= access_flag.least
