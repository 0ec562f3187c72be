-- One row per patient's own request charged by actual or average cost: is it on record how the amount was reached?
-- title: Charges at cost whose basis is on record
-- summary: share
-- better: higher
-- unit: share of requests charged at cost
-- citation: 45 CFR 164.524(c)(4)
-- counted_on: sent_on of the first bill (the day of the answer, else of receipt, where no bill gives one)
-- rows_of: fee_line
-- A record counts if it is of that method, was valid on the day of the bill, and holds a wage and minutes, supplies or a
-- document. The flat option needs none, and a charge by a state's table rests on the table: neither is a case. A bill whose
-- lines do not all name their method, or that has no lines, is not assessable.
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

feeding as (
    select provider_id
    from provider_table
    where table_name = 'fee_basis'
    union
    select provider_id
    from fee_basis
),

judged as (
    select
        charge.provider_id,
        charge.request_id,
        charge.charged_on,
        charge.legal_path,
        coalesce(charge.method, 'not_recorded') as method,
        basis.valid_from <= charge.charged_on as is_on_record,
        case
            when charge.legal_path = 'unknown' then 'the legal path is not known'
            when charge.lines_without_method > 0 or charge.method = 'unknown' then 'the log does not say how the amount was reached'
            when feeding.provider_id is null then 'the provider feeds no records of how its fees are reached'
        end as reason
    from access_charge as charge
    left join basis
        on basis.provider_id = charge.provider_id
        and (basis.method = charge.method or charge.method = 'mixed')
    left join feeding on feeding.provider_id = charge.provider_id
    where
        not charge.is_by_schedule
        and coalesce(charge.method, 'unknown') <> 'flat_option'
    qualify row_number() over (partition by charge.provider_id, charge.request_id order by basis.valid_from) = 1
)

select
    judged.request_id as case_id,
    judged.provider_id,
    judged.charged_on as counted_on,
    left(cast(judged.charged_on as varchar), 7) as month,
    judged.legal_path,
    request.requester_kind,
    provider.state,
    provider.kind,
    request.channel,
    request.handled_by,
    request.business_associate_id,
    judged.method,
    case when judged.reason is not null then null when judged.is_on_record then 1 else 0 end as value,
    case when judged.reason is null then 'counted' else 'not_assessable' end as standing,
    judged.reason
from judged
inner join request on request.provider_id = judged.provider_id and request.request_id = judged.request_id
left join provider on provider.provider_id = judged.provider_id
