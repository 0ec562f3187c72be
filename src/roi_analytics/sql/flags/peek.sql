-- One row per episode: several accesses that lie within a minute, or a look or at name, address and number only.
-- title: A short look, or only at who the patient is
-- code: S13
-- weighs: for
-- needs: access_event.opened_at, access_event.record_class
-- says: All that was opened was opened within a minute, or was only name, address and number.
-- The log holds moments, not lengths: how long a look of a single row lasted is not known, and is no peek.
select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'peek' and access_flag.is_on
where access_episode.deliberate > 0
    and (
        (access_episode.accesses > 1 and access_episode.seconds < access_flag.seconds)
        or access_episode.identities = access_episode.accesses
    )
