-- One row per record: an order, referral or consult that names the user.
-- title: The user placed or must act on an order, referral or consult
-- code: E2
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
where care_record.kind in ('order', 'referral', 'consult')
