-- One row per record: a patient's place on a worklist of a user.
-- title: The patient is on a coding, quality or review list of the user
-- code: E13
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
where care_record.kind in ('worklist')
