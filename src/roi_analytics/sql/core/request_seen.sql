-- One row per request: the last day it is known to be as its log shows it.
-- A provider may send several feeds of requests, on different days of a month. What the newest extract of its own feed holds is
-- taken to stand until the last of the provider's feeds was seen in that month; what it no longer holds was last seen before.
with held as (
    select
        request.provider_id,
        request.request_id,
        request.last_seen_on,
        max(request.last_seen_on) over (partition by request.provider_id, load_run.feed) as feed_seen_on
    from request
    inner join request_newest
        on request_newest.provider_id = request.provider_id
        and request_newest.request_id = request.request_id
    inner join load_run
        on load_run.load_id = request_newest.load_id
)

select
    held.provider_id,
    held.request_id,
    case
        when
            held.last_seen_on = held.feed_seen_on
            and left(cast(held.feed_seen_on as varchar), 7) = left(cast(provider_seen.seen_on as varchar), 7) then provider_seen.seen_on
        else held.last_seen_on
    end as seen_on
from held
inner join provider_seen
    on provider_seen.provider_id = held.provider_id
