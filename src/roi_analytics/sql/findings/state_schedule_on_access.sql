-- One row per person's own request with a charge: was its amount taken from a state's table of fees?
-- title: A state's table of fees used on a person's own request
-- subject: fees
-- citation: 45 CFR 160.203(b), 164.524(c)(4)
-- applies_to: access
-- needs: request.legal_path, fee_line.method
-- A table is no basis and no defence: the rule asks for the provider's own cost. It may still be below it, so this is to be checked.
with charge as (
    select
        provider_id, request_id, legal_path, charged_on, charged_usd, is_by_schedule,
        case
            when is_by_schedule and legal_path = 'unknown' then 'request.legal_path'
            when not is_by_schedule and lines_without_method > 0 then 'fee_line.method'
        end as missing
    from access_charge
    where legal_path = 'access' or is_by_schedule
)

select
    rule.law_rule,
    case
        when charge.missing is not null then 'not_assessable'
        when charge.is_by_schedule then 'check'
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
        when 'fee_line.method' then 'fee_line.method is blank: how the amount was reached cannot be told.'
        else 'USD ' || charge.charged_usd || ' charged on ' || charge.charged_on || ', the amount taken by a state schedule.'
    end as facts
from charge
inner join provider_rule as rule
    on rule.provider_id = charge.provider_id
    and rule.topic = 'state_schedule'
    and charge.charged_on between rule.in_force_from and rule.in_force_to
