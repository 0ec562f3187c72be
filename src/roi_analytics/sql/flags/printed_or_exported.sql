-- One row per episode: something was printed or exported.
-- title: Printed or exported
-- code: S16
-- weighs: for
-- needs: access_event.record_class
-- says: Something was printed or exported.
select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'printed_or_exported' and access_flag.is_on
where access_episode.outputs > 0
