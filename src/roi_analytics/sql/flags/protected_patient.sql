-- One row per episode: the patient asked for protection, or is in the news.
-- title: The patient is under protection
-- code: S6
-- weighs: for
-- needs: patient_contact.is_protected
-- says: The patient is under protection.
select distinct access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'protected_patient' and access_flag.is_on
inner join access_patient on access_patient.patient_no = access_episode.patient_no
inner join patient_contact
    on patient_contact.provider_id = access_patient.provider_id
    and patient_contact.patient_id = access_patient.patient_id
    and patient_contact.is_protected
