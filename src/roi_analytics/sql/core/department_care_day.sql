-- One row per patient, department and month of care there: the days between which the department's records touch the patient.
select
    access_patient.patient_no,
    access_department.department_no,
    left(cast(cast(care_record.starts_at as date) as varchar), 7) as month,
    min(cast(care_record.starts_at as date)) as from_on,
    max(cast(coalesce(care_record.ends_at, care_record.starts_at) as date)) as until_on
from care_record
inner join access_patient
    on access_patient.provider_id = care_record.provider_id
    and access_patient.patient_id = care_record.patient_id
inner join access_department
    on access_department.provider_id = care_record.provider_id
    and access_department.department = lower(trim(care_record.department))
where care_record.starts_at is not null
group by
    access_patient.patient_no,
    access_department.department_no,
    left(cast(cast(care_record.starts_at as date) as varchar), 7)
