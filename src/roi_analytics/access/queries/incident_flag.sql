-- One row per incident asked for and flag its episodes bear: on how many, what it weighs, and some of their accesses.
with borne as (
    select
        put_episode.incident_id,
        flag_bit.flag,
        flag_bit.bit,
        flag_bit.weighs,
        access_weight.weight,
        count(*) as episodes
    from put_episode
    inner join flag_bit on (put_episode.flags & flag_bit.bit) > 0
    inner join access_weight on access_weight.term = flag_bit.flag and access_weight.kind = flag_bit.weighs
    where put_episode.incident_id in (select unnest(?))
    group by put_episode.incident_id, flag_bit.flag, flag_bit.bit, flag_bit.weighs, access_weight.weight
),

shown as (
    select borne.incident_id, borne.flag, put_access.event_id
    from borne
    inner join put_access
        on put_access.incident_id = borne.incident_id
        and (put_access.flags & borne.bit) > 0
        and put_access.is_deliberate
        and (put_access.reasons = 0 or not put_access.is_question)
    qualify row_number() over (
        partition by borne.incident_id, borne.flag order by put_access.opened_at, put_access.event_id
    ) <= ?
)

select
    borne.incident_id,
    borne.flag,
    borne.weighs,
    borne.weight,
    borne.episodes,
    string_agg(shown.event_id, ' ' order by shown.event_id) as events
from borne
left join shown on shown.incident_id = borne.incident_id and shown.flag = borne.flag
group by borne.incident_id, borne.flag, borne.weighs, borne.weight, borne.episodes
