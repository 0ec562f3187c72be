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
)

select
    part.law_rule,
    case
        when bill.is_line_blank or part.state <> 'known' then 'not_assessable'
        when bill.copy_usd <= least(part.allowed_usd, coalesce(cap.allowed_usd, part.allowed_usd)) then null
        when part.is_unconfirmed then 'not_assessable'
        when part.is_certain and bill.has_lines then 'apparent'
        else 'check'
    end as verdict,
    part.citation,
    bill.request_id as case_id,
    bill.provider_id,
    bill.charged_on as counted_on,
    bill.request_id,
    bill.legal_path,
    case
        when bill.is_line_blank then 'fee_line.amount_usd'
        when part.state = 'need' then 'request.stated_need'
        when part.state = 'pages' then 'request_item.pages_paper'
        when bill.copy_usd > least(part.allowed_usd, coalesce(cap.allowed_usd, part.allowed_usd)) and part.is_unconfirmed
            then 'law_rule.amounts_confirmed_to'
    end as missing,
    case
        when bill.is_line_blank then 'fee_line.kind or fee_line.amount_usd is blank: what was charged for cannot be told.'
        when part.state = 'need' then 'request.stated_need is blank: whether the cap binds cannot be told.'
        when part.state = 'pages' then 'request_item.pages_paper is blank: the cap cannot be told.'
        else
            'USD ' || cast(bill.copy_usd as decimal(12, 2)) || ' charged on ' || bill.charged_on || coalesce(' for ' || part.page_words, '')
            || case
                when part.is_unconfirmed then ', last confirmed cap USD '
                else ', not more than USD '
            end
            || least(part.allowed_usd, coalesce(cap.allowed_usd, part.allowed_usd)) || ' (' || part.citation || ')'
            || case when part.is_unconfirmed then ': the cap on that day is not known' else '' end
            || case when basis.provider_id is null then ', cost basis not shown.' else ', a cost basis is on file.' end
    end as facts
from bill
inner join fee_part as part
    on part.provider_id = bill.provider_id
    and part.request_id = bill.request_id
    and part.part = 'copying'
    and part.state <> 'in_words'
left join fee_cap as cap
    on cap.provider_id = bill.provider_id
    and cap.request_id = bill.request_id
    and cap.state = 'known'
left join basis
    on basis.provider_id = bill.provider_id
where
    bill.legal_path = 'access'
    and (bill.copy_usd > 0 or bill.is_line_blank)
