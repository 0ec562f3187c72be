-- One row per access event in which a person opened a record on purpose: does a recorded reason exist?
-- title: Accesses with a recorded reason (recorded, not permitted: the rest are questions)
-- summary: share
-- better: higher
-- unit: share of accesses
-- citation: 45 CFR 164.308(a)(1)(ii)(D), 164.312(b)
-- counted_on: opened_at, by the place's own clock
-- rows_of: access_event
-- Explained means that a record of the provider gives the user or the department a reason at that time, never that the access
-- was permitted; unexplained is a question, never a breach. On purpose: action R or not logged, mode deliberate or not logged,
-- any break-the-glass; a try that failed opened nothing; machines, patients and their proxies are no cases. Where no kind of
-- record that explains the work of the user's group of roles is in the logs of that month, none of its accesses is assessable,
-- explained ones neither: a share of those alone would be too good.
with judged as (
    select
        access_explained.provider_id,
        access_explained.event_id,
        access_explained.opened_on,
        access_department.department,
        access_user.role,
        access_user.role_group,
        access_explained.is_break_glass,
        access_explained.reasons > 0 as is_explained,
        case
            when access_cover.is_covered then null
            else 'not in the logs of that month: ' || coalesce(access_cover.needs, 'what explains the work')
        end as reason
    from access_explained
    inner join access_user on access_user.user_no = access_explained.user_no
    left join access_department on access_department.department_no = access_explained.department_no
    left join access_cover
        on access_cover.provider_id = access_explained.provider_id
        and access_cover.role_group = access_user.role_group
        and access_cover.month = left(cast(access_explained.worked_on as varchar), 7)
    where
        access_explained.is_deliberate
        and not exists (
            select 1
            from access_unknown
            where
                access_unknown.provider_id = access_explained.provider_id
                and access_unknown.event_id = access_explained.event_id
        )
    union all
    select
        access_unknown.provider_id,
        access_unknown.event_id,
        access_unknown.opened_on,
        access_unknown.department,
        access_unknown.role,
        access_unknown.role_group,
        access_unknown.is_break_glass,
        cast(null as boolean) as is_explained,
        access_unknown.reason
    from access_unknown
)

select
    judged.event_id as case_id,
    judged.provider_id,
    judged.opened_on as counted_on,
    left(cast(judged.opened_on as varchar), 7) as month,
    judged.department,
    judged.role,
    judged.role_group,
    judged.is_break_glass,
    case
        when judged.reason is not null then null
        when judged.is_explained then 1
        else 0
    end as value,
    case when judged.reason is null then 'counted' else 'not_assessable' end as standing,
    judged.reason
from judged
