-- One row per bill and law that makes a copy free for what it is wanted for: was the copy charged all the same?
-- title: A charge where the copy is free
-- subject: fees
-- citation: the state's rule on free copies
-- applies_to: access, directive, authorization
-- needs: request.legal_path, request.stated_need, fee_line.amount_usd
-- A bill without lines, or for postage or a certificate only, is to be checked. counted_on is the day of the first bill. What no column tells (a first copy, an indigent patient) cannot be judged.
with free as (
    select
        bill.provider_id, bill.request_id, bill.legal_path, bill.charged_on, bill.charged_usd, bill.stated_need,
        rule.law_rule, rule.citation,
        bill.charged_on between rule.certain_from and rule.certain_to and bill.is_day_known as is_certain,
        bill.has_lines and coalesce(bill.copy_usd, 0) + coalesce(bill.search_usd, 0) > 0 as is_copy_charged,
        bill.charged_words,
        max(case when word.word = bill.stated_need then 1 else 0 end) = 1 as is_met,
        max(case when word.word = 'unlogged' then 1 else 0 end) = 1 as is_unlogged
    from bill
    inner join provider_rule as rule
        on rule.provider_id = bill.provider_id
        and rule.topic = 'free_copy'
        and bill.charged_on between rule.in_force_from and rule.in_force_to
    inner join law_party as party
        on party.law_rule = rule.law_rule
        and party.legal_path = bill.legal_path
        and (party.requester_kind is null or party.requester_kind = bill.requester_kind)
    inner join law_word as word
        on word.law_rule = rule.law_rule
        and word.field = 'condition'
    group by
        bill.provider_id, bill.request_id, bill.legal_path, bill.charged_on, bill.charged_usd, bill.stated_need,
        rule.law_rule, rule.citation, rule.certain_from, rule.certain_to, bill.is_day_known, bill.has_lines, bill.copy_usd,
        bill.search_usd, bill.charged_words
)

select
    law_rule,
    case
        when is_met and is_certain and is_copy_charged then 'apparent'
        when is_met then 'check'
        when is_unlogged or stated_need is null then 'not_assessable'
    end as verdict,
    citation,
    request_id || '/' || law_rule as case_id,
    provider_id,
    charged_on as counted_on,
    request_id,
    legal_path,
    case when not is_met and (is_unlogged or stated_need is null) then 'request.stated_need' end as missing,
    case
        when is_met then 'USD ' || charged_usd || ' ' || charged_words || ', records wanted for: ' || replace(stated_need, '_', ' ') || '.'
        when is_unlogged then 'It is free on a condition that request.stated_need does not tell.'
        else 'request.stated_need is blank: whether it is free cannot be told.'
    end as facts
from free
