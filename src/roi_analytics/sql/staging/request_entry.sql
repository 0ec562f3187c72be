-- One row per request: the day it came into view, for left truncation.
-- A row missing from an earlier extract of its feed, dated on or after its receipt, was watched only from the day it was first seen.
select
    request_newest.provider_id,
    request_newest.request_id,
    case
        when count(feed_extract.extracted_on) > 0 then request_newest.first_seen_on
        else request_newest.received_on
    end as entered_on
from request_newest
inner join load_run on load_run.load_id = request_newest.load_id
left join feed_extract
    on feed_extract.feed = load_run.feed
    and feed_extract.provider_id = request_newest.provider_id
    and feed_extract.extracted_on >= request_newest.received_on
    and feed_extract.extracted_on < request_newest.first_seen_on
group by
    request_newest.provider_id,
    request_newest.request_id,
    request_newest.first_seen_on,
    request_newest.received_on
