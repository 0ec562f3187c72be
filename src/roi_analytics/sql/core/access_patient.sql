-- One row per patient id of a provider's access log, and per other id of the same person: one number for one person.
-- The other ids are here because a record that explains an access may stand under one the log never names.
with logged as (
    select access_event.provider_id, access_event.patient_id
    from access_event
    where access_event.patient_id is not null
    group by access_event.provider_id, access_event.patient_id
),

seen as (
    select logged.provider_id, logged.patient_id from logged
    union
    select patient_alias.provider_id, patient_alias.also_patient_id as patient_id
    from logged
    inner join patient_alias
        on patient_alias.provider_id = logged.provider_id
        and patient_alias.patient_id = logged.patient_id
)

select
    seen.provider_id,
    seen.patient_id,
    cast(
        dense_rank() over (order by seen.provider_id, coalesce(patient.person_id, seen.patient_id)) as integer
    ) as patient_no
from seen
left join patient on patient.provider_id = seen.provider_id and patient.patient_id = seen.patient_id
