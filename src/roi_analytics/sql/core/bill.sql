-- One row per request with a fee: what was charged, by part of the bill. A bill without lines is one sum.
-- copy: labor, supplies, pages, a flat price. search: search and retrieval. Parts that no schedule sets are left aside: postage
-- passes through at cost, and verification, a summary and the like are other questions. is_one_sum: the copy's price may hold the
-- search too (no lines, or one flat price). is_itemised: nothing flat, no credit, and the day of the bill is known.
with line as (
    select
        provider_id,
        request_id,
        sum(case when kind in ('labor_copying', 'supplies', 'per_page', 'flat') then amount_usd end) as copy_usd,
        sum(case when kind = 'search_retrieval' then amount_usd end) as search_usd,
        sum(case when kind = 'certification' then amount_usd end) as certification_usd,
        sum(case when kind = 'rush' then amount_usd end) as rush_usd,
        sum(case when kind = 'postage' then amount_usd end) as postage_usd,
        max(case when kind is null or amount_usd is null then 1 else 0 end) = 1 as is_line_blank,
        max(case when kind = 'flat' and amount_usd > 0 then 1 else 0 end) = 1 as has_flat,
        max(case when amount_usd < 0 then 1 else 0 end) = 1 as has_credit
    from fee_line
    where request_id is not null
    group by
        provider_id,
        request_id
)

select
    request.provider_id,
    request.request_id,
    request.legal_path,
    request.requester_kind,
    request.stated_need,
    request.received_on,
    fee.charged_on,
    fee.charged_usd,
    fee.has_lines,
    case when fee.has_lines then line.copy_usd else fee.charged_usd end as copy_usd,
    line.search_usd,
    line.certification_usd,
    line.rush_usd,
    line.postage_usd,
    coalesce(line.is_line_blank, false) as is_line_blank,
    not fee.has_lines or (coalesce(line.has_flat, false) and line.search_usd is null) as is_one_sum,
    fee.has_lines and not line.has_flat and not line.has_credit and fee.is_day_known as is_itemised,
    fee.is_day_known,
    case when fee.is_day_known then 'charged on ' || fee.charged_on else 'charged on a day the log does not give' end as charged_words
from request_fee as fee
inner join request
    on request.provider_id = fee.provider_id
    and request.request_id = fee.request_id
left join line
    on line.provider_id = fee.provider_id
    and line.request_id = fee.request_id
where fee.charged_usd > 0
