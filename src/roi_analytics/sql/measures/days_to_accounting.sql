-- One row per request for an accounting of disclosures: after how many days was it given?
-- title: Days until an accounting of disclosures was given
-- summary: median_days
-- better: lower
-- unit: calendar days from receipt
-- citation: 45 CFR 164.528(c)(1)
-- counted_on: received_on
-- rows_of: accounting_request
-- The median is the day by which half of all were given: those still owed count until they were last seen. A right of its own,
-- so no legal path: the same for each who asks. Whether each was in time is the finding accounting_late.
select
    accounting_request.request_id as case_id,
    accounting_request.provider_id,
    accounting_request.received_on as counted_on,
    left(cast(accounting_request.received_on as varchar), 7) as month,
    provider.state,
    provider.kind,
    case when reply_wait.reason is null and reply_wait.outcome = 'answered' then reply_wait.days end as value,
    case when reply_wait.reason is null then 'counted' else 'not_assessable' end as standing,
    reply_wait.reason,
    reply_wait.outcome,
    reply_wait.entered,
    reply_wait.days
from accounting_request
inner join reply_wait
    on reply_wait.table_name = 'accounting_request'
    and reply_wait.provider_id = accounting_request.provider_id
    and reply_wait.case_id = accounting_request.request_id
left join provider on provider.provider_id = accounting_request.provider_id
