-- One row per patient and month of care: the days between which records of care, work or requests touch the patient.
with touched as (
    select
        care_record.provider_id,
        care_record.patient_id,
        cast(care_record.starts_at as date) as from_on,
        cast(coalesce(care_record.ends_at, care_record.starts_at) as date) as until_on
    from care_record
    where care_record.patient_id is not null and care_record.starts_at is not null
    union all
    select
        request.provider_id,
        request.patient_id,
        request.received_on as from_on,
        coalesce(request.completed_on, request.closed_on, request.received_on) as until_on
    from request
    where request.patient_id is not null
)

select
    access_patient.patient_no,
    left(cast(touched.from_on as varchar), 7) as month,
    min(touched.from_on) as from_on,
    max(touched.until_on) as until_on
from touched
inner join access_patient
    on access_patient.provider_id = touched.provider_id
    and access_patient.patient_id = touched.patient_id
group by access_patient.patient_no, left(cast(touched.from_on as varchar), 7)
