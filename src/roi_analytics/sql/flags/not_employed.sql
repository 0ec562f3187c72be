-- One row per episode: the user's employment had ended or not yet begun.
-- title: The user was not employed then
-- code: S9
-- weighs: for
-- needs: workforce_member.ended_on
-- says: The user's employment had ended, or not begun, on that day.
select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'not_employed' and access_flag.is_on
inner join access_user
    on access_user.user_no = access_episode.user_no
    and (access_user.ended_on < access_episode.worked_on or access_user.hired_on > access_episode.worked_on)
