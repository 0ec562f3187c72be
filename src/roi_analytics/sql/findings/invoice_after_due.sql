-- One row per bill on a person's own request: was it first sent after the day the answer was due?
-- title: First billed after the answer was due
-- subject: turnaround
-- citation: 45 CFR 164.524(b)(2)(i)
-- applies_to: access
-- needs: request.legal_path, request.received_on, invoice.sent_on
-- A bill stops no clock. It is a matter of the clock, not of the fee. counted_on is the due day by the federal rule.
with charge as (
    select
        charged.provider_id, charged.request_id, charged.legal_path, charged.received_on, charged.charged_on,
        charged.first_billed_on, deadline.federal_due_on, candidate.can_be_apparent,
        answer.answered_on,
        answer.ended_on,
        case
            when charged.legal_path = 'unknown' then 'request.legal_path'
            when charged.first_billed_on is null then 'invoice.sent_on'
        end as missing
    from access_charge as charged
    inner join request_answer as answer
        on answer.provider_id = charged.provider_id
        and answer.request_id = charged.request_id
        and answer.is_case
    left join request_deadline as deadline
        on deadline.provider_id = charged.provider_id
        and deadline.request_id = charged.request_id
    left join deadline_candidate as candidate
        on candidate.provider_id = charged.provider_id
        and candidate.request_id = charged.request_id
        and candidate.law_rule = deadline.federal_law_rule
    where
        deadline.federal_due_on is not null
        or charged.legal_path = 'unknown'
)

select
    rule.law_rule,
    case
        when charge.missing is not null then 'not_assessable'
        when charge.first_billed_on <= charge.federal_due_on or least(charge.answered_on, charge.ended_on) <= charge.federal_due_on then null
        when charge.can_be_apparent and charge.federal_due_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    charge.request_id as case_id,
    charge.provider_id,
    coalesce(charge.federal_due_on, charge.charged_on) as counted_on,
    charge.request_id,
    charge.legal_path,
    charge.missing,
    case charge.missing
        when 'request.legal_path' then 'request.legal_path is unknown: whether a deadline binds cannot be told.'
        when 'invoice.sent_on' then 'invoice.sent_on is blank or not in the log: when the bill was sent cannot be told.'
        else 'Received ' || charge.received_on || ', due ' || charge.federal_due_on || ', first billed ' || charge.first_billed_on || '.'
    end as facts
from charge
inner join provider_rule as rule
    on rule.provider_id = charge.provider_id
    and rule.topic = 'late_invoice'
    and coalesce(charge.federal_due_on, charge.charged_on) between rule.in_force_from and rule.in_force_to
