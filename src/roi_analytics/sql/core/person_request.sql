-- One row per request whose person is known across providers: who it is, by the master index, and what they asked for when.
select
    request_case.provider_id,
    request_case.request_id,
    request_case.legal_path,
    request_case.received_on,
    patient.person_id
from request_case
inner join request
    on request.provider_id = request_case.provider_id
    and request.request_id = request_case.request_id
inner join patient
    on patient.provider_id = request.provider_id
    and patient.patient_id = request.patient_id
where patient.person_id is not null
