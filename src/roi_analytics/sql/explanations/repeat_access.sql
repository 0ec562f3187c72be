-- One row per record: the explained accesses of one day by the same user to the same patient.
-- title: The user had a recorded reason for this patient within the month before
-- code: E18
-- key: derived
-- from: access_event
-- Only what a record explains is inherited: a repeat of a repeat explains nothing, and an unexplained first look stays so.
with asked as (
    select distinct access_reason.user_no, access_reason.patient_no
    from access_reason
    where access_reason.direct_reasons = 0
)

select
    access_reason.user_no,
    access_reason.patient_no,
    max(access_reason.event_id) as record_id,
    min(access_reason.opened_at) as starts_at,
    max(access_reason.opened_at) as ends_at
from access_reason
inner join asked
    on asked.user_no = access_reason.user_no
    and asked.patient_no = access_reason.patient_no
where access_reason.direct_reasons > 0
group by access_reason.user_no, access_reason.patient_no, cast(access_reason.opened_at as date)
