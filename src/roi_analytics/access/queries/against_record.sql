-- One row per incident asked for, flag that speaks against a look and row of the logs the flag stands on.
with borne as (
    select
        put_episode.incident_id,
        put_episode.user_no,
        put_episode.patient_no,
        put_episode.worked_on,
        put_episode.department_no,
        flag_bit.flag
    from put_episode
    inner join flag_bit on flag_bit.weighs = 'against' and (put_episode.flags & flag_bit.bit) > 0
    where put_episode.incident_id in (select unnest(?))
)

select distinct borne.incident_id, borne.flag, 'care_record ' || care_record.record_id as record
from borne
inner join access_patient on access_patient.patient_no = borne.patient_no
inner join care_record
    on care_record.provider_id = access_patient.provider_id
    and care_record.patient_id = access_patient.patient_id
    and care_record.kind in ('encounter', 'appointment', 'unit_stay')
    and cast(care_record.starts_at as date) <= borne.worked_on
    and cast(coalesce(care_record.ends_at, care_record.starts_at) as date) >= borne.worked_on
where borne.flag = 'patient_in_care'
union
select distinct borne.incident_id, borne.flag, 'care_record ' || max(care_record.record_id) as record
from borne
inner join access_patient on access_patient.patient_no = borne.patient_no
inner join access_flag on access_flag.flag = borne.flag
inner join care_record
    on care_record.provider_id = access_patient.provider_id
    and care_record.patient_id = access_patient.patient_id
inner join access_department
    on access_department.provider_id = care_record.provider_id
    and access_department.department = lower(trim(care_record.department))
inner join department_affinity
    on department_affinity.user_department_no = borne.department_no
    and department_affinity.patient_department_no = access_department.department_no
    and department_affinity.times_chance >= access_flag.least
where borne.flag = 'usual_for_department'
group by borne.incident_id, borne.flag, borne.patient_no
union
select distinct borne.incident_id, borne.flag, 'access_event ' || max(access_explained.event_id) as record
from borne
inner join access_explained
    on access_explained.patient_no = borne.patient_no
    and access_explained.worked_on = borne.worked_on
    and access_explained.department_no = borne.department_no
    and access_explained.user_no <> borne.user_no
    and access_explained.direct_reasons > 0
where borne.flag = 'colleague_explained'
group by borne.incident_id, borne.flag, borne.patient_no
