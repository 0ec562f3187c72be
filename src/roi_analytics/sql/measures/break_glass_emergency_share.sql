-- One row per break-the-glass access by a person: is an emergency of the patient recorded at that time?
-- title: Break-the-glass accesses with a recorded emergency
-- summary: share
-- better: higher
-- unit: share of break-the-glass accesses
-- citation: none: house policy; 45 CFR 164.312(a)(2)(ii)
-- counted_on: opened_at, by the place's own clock
-- rows_of: access_event
-- An encounter or stay in an emergency department, as far around it as windows.toml says. There are other good grounds to break
-- the glass: without an emergency it is a question, never a breach. Not assessable where the logs of that month hold no emergency
-- department's records, or the event does not say whose record it was or whether a person opened it. By has_reason the shares
-- tell whether what was typed says anything; null where the log has no such column.
with broken as (
    select
        access_event.provider_id, access_event.event_id, access_event.opened_at, access_patient.patient_no,
        cast(
            coalesce(
                access_event.local_at,
                timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', access_event.opened_at))
            ) as date
        ) as counted_on,
        lower(trim(access_event.department)) as department,
        coalesce(access_user.role, access_event.user_role) as role,
        access_user.role_group,
        case when mapped.load_id is not null then break_glass_reason.has_reason end as has_reason,
        coalesce(
            nullif(access_event.actor_kind, 'unknown'), access_alias.actor_kind, access_event.actor_kind, 'human'
        ) as actor_kind
    from access_event
    left join provider on provider.provider_id = access_event.provider_id
    left join access_alias
        on access_alias.provider_id = access_event.provider_id
        and access_alias.alias = coalesce(access_event.user_id, access_event.login)
    left join access_user on access_user.user_no = access_alias.user_no
    left join access_patient
        on access_patient.provider_id = access_event.provider_id and access_patient.patient_id = access_event.patient_id
    left join break_glass_reason on break_glass_reason.reason is not distinct from access_event.break_glass_reason
    left join load_column as mapped
        on mapped.load_id = access_event.load_id
        and mapped.table_name = 'access_event' and mapped.column_name = 'break_glass_reason'
    where access_event.is_break_glass and coalesce(access_event.outcome, 'success') = 'success'
),

emergency as (
    select distinct broken.provider_id, broken.event_id
    from broken
    inner join access_patient on access_patient.patient_no = broken.patient_no
    inner join emergency_visit
        on emergency_visit.provider_id = access_patient.provider_id and emergency_visit.patient_id = access_patient.patient_id
        and emergency_visit.starts_at <= broken.opened_at and emergency_visit.ends_at > broken.opened_at
),

fed as (
    select distinct provider_id, left(cast(cast(starts_at as date) as varchar), 7) as month from emergency_visit_record
),

judged as (
    select
        broken.provider_id, broken.event_id, broken.counted_on, broken.department, broken.role, broken.role_group,
        broken.has_reason, left(cast(broken.counted_on as varchar), 7) as month, emergency.event_id is not null as is_recorded,
        case
            when broken.patient_no is null then 'the event names no patient'
            when broken.actor_kind = 'unknown' then 'whether a person opened it is not known'
            when fed.month is null then 'not in the logs of that month: records of an emergency department'
        end as reason
    from broken
    left join emergency on emergency.provider_id = broken.provider_id and emergency.event_id = broken.event_id
    left join fed on fed.provider_id = broken.provider_id and fed.month = left(cast(broken.counted_on as varchar), 7)
    where broken.actor_kind in ('human', 'unknown')
)

select
    judged.event_id as case_id, judged.provider_id, judged.counted_on, judged.month, judged.department, judged.role,
    judged.role_group, judged.has_reason,
    case when judged.reason is not null then null when judged.is_recorded then 1 else 0 end as value,
    case when judged.reason is null then 'counted' else 'not_assessable' end as standing,
    judged.reason
from judged
