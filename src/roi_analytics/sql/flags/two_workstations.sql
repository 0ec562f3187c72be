-- One row per episode: the account worked at two workstations by turns within the hour.
-- title: Two workstations by turns
-- code: S18
-- weighs: for
-- needs: access_event.workstation
-- says: The account worked at two workstations by turns within the hour; the user may be somebody else.
select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'two_workstations' and access_flag.is_on
inner join turned_hour
    on turned_hour.user_no = access_episode.user_no
    and turned_hour.hour_no = date_diff('hour', timestamp '1970-01-01', access_episode.first_at)
