-- One row per episode: more patients without a reason in one stretch of work than peers of the same work ever open.
-- title: Unusually many patients without a reason
-- code: S15
-- weighs: for
-- needs: access_event.user_id, access_event.patient_id
-- says: The user opened unusually many patients without a recorded reason in one stretch of work.
with stretch as (
    select
        access_episode.user_no,
        access_episode.worked_on,
        access_episode.provider_id,
        access_episode.role_group,
        count(*) filter (where access_episode.is_question) as patients
    from access_episode
    group by access_episode.user_no, access_episode.worked_on, access_episode.provider_id, access_episode.role_group
),

usual as (
    select stretch.provider_id, stretch.role_group, avg(stretch.patients) as mean, stddev_pop(stretch.patients) as spread
    from stretch
    group by stretch.provider_id, stretch.role_group
)

select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'many_patients' and access_flag.is_on
inner join stretch
    on stretch.user_no = access_episode.user_no
    and stretch.worked_on = access_episode.worked_on
    and stretch.patients >= access_flag.least
inner join usual
    on usual.provider_id = stretch.provider_id
    and usual.role_group = stretch.role_group
    and stretch.patients > usual.mean + access_flag.deviations * usual.spread
where access_episode.is_question
