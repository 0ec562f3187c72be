-- One row per record: an encounter or care team that names the user.
-- title: The user is named on an encounter of the patient or in the care team
-- code: E3
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
where care_record.kind in ('encounter', 'care_team')
