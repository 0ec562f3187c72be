-- One row per record: a user's slot on call and a patient whom the department had while it lasted.
-- title: The user was on call for the patient's department
-- code: E8
-- key: user_patient
-- from: care_record
select distinct
    slot.provider_id,
    stay.patient_id,
    slot.user_id,
    slot.record_id,
    slot.starts_at,
    slot.ends_at
from care_record as slot
inner join access_window on access_window.explanation = 'on_call_for_department'
inner join care_record as stay
    on stay.provider_id = slot.provider_id
    and lower(trim(stay.department)) = lower(trim(slot.department))
    and stay.kind in ('encounter', 'unit_stay')
    and stay.starts_at <= coalesce(slot.ends_at, slot.starts_at + access_window.open_for_hours * interval '1' hour)
inner join access_window as had
    on had.explanation = case stay.kind when 'unit_stay' then 'patient_on_unit' else 'department_has_patient' end
    and coalesce(stay.ends_at, stay.starts_at + had.open_for_hours * interval '1' hour) >= slot.starts_at
where slot.kind = 'on_call'
