-- One row per complaint: after how many days was it answered?
-- title: Days until a complaint was answered
-- summary: median_days
-- better: lower
-- unit: calendar days from receipt
-- citation: none: 45 CFR 164.530(d) sets no number of days
-- counted_on: received_on (the day the log first showed it where none is known)
-- rows_of: complaint
-- apart: made_to
-- The median is the day by which half of all complaints were answered: those still open count until they were last seen, and
-- one closed without an answer competes. A complaint that names no request stands under the path unknown.
select
    complaint.complaint_id as case_id,
    complaint.provider_id,
    coalesce(complaint.received_on, complaint.first_seen_on) as counted_on,
    left(cast(coalesce(complaint.received_on, complaint.first_seen_on) as varchar), 7) as month,
    coalesce(request.legal_path, 'unknown') as legal_path,
    request.requester_kind,
    provider.state,
    provider.kind,
    request.channel,
    request.handled_by,
    request.business_associate_id,
    coalesce(complaint.made_to, 'not_recorded') as made_to,
    case when reply_wait.reason is null and reply_wait.outcome = 'answered' then reply_wait.days end as value,
    case when reply_wait.reason is null then 'counted' else 'not_assessable' end as standing,
    reply_wait.reason,
    reply_wait.outcome,
    reply_wait.entered,
    reply_wait.days
from complaint
inner join reply_wait
    on reply_wait.table_name = 'complaint'
    and reply_wait.provider_id = complaint.provider_id
    and reply_wait.case_id = complaint.complaint_id
left join provider on provider.provider_id = complaint.provider_id
left join request
    on request.provider_id = complaint.provider_id
    and request.request_id = complaint.request_id
