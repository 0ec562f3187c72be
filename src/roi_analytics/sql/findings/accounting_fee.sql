-- One row per accounting of disclosures: was the first one in twelve months charged?
-- title: A charge for the first accounting in a year
-- subject: fees
-- citation: 45 CFR 164.528(c)(2)
-- applies_to: every person
-- needs: accounting_request.received_on, accounting_request.patient_id, accounting_request.fee_usd
-- Where the log has no earlier one, the first may lie before it: to be checked. counted_on is the day it was asked for.
with asked as (
    select
        provider_id,
        request_id,
        patient_id,
        received_on,
        fee_usd,
        acted_on,
        lag(received_on) over (partition by provider_id, patient_id order by received_on, request_id) as earlier_on
    from accounting_request
)

select
    rule.law_rule,
    case
        when asked.fee_usd is null or (asked.fee_usd > 0 and asked.patient_id is null) then 'not_assessable'
        when asked.fee_usd = 0 or asked.received_on < cast(asked.earlier_on + rule.years * interval 1 year as date) then null
        when asked.earlier_on is null then 'check'
        when asked.received_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    asked.request_id as case_id,
    asked.provider_id,
    asked.received_on as counted_on,
    cast(null as varchar) as request_id,
    cast(null as varchar) as legal_path,
    case
        when asked.fee_usd is null then 'accounting_request.fee_usd'
        when asked.fee_usd > 0 and asked.patient_id is null then 'accounting_request.patient_id'
    end as missing,
    case
        when asked.fee_usd is null then 'accounting_request.fee_usd is blank or not in the log: whether it was charged cannot be told.'
        when asked.patient_id is null then 'accounting_request.patient_id is blank: whether it was the first in a year cannot be told.'
        else 'Accounting asked for ' || asked.received_on || ', USD ' || asked.fee_usd || ' charged, '
            || coalesce('the one before it asked for ' || asked.earlier_on, 'no earlier one in the log') || '.'
    end as facts
from asked
inner join provider_rule as rule
    on rule.provider_id = asked.provider_id
    and rule.topic = 'accounting_fee'
    and asked.received_on between rule.in_force_from and rule.in_force_to
where
    asked.fee_usd is not null
    or asked.acted_on is not null
