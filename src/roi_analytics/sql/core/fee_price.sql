-- One row per bill and rule of a fee schedule: the sum it allows for the pages and images given.
-- state: known, in_words (actual cost, by the hour), pages (not in the log), need (what it is for is not in the log). A rule
-- for one form of copy counts for the pages of that form. Limits of the rule itself are in the sum.
with form as (
    select distinct
        provider_id,
        request_id
    from request_pages
),

amount as (
    select
        rule.provider_id, rule.request_id, rule.law_rule, page.record_format, page.pages,
        form.request_id is null as is_form_unknown,
        case when rule.topic = 'image_fee' and rule.way = 'each' then rule.amount_usd * page.images else rule.amount_usd end as flat_usd,
        count(tier.law_rule) as steps,
        sum(
            case
                when page.pages < tier.from_page then 0
                when tier.flat_usd is not null then tier.flat_usd
                else tier.usd_per_page * (least(page.pages, coalesce(tier.to_page, page.pages)) - tier.from_page + 1)
            end
        ) as steps_usd
    from fee_rule as rule
    left join form on form.provider_id = rule.provider_id and form.request_id = rule.request_id
    left join request_pages as page
        on page.provider_id = rule.provider_id
        and page.request_id = rule.request_id
        and case rule.topic
            when 'copy_fee' then page.record_format <> 'microfilm' and rule.record_format in ('any', page.record_format)
            when 'microfilm_fee' then page.record_format = 'microfilm'
            when 'image_fee' then page.images > 0
            when 'fee_cap' then rule.record_format in ('any', page.record_format)
            else false
        end
    left join law_tier as tier
        on tier.law_rule = rule.law_rule
    where
        page.request_id is not null
        or (form.request_id is null and rule.topic in ('copy_fee', 'fee_cap'))
    group by
        rule.provider_id, rule.request_id, rule.law_rule, rule.topic, rule.way, rule.amount_usd,
        page.record_format, page.pages, page.images, form.request_id
)

select
    rule.provider_id, rule.request_id, rule.law_rule, rule.citation, rule.topic, rule.narrowness, rule.is_certain, rule.is_unconfirmed,
    rule.amounts_confirmed_to, amount.record_format, amount.pages,
    rule.record_format = 'any' as is_any_form,
    case
        when rule.need_state = 'unknown' then 'need'
        when rule.is_in_words and rule.maximum_usd is null then 'in_words'
        when amount.is_form_unknown and rule.topic = 'copy_fee' then 'pages'
        when amount.steps > 0 and amount.pages is null then 'pages'
        else 'known'
    end as state,
    cast(
        case
            when rule.maximum_usd < coalesce(amount.steps_usd, amount.flat_usd, rule.amount_usd, rule.maximum_usd) then rule.maximum_usd
            else greatest(coalesce(amount.steps_usd, amount.flat_usd, rule.amount_usd, rule.maximum_usd), coalesce(rule.minimum_usd, 0))
        end as decimal(12, 2)
    ) as allowed_usd
from fee_rule as rule
left join amount
    on amount.provider_id = rule.provider_id
    and amount.request_id = rule.request_id
    and amount.law_rule = rule.law_rule
where
    amount.request_id is not null
    or rule.topic in ('search_fee', 'retrieval_fee', 'certification_fee', 'rush_fee')
