-- One row per patient and month in which several users opened the record without a recorded reason.
with burst as (
    select
        incident_episode.provider_id,
        incident_episode.patient_no,
        incident_episode.month,
        incident_episode.user_no,
        incident_episode.worked_on,
        incident_episode.score,
        incident_episode.odds
    from incident_episode
    inner join flag_bit on flag_bit.flag = 'patient_burst' and (incident_episode.flags & flag_bit.bit) > 0
),

named as (
    select access_patient.patient_no, min(access_patient.patient_id) as patient_id
    from access_patient
    group by access_patient.patient_no
)

select
    left(md5('patient/' || burst.provider_id || '/' || named.patient_id || '/' || burst.month), 12) as incident_id,
    burst.provider_id,
    burst.patient_no,
    burst.month,
    min(burst.worked_on) as first_on,
    max(burst.worked_on) as last_on,
    count(*) as episodes,
    count(distinct burst.user_no) as users,
    max(burst.score) as top_score,
    round(ln(greatest(1 - exp(sum(ln(1 - burst.odds))), 1e-12)) - sum(ln(1 - burst.odds)), 4) as rank_score
from burst
inner join named on named.patient_no = burst.patient_no
group by burst.provider_id, burst.patient_no, burst.month, named.patient_id
