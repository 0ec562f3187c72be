-- One row per episode: the glass was broken without a reason that says anything, or without a recorded emergency.
-- title: The glass was broken without an emergency
-- code: S17
-- weighs: for
-- needs: access_event.is_break_glass, access_event.break_glass_reason
-- says: The glass was broken without a reason that says anything, or no emergency is recorded.
select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'glass_without_emergency' and access_flag.is_on
inner join access_bit on access_bit.explanation = 'break_glass_emergency'
where access_episode.is_break_glass
    and (access_episode.direct_reasons & access_bit.bit) = 0
