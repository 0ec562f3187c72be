-- One row per handing over of records: did it come back, fail, or stay uncollected?
-- title: Deliveries that came back, failed or stayed uncollected
-- summary: share
-- better: lower
-- unit: share of deliveries
-- citation: 45 CFR 164.524(c)(3)
-- counted_on: the first of the days on which it lay ready, was sent and arrived (the day of receipt, else of the log, where none is known)
-- rows_of: delivery
-- of_the_outcome: delivery_outcome
-- By delivery_outcome each share stands on all deliveries, so that they add up to one; one that reached the wrong person came
-- not back and is told in its own row. One of which the log does not say what became of it is not assessable.
with handed_over as (
    select
        delivery.provider_id,
        delivery.delivery_id,
        delivery.request_id,
        coalesce(delivery.method, 'not_recorded') as method,
        delivery.outcome,
        coalesce(
            least(delivery.made_available_on, delivery.sent_on, delivery.delivered_on),
            request.received_on,
            delivery.first_seen_on
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
    handed_over.outcome as delivery_outcome,
    case
        when handed_over.outcome is null then null
        when handed_over.outcome in ('returned', 'failed', 'uncollected') then 1
        else 0
    end as value,
    case when handed_over.outcome is not null then 'counted' else 'not_assessable' end as standing,
    case when handed_over.outcome is null then 'the log does not say what became of it' end as reason
from handed_over
left join provider
    on provider.provider_id = handed_over.provider_id
