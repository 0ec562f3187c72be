-- One row per bill to someone else than the person, where a schedule of the state sets a limit: is it within the limit?
-- title: Charged above the state's schedule
-- subject: fees
-- citation: the state's schedule of copy fees
-- applies_to: authorization, directive, legal_process, and other paths that are no access
-- needs: request.legal_path, fee_line.kind, fee_line.amount_usd, request_item.pages_paper, request_item.format_provided
-- Only parts for which the law sets a number are compared; postage passes through. counted_on is the day of the first bill. After
-- the day to which indexed amounts were confirmed the limit is not known. A bill without lines, with one flat price or a credit, or of
-- an unknown day is never certain.
select
    lim.law_rule,
    case
        when bill.is_line_blank or lim.state <> 'known' then 'not_assessable'
        when least(lim.compared_usd, bill.charged_usd) <= lim.lawful_usd then null
        when lim.is_unconfirmed then 'not_assessable'
        when lim.is_certain and bill.is_itemised then 'apparent'
        else 'check'
    end as verdict,
    lim.citation,
    lim.request_id as case_id,
    lim.provider_id,
    bill.charged_on as counted_on,
    lim.request_id,
    bill.legal_path,
    case
        when bill.is_line_blank then 'fee_line.amount_usd'
        when lim.state = 'need' then 'request.stated_need'
        when lim.state = 'pages' then 'request_item.pages_paper'
        when lim.state = 'forms' then 'request_item.format_provided'
        when lim.state = 'images' then 'request_item.images'
        when lim.state = 'in_words' then 'fee_basis.document_ref'
        when least(lim.compared_usd, bill.charged_usd) > lim.lawful_usd and lim.is_unconfirmed then 'law_rule.amounts_confirmed_to'
    end as missing,
    case
        when bill.is_line_blank then 'fee_line.kind or fee_line.amount_usd is blank: what was charged for cannot be told.'
        when lim.state = 'need' then 'request.stated_need is blank: whether the schedule binds cannot be told.'
        when lim.state = 'pages' then 'request_item.pages_paper is blank: the sum allowed cannot be told.'
        when lim.state in ('forms', 'images') then 'Some of what was given has no price in this law: the sum allowed cannot be told.'
        when lim.state = 'in_words' then 'The law sets no number, and no basis of the amount is in the log.'
        else
            'USD ' || cast(least(lim.compared_usd, bill.charged_usd) as decimal(12, 2)) || ' ' || bill.charged_words || coalesce(' for ' || lim.page_words, '')
            || ', ' || case when lim.is_unconfirmed then 'last confirmed limit USD ' else 'allowed USD ' end
            || cast(lim.lawful_usd as decimal(12, 2)) || ' (' || lim.citation || ')'
            || case
                when lim.is_unconfirmed
                    then coalesce(', confirmed to ' || lim.amounts_confirmed_to, ', an amount of the statute that is indexed')
                    || ': the limit on that day is not known.'
                else ', difference USD ' || cast(least(lim.compared_usd, bill.charged_usd) - lim.lawful_usd as decimal(12, 2)) || '.'
            end
            || case when lim.reduction_usd > 0 then ' The limit is lower by USD ' || lim.reduction_usd || ' for lateness.' else '' end
    end as facts
from fee_limit as lim
inner join bill
    on bill.provider_id = lim.provider_id
    and bill.request_id = lim.request_id
where
    bill.legal_path not in ('access', 'unknown')
    and (lim.compared_usd > 0 or lim.state <> 'known' or bill.is_line_blank)
