-- One row per provider, group of roles and month: how many patients without a reason a user has, and how far users differ.
with active as (
    select
        access_episode.provider_id,
        access_episode.role_group,
        access_episode.month,
        count(distinct access_episode.user_no) as users
    from access_episode
    group by access_episode.provider_id, access_episode.role_group, access_episode.month
),

summed as (
    select
        active.provider_id,
        active.role_group,
        active.month,
        active.users,
        (coalesce(sum(user_month.patients), 0) + 1.0) / (active.users + 1.0) as patients,
        coalesce(sum(user_month.patients * user_month.patients), 0) * 1.0 as squares
    from active
    left join user_month
        on user_month.provider_id = active.provider_id
        and user_month.role_group = active.role_group
        and user_month.month = active.month
    group by active.provider_id, active.role_group, active.month, active.users
)

select
    summed.provider_id,
    summed.role_group,
    summed.month,
    summed.patients,
    greatest(1, (summed.squares / summed.users - summed.patients * summed.patients) / summed.patients) as spread
from summed
