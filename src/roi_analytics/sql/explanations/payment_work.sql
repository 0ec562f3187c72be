-- One row per record: a claim, authorisation, denial or posting for the patient.
-- title: A claim or payment of the patient is being worked
-- code: E11
-- key: patient
-- from: care_record
select
    care_record.provider_id,
    care_record.patient_id,
    care_record.record_id,
    care_record.starts_at,
    care_record.ends_at
from care_record
where care_record.kind = 'claim'
