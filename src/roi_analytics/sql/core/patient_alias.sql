-- One row per patient id and other id of the same person at the same provider: a person entered twice, or merged later.
select
    known.provider_id,
    known.patient_id,
    other.patient_id as also_patient_id
from patient as known
inner join patient as other
    on other.provider_id = known.provider_id
    and other.person_id = known.person_id
    and other.patient_id <> known.patient_id
