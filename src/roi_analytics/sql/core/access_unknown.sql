-- One row per access on purpose that cannot be judged: the log does not say by whom, to whose record, or whether by a person.
-- On purpose as in access_explained: a read or any break-the-glass, not listed, routed or failed; machines, patients and their
-- proxies are none.
with opened as (
    select
        access_event.provider_id,
        access_event.event_id,
        access_event.opened_at,
        access_event.local_at,
        access_event.department,
        access_event.user_role,
        coalesce(access_event.is_break_glass, false) as is_break_glass,
        access_alias.user_no,
        access_event.patient_id is null as is_without_patient,
        coalesce(
            nullif(access_event.actor_kind, 'unknown'), access_alias.actor_kind, access_event.actor_kind, 'human'
        ) as actor_kind
    from access_event
    left join access_alias
        on access_alias.provider_id = access_event.provider_id
        and access_alias.alias = coalesce(access_event.user_id, access_event.login)
    where
        coalesce(access_event.action, 'R') = 'R'
        and (
            coalesce(access_event.access_mode, 'deliberate') = 'deliberate'
            or coalesce(access_event.is_break_glass, false)
        )
        and coalesce(access_event.outcome, 'success') = 'success'
)

select
    opened.provider_id,
    opened.event_id,
    cast(
        coalesce(opened.local_at, timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', opened.opened_at))) as date
    ) as opened_on,
    lower(trim(opened.department)) as department,
    coalesce(access_user.role, opened.user_role) as role,
    access_user.role_group,
    opened.is_break_glass,
    case
        when opened.is_without_patient then 'the event names no patient'
        when opened.user_no is null then 'the event names no user'
        else 'whether a person opened it is not known'
    end as reason
from opened
left join provider on provider.provider_id = opened.provider_id
left join access_user on access_user.user_no = opened.user_no
where
    opened.actor_kind in ('human', 'unknown')
    and (opened.is_without_patient or opened.user_no is null or opened.actor_kind = 'unknown')
