-- One row per patient and mark: the same marks as of users, by the contact list; a patient who works here has a workplace.
-- Somebody with two ids is one patient, who has each mark once.
with contact as (
    select
        access_patient.patient_no,
        patient_contact.provider_id,
        patient_contact.last_name,
        patient_contact.address_key,
        patient_contact.phone_key,
        patient_contact.workforce_user_id,
        access_alias.user_id,
        access_alias.user_no
    from patient_contact
    inner join access_patient
        on access_patient.provider_id = patient_contact.provider_id
        and access_patient.patient_id = patient_contact.patient_id
    left join access_alias
        on access_alias.provider_id = patient_contact.provider_id
        and access_alias.alias = patient_contact.workforce_user_id
)

select contact.patient_no, 'self' as kind, contact.provider_id || '/' || contact.user_id as mark
from contact
where contact.user_id is not null
union
select contact.patient_no, 'household' as kind, contact.address_key as mark
from contact
where contact.address_key is not null
union
select contact.patient_no, 'block' as kind, regexp_extract(contact.address_key, '^(.*)[-/]', 1) as mark
from contact
where regexp_extract(contact.address_key, '^(.*)[-/]', 1) <> ''
union
select contact.patient_no, 'last_name' as kind, lower(trim(contact.last_name)) as mark
from contact
inner join rare_name on rare_name.last_name = lower(trim(contact.last_name))
union
select distinct contact.patient_no, 'workplace' as kind, cast(access_assignment.department_no as varchar) as mark
from contact
inner join access_assignment on access_assignment.user_no = contact.user_no
union
select contact.patient_no, 'phone' as kind, contact.phone_key as mark
from contact
where contact.phone_key is not null
union
select contact.patient_no, 'coworker_home' as kind, contact.address_key as mark
from contact
where contact.address_key is not null
