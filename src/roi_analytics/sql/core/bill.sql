-- One row per request with a fee: what was charged, by part of the bill. A bill without lines is one sum.
-- copy: labor, supplies, pages, a flat price. search: search and retrieval. Parts that no schedule sets are left aside: postage
-- passes through at cost, and verification, a summary and the like are other questions.
with line as (
    select
        provider_id,
        request_id,
        sum(case when kind in ('labor_copying', 'supplies', 'per_page', 'flat') then amount_usd end) as copy_usd,
        sum(case when kind = 'search_retrieval' then amount_usd end) as search_usd,
        sum(case when kind = 'certification' then amount_usd end) as certification_usd,
        sum(case when kind = 'rush' then amount_usd end) as rush_usd,
        sum(case when kind = 'postage' then amount_usd end) as postage_usd,
        max(case when kind is null or amount_usd is null then 1 else 0 end) = 1 as is_line_blank
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
    coalesce(line.is_line_blank, false) as is_line_blank
from request_fee as fee
inner join request
    on request.provider_id = fee.provider_id
    and request.request_id = fee.request_id
left join line
    on line.provider_id = fee.provider_id
    and line.request_id = fee.request_id
where fee.charged_usd > 0
