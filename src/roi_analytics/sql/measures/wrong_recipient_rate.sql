-- One row per handing over of records: did it go to the wrong recipient?
-- title: Deliveries to the wrong recipient
-- summary: rate
-- better: lower
-- unit: deliveries to the wrong recipient, per 1,000 deliveries
-- citation: 45 CFR 164.502(a)
-- counted_on: sent_on (the day it arrived or lay ready, else of receipt or of the log, where none is known)
-- rows_of: delivery
-- Each handing over counts, also one that came back or was not collected, whatever became of the request. As the log tells it
-- so far: a wrong recipient is often found weeks later. One of which the log does not say what became of it is not assessable.
with handed_over as (
    select
        delivery.provider_id,
        delivery.delivery_id,
        delivery.request_id,
        coalesce(delivery.method, 'not_recorded') as method,
        delivery.outcome,
        coalesce(
            delivery.sent_on, delivery.delivered_on, delivery.made_available_on, request.received_on, delivery.extracted_on
        ) as counted_on,
        coalesce(request.legal_path, 'unknown') as legal_path,
        request.requester_kind,
        request.channel,
        request.handled_by,
        request.business_associate_id
    from delivery
    left join request
        on request.provider_id = delivery.provider_id
        and request.request_id = delivery.request_id
)

select
    handed_over.delivery_id as case_id,
    handed_over.provider_id,
    handed_over.counted_on,
    left(cast(handed_over.counted_on as varchar), 7) as month,
    handed_over.legal_path,
    handed_over.requester_kind,
    provider.state,
    provider.kind,
    handed_over.channel,
    handed_over.handled_by,
    handed_over.business_associate_id,
    handed_over.method,
    case
        when handed_over.outcome is null then null
        when handed_over.outcome = 'wrong_recipient' then 1
        else 0
    end as value,
    case when handed_over.outcome is not null then 'counted' else 'not_assessable' end as standing,
    case when handed_over.outcome is null then 'the log does not say what became of it' end as reason
from handed_over
left join provider on provider.provider_id = handed_over.provider_id
