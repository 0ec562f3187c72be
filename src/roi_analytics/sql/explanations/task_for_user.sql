-- One row per record: a task sent to a user.
-- title: A message, result or task about the patient was sent to the user
-- code: E9
-- key: user_patient
-- from: care_record
select
    care_record.provider_id,
    care_record.patient_id,
    care_record.user_id,
    care_record.record_id,
    care_record.starts_at,
    care_record.ends_at
from care_record
where care_record.kind in ('task')
