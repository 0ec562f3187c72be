-- One row per incident with an episode no review has looked at, in the order of the ranking; `turn` is its place by lot.
-- Of an incident that was reviewed before, only what is new since then counts in the ranking. The lot is a hash of incident and
-- clock: the same day draws the same incidents, another day others.
with reviewed as (
    select distinct access_alias.user_no, access_patient.patient_no, access_review.worked_on
    from access_review
    inner join access_alias
        on access_alias.provider_id = access_review.provider_id
        and access_alias.alias = access_review.user_id
    inner join access_patient
        on access_patient.provider_id = access_review.provider_id
        and access_patient.patient_id = access_review.patient_id
),

open_one as (
    select
        put_episode.incident_id,
        count(reviewed.user_no) > 0 as is_reopened,
        1 - exp(sum(ln(1 - put_episode.odds)) filter (where reviewed.user_no is null)) as new_odds
    from put_episode
    left join reviewed
        on reviewed.user_no = put_episode.user_no
        and reviewed.patient_no = put_episode.patient_no
        and reviewed.worked_on = put_episode.worked_on
    group by put_episode.incident_id
    having count(*) > count(reviewed.user_no)
),

scored as (
    select
        access_incident.incident_id,
        case
            when open_one.is_reopened then ln(open_one.new_odds / (1 - open_one.new_odds))
            else access_incident.rank_score
        end as rank_score
    from access_incident
    inner join open_one on open_one.incident_id = access_incident.incident_id
)

select
    cast(row_number() over (order by scored.rank_score desc, scored.incident_id) as integer) as rank,
    scored.incident_id,
    md5(scored.incident_id || '/' || cast(clock.as_of as varchar)) as turn
from scored
cross join clock
order by rank
