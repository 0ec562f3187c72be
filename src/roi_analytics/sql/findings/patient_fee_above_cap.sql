-- One row per bill on a person's own request, where the state caps what a copy may cost: is it within the cap?
-- title: A person's own copy charged above the state's cap
-- subject: fees
-- citation: the state's cap on copy fees, 45 CFR 160.203(b)
-- applies_to: access
-- needs: request.legal_path, fee_line.kind, fee_line.amount_usd, request_item.pages_paper, fee_basis.method
-- A cap is not the lawful amount, which is the provider's own cost and stands in no table: the words say "not more than", and
-- whether a basis is on file. Only the copy is compared: a search may not be charged at all. counted_on is the day of the bill.
with basis as (
    select distinct provider_id
    from fee_basis
    where method in ('actual_cost', 'average_cost')
),

capped as (
    select
        bill.provider_id, bill.request_id, bill.legal_path, bill.charged_on, bill.charged_words, bill.is_line_blank, bill.is_itemised,
        least(bill.copy_usd, bill.charged_usd) as copy_usd,
        part.page_words,
        case when part.state <> 'known' and cap.law_rule is null then part.state end as stopped_by,
        least(case when part.state = 'known' then part.allowed_usd end, cap.allowed_usd) as cap_usd,
        coalesce(cap.allowed_usd < part.allowed_usd or part.state <> 'known', part.law_rule is null) as is_whole_cap,
        part.law_rule as part_rule, part.citation as part_citation, part.is_certain as is_part_certain, part.is_unconfirmed as is_part_unconfirmed,
        cap.law_rule as cap_rule, cap.citation as cap_citation, cap.is_certain as is_cap_certain, cap.is_unconfirmed as is_cap_unconfirmed
    from bill
    left join fee_part as part
        on part.provider_id = bill.provider_id
        and part.request_id = bill.request_id
        and part.part = 'copying'
    left join fee_cap as cap
        on cap.provider_id = bill.provider_id
        and cap.request_id = bill.request_id
    where
        bill.legal_path = 'access'
        and (bill.copy_usd > 0 or bill.is_line_blank)
        and (coalesce(part.state, 'in_words') <> 'in_words' or cap.law_rule is not null)
),

judged as (
    select
        provider_id, request_id, legal_path, charged_on, charged_words, is_line_blank, is_itemised, copy_usd, page_words, stopped_by, cap_usd,
        case when is_whole_cap and cap_rule is not null then cap_rule else part_rule end as law_rule,
        case when is_whole_cap and cap_rule is not null then cap_citation else part_citation end as citation,
        case when is_whole_cap and cap_rule is not null then is_cap_certain else is_part_certain end as is_certain,
        case when is_whole_cap and cap_rule is not null then is_cap_unconfirmed else is_part_unconfirmed end as is_unconfirmed
    from capped
)

select
    judged.law_rule,
    case
        when is_line_blank or stopped_by is not null then 'not_assessable'
        when copy_usd <= cap_usd then null
        when is_unconfirmed then 'not_assessable'
        when is_certain and is_itemised then 'apparent'
        else 'check'
    end as verdict,
    citation, request_id as case_id, judged.provider_id, charged_on as counted_on, request_id, legal_path,
    case
        when is_line_blank then 'fee_line.amount_usd'
        when stopped_by is not null
            then case stopped_by when 'need' then 'request.stated_need' when 'pages' then 'request_item.pages_paper' else 'request_item.format_provided' end
        when copy_usd > cap_usd and is_unconfirmed then 'law_rule.amounts_confirmed_to'
    end as missing,
    case
        when is_line_blank then 'fee_line.kind or fee_line.amount_usd is blank: what was charged for cannot be told.'
        when stopped_by is not null
            then case stopped_by
                when 'need' then 'request.stated_need' when 'pages' then 'request_item.pages_paper' else 'request_item.format_provided'
            end || ' is blank, or of no price in this law: the cap cannot be told.'
        else 'USD ' || cast(copy_usd as decimal(12, 2)) || ' ' || charged_words || coalesce(' for ' || page_words, '')
            || case when is_unconfirmed then ', last confirmed cap USD ' else ', not more than USD ' end || cap_usd || ' (' || citation || ')'
            || case when is_unconfirmed then ': the cap on that day is not known' else '' end
            || case when basis.provider_id is null then ', cost basis not shown.' else ', a cost basis is on file.' end
    end as facts
from judged
left join basis
    on basis.provider_id = judged.provider_id
