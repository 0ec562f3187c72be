-- One row per record: a break-the-glass access with a reason typed, while a real emergency of the patient is recorded.
-- title: The glass was broken with a reason that fits an emergency
-- code: E19
-- key: user_patient
-- from: care_record
select distinct
    break_glass.provider_id,
    break_glass.patient_id,
    break_glass.user_id,
    visit.record_id,
    break_glass.opened_at as starts_at,
    break_glass.opened_at as ends_at
from break_glass
inner join access_window on access_window.explanation = 'emergency_visit'
inner join access_patient as opened
    on opened.provider_id = break_glass.provider_id
    and opened.patient_id = break_glass.patient_id
inner join access_patient as same on same.patient_no = opened.patient_no
inner join care_record as visit
    on visit.provider_id = same.provider_id
    and visit.patient_id = same.patient_id
    and visit.kind in ('encounter', 'unit_stay')
    and visit.starts_at <= break_glass.opened_at + access_window.before_hours * interval '1' hour
    and coalesce(visit.ends_at, visit.starts_at + access_window.open_for_hours * interval '1' hour)
    >= break_glass.opened_at - access_window.after_hours * interval '1' hour
inner join access_department
    on access_department.provider_id = visit.provider_id
    and access_department.department = lower(trim(visit.department))
    and access_department.is_emergency
where break_glass.has_reason
