-- One row per episode that can be ranked: the log-odds of a look without a need, as the sum of its weights.
-- A question bears the weights of its flags; work with a reason starts lower, by its strongest reason of each strength. What
-- nothing could have explained has no score. Other work of the user never lowers one: reasons hold per patient.
with flag_sum as (
    select mask.flags, sum(access_weight.weight) as weight
    from (select distinct episode_flag.flags from episode_flag) as mask
    inner join access_weight
        on access_weight.kind in ('for', 'against')
        and (mask.flags & access_weight.bit) = access_weight.bit
    group by mask.flags
),

strength_sum as (
    select mask.reasons, access_weight.strength, min(access_weight.weight) as weight
    from (select distinct access_episode.reasons from access_episode) as mask
    inner join access_weight
        on access_weight.kind = 'explanation'
        and (mask.reasons & access_weight.bit) = access_weight.bit
    group by mask.reasons, access_weight.strength
),

reason_sum as (
    select strength_sum.reasons, sum(strength_sum.weight) as weight
    from strength_sum
    group by strength_sum.reasons
)

select
    access_episode.episode_no,
    coalesce(episode_flag.flags, 0) as flags,
    round(
        base.weight
        + coalesce(flag_sum.weight, 0)
        + case when access_episode.is_question then 0 else coalesce(reason_sum.weight, 0) end,
        6
    ) as score
from access_episode
inner join access_weight as base on base.kind = 'base'
left join episode_flag on episode_flag.episode_no = access_episode.episode_no
left join flag_sum on flag_sum.flags = episode_flag.flags
left join reason_sum on reason_sum.reasons = access_episode.reasons
where access_episode.is_question
    or (access_episode.reasons > 0 and access_episode.deliberate > 0)
