-- One row per feed of requests, provider and extract but the first: does it carry on where the one before it ended?
-- Open before, and received since, less closed since, should be open now. What else moved breaks the line: requests received
-- earlier that come into view only now, those opened again, and open ones that a full extract no longer holds.
with moved as (
    select
        feed,
        provider_id,
        extracted_on,
        count(*) filter (where was_open is null and before_on < received_on) as received,
        count(*) filter (where not is_open and case when was_open is null then before_on < received_on else was_open end) as closed,
        count(*) filter (where is_open and was_open is null and before_on >= received_on) as came_late,
        count(*) filter (where is_open and not was_open) as reopened,
        0 as gone,
        count(*) filter (where is_open and before_on is null) as first_open
    from request_told
    group by
        feed,
        provider_id,
        extracted_on
    union all
    select feed, provider_id, next_on as extracted_on, 0, 0, 0, 0, count(*) as gone, 0
    from request_told
    where is_open and not is_kept
    group by
        feed,
        provider_id,
        next_on
),

summed as (
    select
        feed,
        provider_id,
        extracted_on,
        sum(received) as received,
        sum(closed) as closed,
        sum(came_late) as came_late,
        sum(reopened) as reopened,
        sum(gone) as gone,
        sum(sum(first_open) + sum(received) - sum(closed) + sum(came_late) + sum(reopened) - sum(gone))
            over (partition by feed, provider_id order by extracted_on) as closing
    from moved
    group by
        feed,
        provider_id,
        extracted_on
),

followed as (
    select
        feed, provider_id, extracted_on, received, closed, came_late, reopened, gone, closing,
        lag(closing) over (partition by feed, provider_id order by extracted_on) as opening
    from summed
)

select
    feed,
    provider_id,
    extracted_on,
    left(cast(extracted_on as varchar), 7) as month,
    cast(opening as bigint) as opening,
    cast(received as bigint) as received,
    cast(closed as bigint) as closed,
    cast(opening + received - closed as bigint) as expected,
    cast(closing as bigint) as closing,
    cast(came_late as bigint) as came_late,
    cast(reopened as bigint) as reopened,
    cast(gone as bigint) as gone
from followed
where opening is not null
