-- One row per access event in which a person opened a record on purpose: does a question begin with it?
-- title: Questions: episodes without a recorded reason, per 1,000 accesses
-- summary: rate
-- better: lower
-- unit: questions, per 1,000 accesses opened on purpose
-- citation: 45 CFR 164.308(a)(1)(ii)(D), 164.312(b)
-- counted_on: opened_at, by the place's own clock
-- rows_of: access_event
-- A question is an episode (one user, one patient, one stretch of work) in which a record was opened without a recorded reason; it
-- is counted once, at its first such access, however many rows the log has of it. So it tells how many questions there are to
-- ask, never how many breaches: most have a reason that the logs do not hold. Cases and what is not assessable as in
-- explained_share.
with question as (
    select
        access_explained.provider_id,
        access_explained.event_id
    from explained_share
    inner join access_explained
        on access_explained.provider_id = explained_share.provider_id
        and access_explained.event_id = explained_share.case_id
    where explained_share.value = 0
    qualify row_number() over (
        partition by access_explained.user_no, access_explained.patient_no, access_explained.worked_on
        order by access_explained.opened_at, access_explained.event_id
    ) = 1
)

select
    explained_share.case_id,
    explained_share.provider_id,
    explained_share.counted_on,
    explained_share.month,
    explained_share.department,
    explained_share.role,
    explained_share.role_group,
    explained_share.is_break_glass,
    case
        when explained_share.value is null then null
        when question.event_id is not null then 1
        else 0
    end as value,
    explained_share.standing,
    explained_share.reason
from explained_share
left join question
    on question.provider_id = explained_share.provider_id
    and question.event_id = explained_share.case_id
