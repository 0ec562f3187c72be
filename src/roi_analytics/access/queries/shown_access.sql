-- One row per access asked for, by persons, machines, patients and proxies: who, what, how, and the mask of its recorded reasons.
-- standing: explained; unexplained (opened on purpose, no record says why); not_on_purpose (listed, sent, written or failed);
-- not_assessable (user or patient not known, or the sources of that work not in the logs); not_a_person.
select
    access_event.provider_id,
    access_event.event_id,
    access_event.opened_at,
    coalesce(
        access_event.local_at, access_event.opened_at + place_hour.offset_minutes * interval '1' minute
    ) as local_at,
    coalesce(
        nullif(access_event.actor_kind, 'unknown'), access_alias.actor_kind, access_event.actor_kind, 'human'
    ) as actor_kind,
    coalesce(access_alias.user_id, access_event.user_id) as user_id,
    access_event.login,
    coalesce(access_user.role, access_event.user_role) as role,
    coalesce(access_event.department, access_user.department) as department,
    access_event.patient_id,
    access_event.record_class,
    access_event.action,
    access_event.access_mode,
    coalesce(access_event.is_break_glass, false) as is_break_glass,
    access_event.outcome,
    access_explained.user_no,
    access_explained.patient_no,
    access_explained.department_no,
    access_explained.shift_department_no,
    coalesce(access_explained.reasons, 0) as reasons,
    case
        when coalesce(
            nullif(access_event.actor_kind, 'unknown'), access_alias.actor_kind, access_event.actor_kind, 'human'
        ) not in ('human', 'unknown') then 'not_a_person'
        when access_explained.reasons > 0 then 'explained'
        when access_explained.event_id is null then 'not_assessable'
        when not access_explained.is_deliberate then 'not_on_purpose'
        when coalesce(access_cover.is_covered, false) then 'unexplained'
        else 'not_assessable'
    end as standing
from access_event
left join access_alias
    on access_alias.provider_id = access_event.provider_id
    and access_alias.alias = coalesce(access_event.user_id, access_event.login)
left join access_user on access_user.user_no = access_alias.user_no
left join access_explained
    on access_explained.provider_id = access_event.provider_id
    and access_explained.event_id = access_event.event_id
left join access_cover
    on access_cover.provider_id = access_explained.provider_id
    and access_cover.month = left(cast(access_explained.worked_on as varchar), 7)
    and access_cover.role_group = access_user.role_group
left join place_hour
    on place_hour.provider_id = access_event.provider_id
    and place_hour.hour_no = date_diff('hour', timestamp '1970-01-01', access_event.opened_at)
where (access_event.provider_id, access_event.event_id) in (
        select (asked_event.provider_id, asked_event.event_id) from asked_event
    )
