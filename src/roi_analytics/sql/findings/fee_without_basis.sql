-- One row per person's own request charged by actual or average cost: is there a record of how the amount was reached?
-- title: No record of how a fee was reached
-- subject: fees
-- citation: 45 CFR 164.524(c)(4)
-- applies_to: access
-- needs: request.legal_path, fee_line.method, fee_basis.method, fee_basis.valid_from
-- The flat option needs none, and a state's table is another question. A record counts if it was valid on the day of the bill
-- and holds a wage and minutes, supplies or a document. counted_on is the day of the first bill.
with basis as (
    select
        provider_id,
        method,
        min(valid_from) as valid_from
    from fee_basis
    where
        document_ref is not null
        or supplies_usd is not null
        or (wage_usd_per_hour is not null and minutes is not null)
    group by
        provider_id,
        method
),

charge as (
    select
        charged.provider_id, charged.request_id, charged.legal_path, charged.charged_on, charged.charged_usd, charged.method,
        basis.valid_from,
        case
            when charged.legal_path = 'unknown' then 'request.legal_path'
            when charged.lines_without_method > 0 or charged.method = 'unknown' then 'fee_line.method'
            when feeds.table_name is null then 'fee_basis.method'
        end as missing
    from access_charge as charged
    left join basis
        on basis.provider_id = charged.provider_id
        and (basis.method = charged.method or charged.method = 'mixed')
    left join provider_table as feeds
        on feeds.provider_id = charged.provider_id
        and feeds.table_name = 'fee_basis'
    where
        not charged.is_by_schedule
        and coalesce(charged.method, 'unknown') <> 'flat_option'
        and charged.legal_path = 'access'
    qualify row_number() over (partition by charged.provider_id, charged.request_id order by basis.valid_from) = 1
)

select
    rule.law_rule,
    case
        when charge.missing is not null then 'not_assessable'
        when charge.valid_from <= charge.charged_on then null
        else 'check'
    end as verdict,
    rule.citation,
    charge.request_id as case_id,
    charge.provider_id,
    charge.charged_on as counted_on,
    charge.request_id,
    charge.legal_path,
    charge.missing,
    case
        when charge.missing = 'fee_basis.method' then 'fee_basis.method is not in the log: how the amount was reached cannot be told.'
        when charge.missing is not null then charge.missing || ' is blank: how the amount was reached cannot be told.'
        else 'USD ' || charge.charged_usd || ' charged on ' || charge.charged_on || ' by ' || replace(charge.method, '_', ' ')
            || coalesce(', the record of that cost begins ' || charge.valid_from, ', no record of that cost') || '.'
    end as facts
from charge
inner join provider_rule as rule
    on rule.provider_id = charge.provider_id
    and rule.topic = 'own_cost'
    and charge.charged_on between rule.in_force_from and rule.in_force_to
