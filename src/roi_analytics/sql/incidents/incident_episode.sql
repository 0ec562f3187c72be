-- One row per episode put before a person: the incident of its user and month, its odds, and its place in the incident.
-- Put are questions, and work with a reason whose flags outweigh it. Episodes with one patient count once in full and then
-- half, so that one curiosity looked at twice is not two.
with put as (
    select
        access_episode.episode_no,
        access_episode.provider_id,
        access_episode.user_no,
        access_episode.patient_no,
        access_episode.month,
        access_episode.worked_on,
        episode_score.flags,
        episode_score.score,
        row_number() over (
            partition by access_episode.user_no, access_episode.month, access_episode.patient_no
            order by episode_score.score desc, access_episode.episode_no
        ) as turn
    from access_episode
    inner join episode_score on episode_score.episode_no = access_episode.episode_no
    inner join access_weight as base on base.kind = 'base'
    where access_episode.is_question
        or episode_score.score > base.weight
)

select
    left(md5('user/' || put.provider_id || '/' || access_user.user_id || '/' || put.month), 12) as incident_id,
    put.episode_no,
    put.provider_id,
    put.user_no,
    put.patient_no,
    put.month,
    put.worked_on,
    put.flags,
    put.score,
    least(0.999999, case when put.turn = 1 then 1 else 0.5 end / (1 + exp(-put.score))) as odds
from put
inner join access_user on access_user.user_no = put.user_no
