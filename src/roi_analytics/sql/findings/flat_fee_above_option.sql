-- One row per person's own request charged by the flat option: is the charge within the option?
-- title: The flat fee above its amount
-- subject: fees
-- citation: HHS access guidance, questions on fees (2016-02-25)
-- applies_to: access
-- needs: request.legal_path, fee_line.method, fee_line.amount_usd
-- The option is all in, and no ceiling: a higher fee that was reckoned can be lawful. counted_on is the day of the first bill.
with charge as (
    select
        provider_id, request_id, legal_path, charged_on, charged_usd, flat_option_usd,
        case
            when flat_option_usd > 0 and legal_path = 'unknown' then 'request.legal_path'
            when flat_option_usd is null and lines_without_method > 0 then 'fee_line.method'
        end as missing
    from access_charge
    where
        flat_option_usd > 0
        or (legal_path = 'access' and lines_without_method > 0)
)

select
    rule.law_rule,
    case
        when charge.missing is not null then 'not_assessable'
        when charge.charged_usd > rule.amount_usd then 'check'
    end as verdict,
    rule.citation,
    charge.request_id as case_id,
    charge.provider_id,
    charge.charged_on as counted_on,
    charge.request_id,
    charge.legal_path,
    charge.missing,
    case charge.missing
        when 'request.legal_path' then 'request.legal_path is unknown: whose fee rule binds cannot be told.'
        when 'fee_line.method' then 'fee_line.method is blank: whether the flat option was used cannot be told.'
        else 'USD ' || charge.charged_usd || ' charged by the flat option on ' || charge.charged_on || ', which is USD ' || rule.amount_usd
            || ' all in.'
    end as facts
from charge
inner join provider_rule as rule
    on rule.provider_id = charge.provider_id
    and rule.topic = 'flat_fee_option'
    and charge.charged_on between rule.in_force_from and rule.in_force_to
