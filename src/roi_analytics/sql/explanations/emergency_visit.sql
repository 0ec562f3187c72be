-- One row per record: an encounter or stay in an emergency department.
-- title: The patient was in the emergency department
-- code: E15
-- key: patient
-- from: care_record
select
    care_record.provider_id,
    care_record.patient_id,
    care_record.record_id,
    care_record.starts_at,
    care_record.ends_at
from care_record
inner join access_department
    on access_department.provider_id = care_record.provider_id
    and access_department.department = lower(trim(care_record.department))
    and access_department.is_emergency
where care_record.kind in ('encounter', 'unit_stay')
