-- One row per episode: the user wrote and ordered nothing for the patient around the time.
-- title: Nothing but looking
-- code: S12
-- weighs: for
-- needs: access_event.action
-- says: The user wrote or ordered nothing for the patient around the time.
with acting as (
    select sum(access_bit.bit) as bits
    from access_bit
    where access_bit.explanation in ('acted_for_patient', 'named_on_order', 'registered_by_user')
)

select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'view_only' and access_flag.is_on
cross join acting
where access_episode.changes = 0
    and (access_episode.direct_reasons & cast(acting.bits as bigint)) = 0
