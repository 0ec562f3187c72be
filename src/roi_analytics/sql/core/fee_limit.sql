-- One row per bill a schedule of fees sets a limit for: what of it was compared, and the sum the law allows for that.
-- Part is compared with part: what is over in one is not made good by another. A cap bounds the whole, a reduction for lateness
-- takes from it. A part that the law sets no number for is left out on both sides. state is known, or what stopped the sum.
with part as (
    select
        part.provider_id, part.request_id,
        coalesce(min(case when part.part = 'copying' then part.law_rule end), min(part.law_rule)) as law_rule,
        string_agg(distinct part.citation, ' and ' order by part.citation) as citation,
        min(case when part.is_certain then 1 else 0 end) = 1 as is_certain,
        max(case when part.is_unconfirmed then 1 else 0 end) = 1 as is_unconfirmed,
        min(part.amounts_confirmed_to) as amounts_confirmed_to,
        max(case when part.part = 'copying' then part.state end) as copy_state,
        max(case when part.part = 'copying' and part.state = 'known' then part.allowed_usd end) as copy_limit,
        max(case when part.part = 'copying' then part.page_words end) as page_words,
        max(case when part.part = 'copying' and part.includes_search then 1 else 0 end) = 1 as includes_search,
        max(case when part.part = 'copying' and part.includes_postage then 1 else 0 end) = 1 as includes_postage,
        max(case when part.part = 'search' and part.state = 'known' then part.allowed_usd end) as search_limit,
        max(case when part.part = 'certification' and part.state = 'known' then part.allowed_usd end) as certification_limit,
        max(case when part.part = 'rush' and part.state = 'known' then part.allowed_usd end) as rush_limit
    from fee_part as part
    inner join bill on bill.provider_id = part.provider_id and bill.request_id = part.request_id
    where
        case part.part
            when 'copying' then bill.copy_usd > 0 or bill.search_usd > 0 or bill.is_line_blank
            when 'search' then bill.search_usd > 0 or bill.is_one_sum
            when 'certification' then bill.certification_usd > 0
            else bill.rush_usd > 0
        end
    group by part.provider_id, part.request_id
),

compared as (
    select
        bill.provider_id, bill.request_id, part.page_words, part.copy_state, part.copy_limit, cap.allowed_usd as cap_usd, part.search_limit,
        coalesce(part.law_rule, cap.law_rule) as law_rule,
        case when strpos(part.citation, cap.citation) > 0 then part.citation else concat_ws(' and ', part.citation, cap.citation) end as citation,
        coalesce(part.is_certain, true) and coalesce(cap.is_certain, true) and coalesce(slow.is_certain, true) as is_certain,
        coalesce(part.is_unconfirmed, false) or coalesce(cap.is_unconfirmed, false) as is_unconfirmed,
        coalesce(part.amounts_confirmed_to, cap.amounts_confirmed_to) as amounts_confirmed_to,
        coalesce(bill.copy_usd, 0) + case when part.includes_search then coalesce(bill.search_usd, 0) else 0 end
        + case when part.includes_postage then coalesce(bill.postage_usd, 0) else 0 end as copy_usd,
        case when bill.is_one_sum then coalesce(part.search_limit, 0) else 0 end as in_one_sum_usd,
        case when part.search_limit is not null and not part.includes_search then coalesce(bill.search_usd, 0) else 0 end as search_usd,
        case when part.certification_limit is not null then bill.certification_usd else 0 end
        + case when part.rush_limit is not null then bill.rush_usd else 0 end as extra_usd,
        coalesce(least(part.certification_limit, bill.certification_usd), 0) + coalesce(least(part.rush_limit, bill.rush_usd), 0) as extra_limit,
        coalesce(slow.usd_per_day * greatest(date_diff('day', bill.received_on, coalesce(answer.answered_on, bill.charged_on)) - slow.days, 0), 0)
            as reduction_usd
    from bill
    left join part on part.provider_id = bill.provider_id and part.request_id = bill.request_id
    left join fee_cap as cap on cap.provider_id = bill.provider_id and cap.request_id = bill.request_id
    left join fee_rule as slow
        on slow.provider_id = bill.provider_id and slow.request_id = bill.request_id and slow.topic = 'late_reduction'
    left join request_answer as answer on answer.provider_id = bill.provider_id and answer.request_id = bill.request_id
    where part.law_rule is not null or cap.law_rule is not null
)

select
    provider_id, request_id, law_rule, citation, is_certain, is_unconfirmed, amounts_confirmed_to, page_words, reduction_usd,
    case
        when copy_usd = 0 or copy_limit is not null or cap_usd is not null then 'known'
        when copy_state = 'in_words' and search_usd + extra_usd > 0 then 'known'
        else coalesce(copy_state, 'known')
    end as state,
    case when copy_limit is not null or cap_usd is not null then copy_usd else 0 end + search_usd + extra_usd as compared_usd,
    extra_limit + greatest(least(
        coalesce(least(copy_usd, copy_limit + in_one_sum_usd), case when cap_usd is not null then copy_usd else 0 end)
        + least(search_usd, coalesce(search_limit, 0)),
        coalesce(cap_usd, copy_usd + search_usd),
        case when reduction_usd > 0 then coalesce(copy_limit, copy_usd) + coalesce(search_limit, 0) - reduction_usd else copy_usd + search_usd end
    ), 0) as lawful_usd
from compared
