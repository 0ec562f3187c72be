-- One row per record: a registration or call by a user.
-- title: The user registered, scheduled or telephoned with the patient
-- code: E12
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
where care_record.kind in ('registration', 'call')
