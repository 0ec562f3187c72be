-- One row per record: an explained access by the supervisor of a resident or student to the same patient.
-- title: The user's supervisor had a recorded reason for the same patient that shift
-- code: E16
-- key: derived
-- from: access_event
with asked as (
    select distinct access_reason.user_no, access_reason.patient_no
    from access_reason
    where access_reason.direct_reasons = 0
)

select
    asked.user_no,
    asked.patient_no,
    access_reason.event_id as record_id,
    access_reason.opened_at as starts_at,
    access_reason.opened_at as ends_at
from asked
inner join access_user as trainee
    on trainee.user_no = asked.user_no
    and trainee.employer_kind in ('resident', 'student')
inner join access_reason
    on access_reason.user_no = trainee.supervisor_no
    and access_reason.patient_no = asked.patient_no
    and access_reason.direct_reasons > 0
