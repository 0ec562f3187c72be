-- One row per print or export of a patient's record that was done: the event, and its day by the provider's clock.
select
    access_event.provider_id,
    access_event.event_id,
    access_event.patient_id,
    access_event.record_class,
    lower(trim(access_event.purpose_of_use)) as purpose,
    cast(
        coalesce(
            access_event.local_at,
            timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', access_event.opened_at))
        ) as date
    ) as exported_on
from access_event
left join provider on provider.provider_id = access_event.provider_id
where
    access_event.record_class in ('print', 'export')
    and access_event.patient_id is not null
    and coalesce(access_event.outcome, 'success') = 'success'
