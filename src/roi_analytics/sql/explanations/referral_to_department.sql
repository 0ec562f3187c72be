-- One row per record: a referral or consult to a department.
-- title: The patient was referred to the user's department
-- code: E7
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
where care_record.kind in ('referral', 'consult')
