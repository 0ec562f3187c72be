-- One row per complaint about how a request was handled.
-- title: Complaints received
-- summary: total
-- better: neutral
-- unit: complaints
-- citation: 45 CFR 164.530(d), 160.306
-- counted_on: received_on (the day the log first showed it where none is known)
-- rows_of: complaint
-- apart: made_to
-- A complaint is about conduct and has no legal path of its own: it stands under the path of the request it names, and under
-- unknown where it names none. Few may mean that few were dissatisfied, or that few knew where to turn: more is not worse. A
-- provider that feeds no complaints has no row, which is not nought.
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
    1 as value,
    'counted' as standing,
    cast(null as varchar) as reason
from complaint
left join provider on provider.provider_id = complaint.provider_id
left join request
    on request.provider_id = complaint.provider_id
    and request.request_id = complaint.request_id
