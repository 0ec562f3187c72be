-- One row per episode: an hour of the local day in which this user hardly ever works, and no shift of the user then.
-- title: Outside the user's own hours
-- code: S10
-- weighs: for
-- needs: access_event.opened_at
-- says: It was an hour in which this user hardly ever works, and no shift is recorded.
with hour as (
    select access_episode.user_no, access_episode.hour_no, count(*) as episodes
    from access_episode
    group by access_episode.user_no, access_episode.hour_no
),

worked as (
    select hour.user_no, sum(hour.episodes) as episodes
    from hour
    group by hour.user_no
)

select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'off_pattern' and access_flag.is_on
inner join worked on worked.user_no = access_episode.user_no and worked.episodes >= access_flag.least
inner join hour
    on hour.user_no = access_episode.user_no
    and hour.hour_no = access_episode.hour_no
    and hour.episodes <= access_flag.share * worked.episodes
where access_episode.shift_department_no is null
