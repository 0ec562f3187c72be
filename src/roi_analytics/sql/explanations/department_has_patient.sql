-- One row per record: an encounter, appointment or order that names the department.
-- title: The user's department has the patient
-- code: E6
-- key: department_patient
-- from: care_record
select
    care_record.provider_id,
    care_record.patient_id,
    care_record.department,
    care_record.record_id,
    care_record.starts_at,
    care_record.ends_at
from care_record
where care_record.kind in ('encounter', 'appointment', 'order')
