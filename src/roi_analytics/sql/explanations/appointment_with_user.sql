-- One row per record: an appointment that names the user.
-- title: The patient has an appointment with the user
-- code: E4
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
where care_record.kind in ('appointment')
