-- One row per record: a note, medication, result or procedure by which the user acted for a patient in somebody's care.
-- title: The user acted for the patient
-- code: E1
-- key: user_patient
-- from: care_record
-- A note can be written by whoever looks. It explains only where another record, not the user's own, shows the patient in
-- care within the same reach.
with record as (
    select
        care_record.provider_id,
        care_record.patient_id,
        care_record.user_id,
        care_record.record_id,
        care_record.kind,
        care_record.starts_at,
        care_record.ends_at,
        access_patient.patient_no,
        access_alias.user_no
    from care_record
    inner join access_patient
        on access_patient.provider_id = care_record.provider_id
        and access_patient.patient_id = care_record.patient_id
    left join access_alias
        on access_alias.provider_id = care_record.provider_id
        and access_alias.alias = care_record.user_id
)

select
    record.provider_id,
    record.patient_id,
    record.user_id,
    record.record_id,
    record.starts_at,
    record.ends_at
from record
inner join access_window on access_window.explanation = 'acted_for_patient'
where record.kind in ('note', 'medication', 'result', 'procedure')
    and exists (
        select 1
        from record as other
        where other.patient_no = record.patient_no
            and other.kind in ('encounter', 'appointment', 'order', 'unit_stay', 'referral', 'consult', 'care_team')
            and other.user_no is distinct from record.user_no
            and other.starts_at <= record.starts_at + access_window.after_hours * interval '1' hour
            and coalesce(other.ends_at, other.starts_at)
            >= record.starts_at - access_window.after_hours * interval '1' hour
    )
