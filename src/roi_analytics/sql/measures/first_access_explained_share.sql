-- One row per user and patient: had the first access on purpose that the log shows a recorded reason?
-- title: First accesses with a recorded reason (recorded, not permitted)
-- summary: share
-- better: higher
-- unit: share of pairs of user and patient
-- citation: 45 CFR 164.308(a)(1)(ii)(D), 164.312(b)
-- counted_on: opened_at of the first access, by the place's own clock
-- rows_of: access_event
-- Who opens a record many times weighs no more than who opens it once, and that one came back explains nothing: the hardest of the
-- explained shares. First is the first that the log shows: in its first months many pairs are older than the log. What is not
-- assessable as in explained_share; an access without user or patient is of no pair.
with first_access as (
    select
        access_explained.provider_id,
        access_explained.event_id
    from access_explained
    where access_explained.is_deliberate
    qualify row_number() over (
        partition by access_explained.user_no, access_explained.patient_no
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
    explained_share.value,
    explained_share.standing,
    explained_share.reason
from explained_share
inner join first_access
    on first_access.provider_id = explained_share.provider_id
    and first_access.event_id = explained_share.case_id
