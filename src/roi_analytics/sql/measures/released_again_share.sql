-- One row per request delivered completely: was the whole sent again after it had arrived?
-- title: Released again after a complete delivery
-- summary: share
-- better: lower
-- unit: share of requests delivered completely
-- citation: none: house practice; what is sent again was wrong, lost or asked for anew, and the log does not say which
-- counted_on: the day of the first complete delivery
-- rows_of: request
-- Again means a delivery marked complete, on a later day than one marked complete that arrived, to the same kind of recipient.
-- What came back, failed, was not collected or reached the wrong person had not arrived: sending it anew is no second release.
-- On one day several are one release in several forms; a part sent later is a part. The share of a young month still grows.
with handed_over as (
    select
        provider_id,
        request_id,
        is_complete,
        least(made_available_on, sent_on, delivered_on) as handed_on,
        min(case when is_complete and coalesce(outcome, 'delivered') = 'delivered' then least(made_available_on, sent_on, delivered_on) end)
            over (partition by provider_id, request_id, recipient_kind) as whole_on
    from delivery
    where
        request_id is not null
        and coalesce(is_complete, true)
),

again as (
    select
        provider_id,
        request_id,
        count(*) filter (where is_complete and handed_on > whole_on) > 0 as is_again,
        count(*) filter (where is_complete is null and handed_on > whole_on) > 0 as is_unmarked,
        count(*) > 1 and count(*) > count(handed_on) as is_undated
    from handed_over
    group by provider_id, request_id
),

judged as (
    select
        answer.provider_id,
        answer.request_id,
        coalesce(delivery.complete_delivery_on, answer.answered_on) as counted_on,
        coalesce(again.is_again, false) as is_again,
        case
            when feeding.table_name is null then 'the provider feeds no deliveries'
            when again.is_again then null
            when delivery.is_complete_unclear or again.is_unmarked then 'the log does not say which delivery was the whole'
            when again.is_undated then 'a delivery of it has no day'
        end as reason
    from request_case as answer
    left join request_delivery as delivery on delivery.provider_id = answer.provider_id and delivery.request_id = answer.request_id
    left join again on again.provider_id = answer.provider_id and again.request_id = answer.request_id
    left join provider_table as feeding on feeding.provider_id = answer.provider_id and feeding.table_name = 'delivery'
    where
        answer.outcome = 'provided'
        and (delivery.complete_delivery_on is not null or feeding.table_name is null)
)

select
    judged.request_id as case_id,
    judged.provider_id,
    judged.counted_on,
    left(cast(judged.counted_on as varchar), 7) as month,
    request_case.legal_path,
    request_case.requester_kind,
    request_case.state,
    request_case.kind,
    request_case.channel,
    request_case.handled_by,
    request_case.business_associate_id,
    case when judged.reason is not null then null when judged.is_again then 1 else 0 end as value,
    case when judged.reason is null then 'counted' else 'not_assessable' end as standing,
    judged.reason
from judged
inner join request_case on request_case.provider_id = judged.provider_id and request_case.request_id = judged.request_id
