-- One row per access event in which a person opened a record on purpose: does an episode begin with it that a mark singles out?
-- title: Flagged episodes, per 1,000 accesses
-- summary: rate
-- better: neutral
-- unit: flagged episodes, per 1,000 accesses opened on purpose
-- citation: 45 CFR 164.308(a)(1)(ii)(D), 164.312(b)
-- counted_on: opened_at, by the place's own clock
-- rows_of: access_event
-- Flagged is an episode whose marks weigh more than what speaks against a look: it stands above a bare question in the ranking. It
-- is counted once, at its first access on purpose, also where it has a recorded reason that its marks outweigh. A flag is never a
-- finding, and fewer flags are no better: a list left unfed flags nothing. Cases and what is not assessable as in
-- explained_share.
with flagged as (
    select
        access_explained.provider_id,
        access_explained.event_id
    from incident_episode
    inner join access_weight
        on access_weight.kind = 'base'
        and access_weight.weight < incident_episode.score
    inner join access_explained
        on access_explained.user_no = incident_episode.user_no
        and access_explained.patient_no = incident_episode.patient_no
        and access_explained.worked_on = incident_episode.worked_on
    inner join explained_share
        on explained_share.provider_id = access_explained.provider_id
        and explained_share.case_id = access_explained.event_id
        and explained_share.value is not null
    qualify row_number() over (
        partition by incident_episode.episode_no
        order by access_explained.opened_at, access_explained.event_id
    ) = 1
)

select
    explained_share.case_id,
    explained_share.provider_id,
    explained_share.counted_on,
    explained_share.month,
    explained_share.department,
    explained_share.role,
    explained_share.role_group,
    explained_share.is_break_glass,
    case
        when explained_share.value is null then null
        when flagged.event_id is not null then 1
        else 0
    end as value,
    explained_share.standing,
    explained_share.reason
from explained_share
left join flagged
    on flagged.provider_id = explained_share.provider_id
    and flagged.event_id = explained_share.case_id
