-- One row per break-the-glass access by a person: does the log carry a reason?
-- title: Break-the-glass accesses with a reason
-- summary: share
-- better: higher
-- unit: share of break-the-glass accesses
-- citation: none: house policy; 45 CFR 164.312(a)(2)(ii)
-- counted_on: opened_at, by the place's own clock
-- rows_of: access_event
-- A reason is whatever was typed: that it is a good one nobody says, and one without is a question, never a breach. A try that
-- failed opened nothing; machines, patients and their proxies break no glass. Where the log has no such column, or does not
-- tell people from machines, the access is not assessable.
with broken as (
    select
        provider_id, event_id, load_id, opened_at, local_at, user_id, login, actor_kind, user_role, department,
        coalesce(trim(break_glass_reason), '') <> '' as has_reason
    from access_event
    where
        is_break_glass
        and coalesce(outcome, 'success') = 'success'
),

judged as (
    select
        broken.provider_id,
        broken.event_id,
        cast(
            coalesce(
                broken.local_at,
                timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', broken.opened_at))
            ) as date
        ) as counted_on,
        broken.department,
        coalesce(broken.user_role, workforce_member.role) as role,
        broken.has_reason,
        coalesce(nullif(broken.actor_kind, 'unknown'), user_account.actor_kind, broken.actor_kind, 'human') as actor_kind,
        mapped.load_id is not null as is_logged
    from broken
    left join provider on provider.provider_id = broken.provider_id
    left join user_account
        on user_account.provider_id = broken.provider_id
        and user_account.login = broken.login
    left join workforce_member
        on workforce_member.provider_id = broken.provider_id
        and workforce_member.user_id = coalesce(broken.user_id, user_account.user_id)
    left join load_column as mapped
        on mapped.load_id = broken.load_id
        and mapped.table_name = 'access_event'
        and mapped.column_name = 'break_glass_reason'
)

select
    judged.event_id as case_id,
    judged.provider_id,
    judged.counted_on,
    left(cast(judged.counted_on as varchar), 7) as month,
    judged.department,
    judged.role,
    case
        when judged.actor_kind = 'unknown' or not judged.is_logged then null
        when judged.has_reason then 1
        else 0
    end as value,
    case when judged.actor_kind = 'unknown' or not judged.is_logged then 'not_assessable' else 'counted' end as standing,
    case
        when judged.actor_kind = 'unknown' then 'whether a person opened it is not known'
        when not judged.is_logged then 'access_event.break_glass_reason is not in the log'
    end as reason
from judged
where judged.actor_kind in ('human', 'unknown')
