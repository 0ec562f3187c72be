-- One row per record: a patient's stay on a unit.
-- title: The patient is on a unit where the user works or is on shift
-- code: E5
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
where care_record.kind in ('unit_stay')
