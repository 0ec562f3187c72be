-- One row per incident asked for: what was not unusual about it, as far as the logs of its provider can tell.
with asked as (
    select put_episode.incident_id, put_episode.provider_id, put_episode.episode_no, put_episode.flags
    from put_episode
    where put_episode.incident_id in (select unnest(?))
),

logs as (
    select
        access_episode.provider_id,
        bool_or(access_episode.outputs > 0) as tells_outputs,
        bool_or(access_episode.searches > 0) as tells_searches
    from access_episode
    where access_episode.provider_id in (select asked.provider_id from asked)
    group by access_episode.provider_id
)

select
    asked.incident_id,
    count(*) as episodes,
    count(*) filter (where access_episode.shift_department_no is not null) as on_shift,
    logs.tells_outputs and sum(access_episode.outputs) = 0 as is_without_output,
    logs.tells_searches and sum(access_episode.searches) = 0 as is_without_search
from asked
inner join access_episode on access_episode.episode_no = asked.episode_no
inner join logs on logs.provider_id = asked.provider_id
group by asked.incident_id, logs.tells_outputs, logs.tells_searches
