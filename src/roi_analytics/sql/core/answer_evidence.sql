-- One row per request: each day that could have ended the duty to answer it, side by side.
-- Where a provider feeds no deliveries or denials, completed_on under an answering status stands in for them, or any
-- completed_on where there is no status either (logged_on).
with feeds as (
    select
        provider_id,
        max(case when table_name = 'delivery' then 1 else 0 end) = 1 as has_delivery,
        max(case when table_name = 'denial' then 1 else 0 end) = 1 as has_denial,
        max(case when table_name = 'correspondence' then 1 else 0 end) = 1 as has_correspondence
    from provider_table
    group by provider_id
)

select
    request.provider_id,
    request.request_id,
    delivery.first_delivery_on,
    case
        when delivery.complete_delivery_on is not null then delivery.complete_delivery_on
        when request.status in ('fulfilled', 'fulfilled_partly') and notice.any_denial_on is not null
            then greatest(delivery.last_delivery_on, notice.any_denial_on)
    end as complete_delivery_on,
    notice.whole_denial_on,
    notice.no_records_on,
    case coalesce(request.status, 'unknown')
        when 'denied' then case when not coalesce(feeds.has_denial, false) then request.completed_on end
        when 'no_records' then case when not coalesce(feeds.has_correspondence, false) then request.completed_on end
        when 'fulfilled' then case when not coalesce(feeds.has_delivery, false) then request.completed_on end
        when 'fulfilled_partly' then case when not coalesce(feeds.has_delivery, false) then request.completed_on end
        when 'unknown' then case when not coalesce(feeds.has_delivery, false) then request.completed_on end
    end as logged_on,
    coalesce(delivery.is_complete_unclear, false) as is_complete_unclear,
    coalesce(notice.is_notice_unclear, false) as is_notice_unclear
from request
left join feeds
    on feeds.provider_id = request.provider_id
left join request_delivery as delivery
    on delivery.provider_id = request.provider_id
    and delivery.request_id = request.request_id
left join request_notice as notice
    on notice.provider_id = request.provider_id
    and notice.request_id = request.request_id
