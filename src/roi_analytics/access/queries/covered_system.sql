-- One row per system whose log a provider feeds: from when to when its events name a patient, by the place's clock.
select
    coalesce(access_event.source_system, 'not named') as system,
    cast(timezone(coalesce(min(provider.time_zone), 'UTC'), timezone('UTC', min(access_event.opened_at))) as date) as first_on,
    cast(timezone(coalesce(min(provider.time_zone), 'UTC'), timezone('UTC', max(access_event.opened_at))) as date) as last_on
from access_event
left join provider on provider.provider_id = access_event.provider_id
where access_event.provider_id = ?
    and access_event.patient_id is not null
group by coalesce(access_event.source_system, 'not named')
order by system
