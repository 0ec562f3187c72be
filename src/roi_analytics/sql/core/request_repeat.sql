-- One row per request and earlier request that it repeats, and whether the log itself names the earlier one.
-- Else the same person asked for the same kind of record within the window of [targets]: house policy, no law. A second entry
-- of the same day is no second asking, and neither is one that the log calls a duplicate and does not link.
with asked as (
    select
        request.provider_id,
        request.request_id,
        request.patient_id,
        request.requester_kind,
        request.received_on,
        item.record_set
    from request
    inner join request_answer as answer
        on answer.provider_id = request.provider_id
        and answer.request_id = request.request_id
    inner join request_item as item
        on item.provider_id = request.provider_id
        and item.request_id = request.request_id
    where
        answer.is_case
        and request.legal_path = 'access'
        and request.patient_id is not null
        and item.record_set is not null
),

link as (
    select
        provider_id,
        request_id,
        prior_request_id as earlier_id,
        true as is_named
    from request
    where
        prior_request_id is not null
        and prior_request_id <> request_id
    union all
    select
        later.provider_id,
        later.request_id,
        earlier.request_id as earlier_id,
        false as is_named
    from asked as later
    cross join target
    inner join asked as earlier
        on earlier.provider_id = later.provider_id
        and earlier.patient_id = later.patient_id
        and earlier.record_set = later.record_set
        and earlier.requester_kind = later.requester_kind
        and earlier.received_on < later.received_on
        and earlier.received_on >= cast(later.received_on - target.second_request_window_days * interval 1 day as date)
)

select
    provider_id,
    request_id,
    earlier_id,
    max(case when is_named then 1 else 0 end) = 1 as is_named
from link
group by
    provider_id,
    request_id,
    earlier_id
