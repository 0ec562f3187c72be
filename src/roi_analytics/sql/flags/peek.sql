-- One row per episode: a look whose accesses lie within a minute, or at name, address and number only.
-- title: A short look, or only at who the patient is
-- code: S13
-- weighs: for
-- needs: access_event.opened_at, access_event.record_class
-- says: All that was opened was opened within a minute, or was only name, address and number.
select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'peek' and access_flag.is_on
where access_episode.deliberate > 0
    and (access_episode.seconds < access_flag.seconds or access_episode.identities = access_episode.accesses)
