-- One row per bill and part of it that a schedule sets: the sum allowed for copying, search, certificate and rush.
-- Of the laws that may bind a part the narrowest counts, then the one for that form of copy, then the most generous. state is what
-- stops the sum; forms and images: some of what was given has no price in this law. A fee for fetching from off site is not in the
-- sum, and makes it uncertain: no column tells where the record lay.
with chosen as (
    select
        provider_id, request_id, law_rule, citation, topic, is_unconfirmed, amounts_confirmed_to, record_format, pages,
        is_certain and topic <> 'retrieval_fee' as is_certain,
        case when topic = 'retrieval_fee' then 'known' else state end as state,
        case when topic = 'retrieval_fee' then 0 else allowed_usd end as allowed_usd,
        case
            when topic in ('copy_fee', 'microfilm_fee', 'image_fee') then 'copying'
            when topic in ('search_fee', 'retrieval_fee') then 'search'
            when topic = 'certification_fee' then 'certification'
            else 'rush'
        end as part
    from fee_price
    where topic <> 'fee_cap'
    qualify row_number() over (
        partition by provider_id, request_id, topic, record_format
        order by narrowness desc, is_any_form, allowed_usd desc, law_rule
    ) = 1
),

given as (
    select provider_id, request_id, count(*) as forms, sum(images) as images
    from request_pages
    group by provider_id, request_id
),

holding as (
    select law_rule, max(case when word = 'search_retrieval' then 1 else 0 end) as holds_search, max(case when word = 'postage' then 1 else 0 end) as holds_postage
    from law_word
    where field = 'includes'
    group by law_rule
)

select
    chosen.provider_id,
    chosen.request_id,
    chosen.part,
    min(chosen.law_rule) as law_rule,
    string_agg(distinct chosen.citation, ' and ' order by chosen.citation) as citation,
    min(case when chosen.is_certain then 1 else 0 end) = 1 as is_certain,
    max(case when chosen.is_unconfirmed then 1 else 0 end) = 1 as is_unconfirmed,
    min(case when chosen.is_unconfirmed then chosen.amounts_confirmed_to end) as amounts_confirmed_to,
    coalesce(
        max(case when chosen.state <> 'known' then chosen.state end),
        case
            when chosen.part <> 'copying' then 'known'
            when max(given.forms) > count(distinct chosen.record_format) filter (where chosen.topic <> 'image_fee') then 'forms'
            when max(given.images) > 0 and count(*) filter (where chosen.topic = 'image_fee') = 0 then 'images'
        end,
        'known'
    ) as state,
    sum(chosen.allowed_usd) as allowed_usd,
    string_agg(
        case when chosen.topic <> 'image_fee' then chosen.pages || ' pages ' || replace(chosen.record_format, 'paper', 'on paper') end,
        ' and ' order by chosen.record_format
    ) as page_words,
    coalesce(max(holding.holds_search), 0) = 1 as includes_search,
    coalesce(max(holding.holds_postage), 0) = 1 as includes_postage
from chosen
left join given on given.provider_id = chosen.provider_id and given.request_id = chosen.request_id
left join holding on holding.law_rule = chosen.law_rule
group by
    chosen.provider_id,
    chosen.request_id,
    chosen.part
having max(case when chosen.topic <> 'retrieval_fee' then 1 else 0 end) = 1
