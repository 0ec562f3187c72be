-- One row per fee line on a person's own request for a cost that is none of the four the rule allows, or that cannot be told.
-- title: A cost charged that may not be charged
-- citation: 45 CFR 164.524(c)(4)
-- applies_to: access
-- needs: request.legal_path, fee_line.kind, fee_line.amount_usd
-- counted_on is the day of the first bill, else of the answer. A bill without lines is one row: its make-up is not shown.
select
    rule.law_rule,
    case
        when line.legal_path = 'unknown' or line.amount_usd is null then 'not_assessable'
        when line.charged_on >= rule.certain_from then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    line.case_id,
    line.provider_id,
    line.charged_on as counted_on,
    line.request_id,
    line.legal_path,
    case
        when line.legal_path = 'unknown' then 'request.legal_path is unknown: whose fee rule binds cannot be told.'
        when line.amount_usd is null then 'fee_line.amount_usd is blank for ' || replace(line.kind, '_', ' ') || '.'
        else 'USD ' || line.amount_usd || ' charged for ' || replace(line.kind, '_', ' ') || ' on ' || line.charged_on || '.'
    end as facts
from charged_line as line
inner join provider_rule as rule
    on rule.provider_id = line.provider_id
    and rule.topic = 'fee_component'
    and rule.code = line.kind
    and not rule.is_allowed
where
    line.legal_path in ('access', 'unknown')
    and line.charged_on >= coalesce(rule.effective_from, line.charged_on)
    and line.charged_on <= coalesce(rule.effective_to, line.charged_on)
union all
select
    cast(null as varchar) as law_rule,
    'not_assessable' as verdict,
    cast(null as varchar) as citation,
    case_id,
    provider_id,
    charged_on as counted_on,
    request_id,
    legal_path,
    case
        when has_lines then 'fee_line.kind is blank: what was charged for cannot be told.'
        else 'USD ' || amount_usd || ' billed, and the log has no fee_line.kind: what was charged for cannot be told.'
    end as facts
from charged_line
where
    legal_path = 'access'
    and kind is null
