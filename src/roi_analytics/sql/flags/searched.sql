-- One row per episode: the patient was looked up by name, and no record says why.
-- title: Looked up by name without a reason
-- code: S11
-- weighs: for
-- needs: access_event.record_class
-- says: The patient was looked up by name, and no record says why.
select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'searched' and access_flag.is_on
where access_episode.searches > 0
    and access_episode.direct_reasons = 0
