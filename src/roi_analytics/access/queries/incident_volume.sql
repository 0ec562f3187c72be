-- One row per user's incident asked for with more patients without a reason than peers of the same work have in a month.
-- `weight` is what the excess adds to the log-odds of the incident.
with any_odds as (
    select put_episode.incident_id, 1 - exp(sum(ln(1 - put_episode.odds))) as odds
    from put_episode
    where put_episode.incident_id in (select unnest(?))
    group by put_episode.incident_id
)

select
    user_incident.incident_id,
    user_incident.patients,
    user_incident.peers_patients,
    user_incident.rank_score - ln(any_odds.odds / (1 - any_odds.odds)) as weight
from user_incident
inner join any_odds on any_odds.incident_id = user_incident.incident_id
where user_incident.patients > user_incident.peers_patients
