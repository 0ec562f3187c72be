-- One row per patient and department that has a record of the patient's care.
select distinct access_patient.patient_no, access_department.department_no
from care_record
inner join access_patient
    on access_patient.provider_id = care_record.provider_id
    and access_patient.patient_id = care_record.patient_id
inner join access_department
    on access_department.provider_id = care_record.provider_id
    and access_department.department = lower(trim(care_record.department))
