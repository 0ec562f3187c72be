-- One row per provider and calendar month, from its first request to the last day its log was seen.
-- ends_on is the last day of the month; in the newest month it is the last day seen: of the days after it nothing is known.
with recursive step as (
    select
        provider_id,
        seen_on,
        cast(date_trunc('month', first_on) as date) as starts_on
    from provider_seen
    union all
    select
        provider_id,
        seen_on,
        cast(starts_on + interval 1 month as date) as starts_on
    from step
    where cast(starts_on + interval 1 month as date) <= seen_on
)

select
    provider_id,
    left(cast(starts_on as varchar), 7) as month,
    starts_on,
    least(seen_on, cast(starts_on + interval 1 month - interval 1 day as date)) as ends_on
from step
