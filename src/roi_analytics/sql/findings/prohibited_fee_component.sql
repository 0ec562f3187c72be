-- One row per line of a fee on a person's own request: is it for a cost that is none of the four the rule allows?
-- title: A cost charged that may not be charged
-- subject: fees
-- citation: 45 CFR 164.524(c)(4)
-- applies_to: access
-- needs: request.legal_path, fee_line.kind, fee_line.amount_usd
-- counted_on is the day of the first bill, else of the answer. A bill without lines is one row: its make-up is not shown.
with line as (
    select
        charged.provider_id,
        charged.request_id,
        charged.case_id,
        charged.legal_path,
        charged.charged_on,
        charged.kind,
        charged.amount_usd,
        charged.has_lines,
        rule.law_rule,
        rule.citation,
        rule.is_allowed,
        charged.charged_on between rule.certain_from and rule.certain_to as is_certain,
        case
            when charged.legal_path = 'unknown' and not coalesce(rule.is_allowed, true) then 'request.legal_path'
            when charged.legal_path = 'unknown' then null
            when charged.kind is null then 'fee_line.kind'
            when charged.amount_usd is null and not coalesce(rule.is_allowed, true) then 'fee_line.amount_usd'
        end as missing
    from charged_line as charged
    left join provider_rule as rule
        on rule.provider_id = charged.provider_id
        and rule.topic = 'fee_component'
        and rule.code = charged.kind
        and charged.charged_on between rule.in_force_from and rule.in_force_to
    where charged.legal_path in ('access', 'unknown')
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when legal_path = 'unknown' or coalesce(is_allowed, true) then null
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation,
    case_id,
    provider_id,
    charged_on as counted_on,
    request_id,
    legal_path,
    missing,
    case
        when missing = 'request.legal_path' then 'request.legal_path is unknown: whose fee rule binds cannot be told.'
        when kind is null and has_lines then 'fee_line.kind is blank: what was charged for cannot be told.'
        when kind is null
            then 'USD ' || amount_usd || ' billed, and the log has no fee_line.kind: what was charged for cannot be told.'
        when missing = 'fee_line.amount_usd' then 'fee_line.amount_usd is blank for ' || replace(kind, '_', ' ') || '.'
        else 'USD ' || amount_usd || ' charged for ' || replace(kind, '_', ' ') || ' on ' || charged_on || '.'
    end as facts
from line
