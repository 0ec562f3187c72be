-- One row per user and month with an episode put before a person: how many patients, and the log of the chance
-- that none of the episodes was without a need, were each told by its weights.
select
    incident_episode.incident_id,
    incident_episode.provider_id,
    incident_episode.user_no,
    access_user.role_group,
    incident_episode.month,
    min(incident_episode.worked_on) as first_on,
    max(incident_episode.worked_on) as last_on,
    count(*) as episodes,
    count(distinct incident_episode.patient_no) as patients,
    max(incident_episode.score) as top_score,
    round(sum(ln(1 - incident_episode.odds)), 12) as none_ln
from incident_episode
inner join access_user on access_user.user_no = incident_episode.user_no
group by
    incident_episode.incident_id,
    incident_episode.provider_id,
    incident_episode.user_no,
    access_user.role_group,
    incident_episode.month
