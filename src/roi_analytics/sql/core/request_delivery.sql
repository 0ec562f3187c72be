-- One row per request for which records were handed over: when first, and when wholly.
-- What came back, failed or went to the wrong person answers nothing. A copy that lay ready and was not collected does:
-- delay by the person is not counted, so the earliest of ready, sent and delivered is the day. A part is not the whole;
-- where the log does not mark the whole, the last part counts and is_complete_unclear says so.
with handed_over as (
    select
        provider_id,
        request_id,
        is_complete,
        least(made_available_on, sent_on, delivered_on) as provided_on
    from delivery
    where
        coalesce(outcome, 'delivered') in ('delivered', 'uncollected')
        and request_id is not null
),

by_request as (
    select
        provider_id,
        request_id,
        count(*) as deliveries,
        min(provided_on) as first_delivery_on,
        max(provided_on) as last_delivery_on,
        min(case when is_complete then provided_on end) as whole_on,
        max(case when is_complete is null then provided_on end) as unmarked_on
    from handed_over
    group by
        provider_id,
        request_id
)

select
    by_request.provider_id,
    by_request.request_id,
    by_request.first_delivery_on,
    by_request.last_delivery_on,
    coalesce(by_request.whole_on, by_request.unmarked_on) as complete_delivery_on,
    by_request.whole_on is null
    and by_request.unmarked_on is not null
    and (by_request.deliveries > 1 or coalesce(request_newest.status, 'fulfilled') in ('open', 'fulfilled_partly'))
        as is_complete_unclear
from by_request
inner join request_newest
    on request_newest.provider_id = by_request.provider_id
    and request_newest.request_id = by_request.request_id
