-- One row per user and month with an episode put before a person: the odds that one of them at least was without a need.
-- More patients without a reason than peers of the same work have in a month raise the odds further; the yardstick is the
-- peers' count and how far they differ, never the user's own work, so that nothing opened for show lowers it.
select
    user_month.incident_id,
    user_month.provider_id,
    user_month.user_no,
    user_month.month,
    user_month.first_on,
    user_month.last_on,
    user_month.episodes,
    user_month.patients,
    peer_month.patients as peers_patients,
    user_month.top_score,
    round(
        ln(greatest(1 - exp(user_month.none_ln), 1e-12)) - user_month.none_ln
        + case
            when user_month.patients > peer_month.patients
                then
                    volume.weight / peer_month.spread
                    * (
                        user_month.patients * ln(user_month.patients / peer_month.patients)
                        - (user_month.patients - peer_month.patients)
                    )
            else 0
        end,
        4
    ) as rank_score
from user_month
inner join access_weight as volume on volume.kind = 'volume'
inner join peer_month
    on peer_month.provider_id = user_month.provider_id
    and peer_month.role_group = user_month.role_group
    and peer_month.month = user_month.month
