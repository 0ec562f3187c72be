-- One row per access event in which a person opened a record on purpose: does a recorded reason exist?
-- title: Accesses with a recorded reason (recorded, not permitted: the rest are questions)
-- summary: share
-- better: higher
-- unit: share of accesses
-- citation: 45 CFR 164.308(a)(1)(ii)(D), 164.312(b)
-- counted_on: opened_at, by the place's own clock
-- rows_of: access_event
-- Explained means that a care record of the provider gives the user or the department a reason at that time, never that
-- the access was permitted; unexplained is a question, never a breach. On purpose: action R or not logged, mode deliberate
-- or not logged, any break-the-glass; a try that failed opened nothing; machines, patients and their proxies are no cases.
-- A user known only as a login counts by the account. What nothing could have explained is not assessable.
with with_care_record as (
    select distinct care_record.provider_id
    from care_record
),

judged as (
    select
        access_event.provider_id,
        access_event.event_id,
        cast(
            coalesce(
                access_event.local_at,
                timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', access_event.opened_at))
            ) as date
        ) as counted_on,
        access_event.department,
        coalesce(access_event.user_role, workforce_member.role) as role,
        access_event.is_break_glass,
        access_explanation.is_explained,
        case
            when with_care_record.provider_id is null then 'the provider feeds no care records'
            when access_event.patient_id is null then 'the event names no patient'
            when access_explanation.user_id is null then 'the event names no user'
            when access_explanation.actor_kind = 'unknown' then 'whether a person opened it is not known'
        end as reason
    from access_event
    inner join access_explanation
        on access_explanation.provider_id = access_event.provider_id
        and access_explanation.event_id = access_event.event_id
    left join provider on provider.provider_id = access_event.provider_id
    left join with_care_record on with_care_record.provider_id = access_event.provider_id
    left join workforce_member
        on workforce_member.provider_id = access_event.provider_id
        and workforce_member.user_id = access_explanation.user_id
    where
        coalesce(access_event.action, 'R') = 'R'
        and (coalesce(access_event.access_mode, 'deliberate') = 'deliberate' or access_event.is_break_glass)
        and coalesce(access_event.outcome, 'success') = 'success'
        and access_explanation.actor_kind in ('human', 'unknown')
)

select
    judged.event_id as case_id,
    judged.provider_id,
    judged.counted_on,
    left(cast(judged.counted_on as varchar), 7) as month,
    judged.department,
    judged.role,
    judged.is_break_glass,
    case
        when judged.reason is not null then null
        when judged.is_explained then 1
        else 0
    end as value,
    case when judged.reason is null then 'counted' else 'not_assessable' end as standing,
    judged.reason
from judged
