-- One row per provider with requests: the day its first one came in, and the last day its log of requests was seen.
select
    provider_id,
    min(received_on) as first_on,
    max(last_seen_on) as seen_on
from request
group by provider_id
