-- One row per question: a review found a breach of this user, or upon this patient, within the two years before.
-- title: An earlier breach
-- code: S19
-- weighs: for
-- needs: access_event.user_id
-- says: A review found an earlier breach by this user, or of this patient's record.
-- Work with a recorded reason does not become suspicious by what was found of another day.
with breached as (
    select access_episode.episode_no, access_episode.worked_on, access_breach.worked_on as breached_on
    from access_episode
    inner join access_breach on access_breach.user_no = access_episode.user_no
    where access_episode.is_question
    union all
    select access_episode.episode_no, access_episode.worked_on, access_breach.worked_on as breached_on
    from access_episode
    inner join access_breach on access_breach.patient_no = access_episode.patient_no
    where access_episode.is_question
)

select distinct breached.episode_no
from breached
inner join access_flag on access_flag.flag = 'earlier_breach' and access_flag.is_on
where breached.breached_on < breached.worked_on
    and breached.breached_on >= cast(breached.worked_on - access_flag.days * interval '1' day as date)
