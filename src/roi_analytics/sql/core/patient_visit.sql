-- One row per encounter, appointment or stay of a patient: from which day to which.
select
    access_patient.patient_no,
    cast(care_record.starts_at as date) as from_on,
    cast(coalesce(care_record.ends_at, care_record.starts_at) as date) as until_on
from care_record
inner join access_patient
    on access_patient.provider_id = care_record.provider_id
    and access_patient.patient_id = care_record.patient_id
where care_record.kind in ('encounter', 'appointment', 'unit_stay')
    and care_record.starts_at is not null
