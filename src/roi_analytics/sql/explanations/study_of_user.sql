-- One row per record: a patient's place in a study that lists a user.
-- title: The patient is in a study that lists the user
-- code: E14
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
where care_record.kind in ('study')
