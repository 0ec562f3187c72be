-- One row per window: the time around an encounter in which the users named on it have a recorded reason.
-- title: The user is named on an encounter of the patient or in the care team
-- key: user_patient
-- from: care_record
select
    care_record.provider_id,
    care_record.patient_id,
    care_record.user_id,
    care_record.starts_at - access_window.before_hours * interval '1' hour as starts_at,
    case
        when care_record.ends_at is null
            then care_record.starts_at + (access_window.open_for_hours + access_window.after_hours) * interval '1' hour
        else greatest(care_record.starts_at, care_record.ends_at) + access_window.after_hours * interval '1' hour
    end as ends_at
from care_record
inner join access_window on access_window.explanation = 'named_on_encounter'
where care_record.kind in ('encounter', 'care_team')
    and care_record.patient_id is not null
    and care_record.user_id is not null
    and care_record.starts_at is not null
