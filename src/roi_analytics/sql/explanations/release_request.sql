-- One row per record: a request for the patient's records, from receipt until it was done or closed.
-- title: A request for the patient's records is being worked
-- code: E10
-- key: patient
-- from: request
-- The days are the place's own, from midnight to midnight.
select
    request.provider_id,
    request.patient_id,
    request.request_id as record_id,
    timezone(
        'UTC', timezone(coalesce(provider.time_zone, 'UTC'), cast(request.received_on as timestamp))
    ) as starts_at,
    timezone(
        'UTC',
        timezone(
            coalesce(provider.time_zone, 'UTC'),
            cast(cast(coalesce(request.completed_on, request.closed_on) + interval 1 day as date) as timestamp)
        )
    ) as ends_at
from request
left join provider on provider.provider_id = request.provider_id
