-- One row per access event of a known user to a known patient: whole numbers for its ids, and what kind of access it was.
-- Numbers join and sort several times faster than ids. A machine's, a patient's and a proxy's access is no person's at work.
-- Beside them the day of the stretch of work, the department of the shift, and whether the workstation is another's.
with place as (
    select department_spelling.provider_id, department_spelling.spelling, access_department.department_no
    from department_spelling
    inner join access_department
        on access_department.provider_id = department_spelling.provider_id
        and access_department.department = department_spelling.department
)

select
    access_event.provider_id,
    access_event.event_id,
    access_event.opened_at,
    coalesce(
        access_event.local_at, access_event.opened_at + access_hour.offset_minutes * interval '1' minute
    ) as local_at,
    access_hour.worked_on,
    access_alias.user_no,
    access_patient.patient_no,
    place.department_no,
    access_hour.shift_department_no,
    coalesce(
        nullif(access_event.actor_kind, 'unknown'), access_alias.actor_kind, access_event.actor_kind, 'human'
    ) in ('human', 'unknown') as is_person,
    coalesce(access_event.action, 'R') = 'R'
    and (
        coalesce(access_event.access_mode, 'deliberate') = 'deliberate'
        or coalesce(access_event.is_break_glass, false)
    )
    and coalesce(access_event.outcome, 'success') = 'success' as is_deliberate,
    coalesce(access_event.record_class = 'search', false) as is_search,
    coalesce(access_event.action in ('C', 'U', 'D'), false) as is_change,
    coalesce(access_event.record_class in ('print', 'export'), false) as is_output,
    coalesce(access_event.record_class in ('demographics', 'search'), false) as is_identity,
    coalesce(access_event.is_break_glass, false) as is_break_glass,
    coalesce(access_event.outcome, 'success') <> 'success' as is_failed,
    coalesce(place.department_no, access_hour.shift_department_no) is not null
    and station_department.department_no <> coalesce(place.department_no, 0)
    and station_department.department_no <> coalesce(access_hour.shift_department_no, 0) as is_elsewhere
from access_event
inner join access_alias
    on access_alias.provider_id = access_event.provider_id
    and access_alias.alias = coalesce(access_event.user_id, access_event.login)
inner join access_hour
    on access_hour.user_hour_no
    = cast(access_alias.user_no as bigint) * 10000000
    + date_diff('hour', timestamp '1970-01-01', access_event.opened_at)
inner join access_patient
    on access_patient.provider_id = access_event.provider_id
    and access_patient.patient_id = access_event.patient_id
left join place
    on place.provider_id = access_event.provider_id
    and place.spelling = access_event.department
left join station_department
    on station_department.provider_id = access_event.provider_id
    and station_department.workstation = access_event.workstation
