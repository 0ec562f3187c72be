-- One row per person, legal path and need: the requests of one person to several providers within a window of days.
-- A need begins with the first request that one to another provider follows within the window of [targets]. It holds all of
-- the person's requests on that path up to the end of the window, and what comes later begins anew: the days are counted from
-- the first request, not from one to the next, or whoever asks every few months would have one need for life.
with recursive followed as (
    select
        person_id,
        legal_path,
        provider_id,
        request_id,
        received_on,
        case when lead(provider_id) over by_day <> provider_id then lead(received_on) over by_day end as turned_on
    from person_request
    window by_day as (partition by person_id, legal_path order by received_on, provider_id, request_id)
),

door as (
    select
        person_id,
        legal_path,
        received_on,
        min(turned_on) over (
            partition by person_id, legal_path
            order by received_on, provider_id, request_id
            rows between current row and unbounded following
        ) as other_door_on
    from followed
),

beginning as (
    select
        door.person_id,
        door.legal_path,
        door.received_on as first_on,
        cast(door.received_on + target.record_need_window_days * interval 1 day as date) as until_on
    from door
    cross join target
    where door.other_door_on <= cast(door.received_on + target.record_need_window_days * interval 1 day as date)
),

opening as (
    select
        person_id,
        legal_path,
        min(first_on) as first_on,
        min(until_on) as until_on
    from beginning
    group by
        person_id,
        legal_path
    union all
    select
        later.person_id,
        later.legal_path,
        min(later.first_on) as first_on,
        min(later.until_on) as until_on
    from opening
    inner join beginning as later
        on later.person_id = opening.person_id
        and later.legal_path = opening.legal_path
        and later.first_on > opening.until_on
    group by
        later.person_id,
        later.legal_path
)

select
    person_id || '/' || legal_path || '/' || first_on as need_id,
    person_id,
    legal_path,
    first_on,
    until_on
from opening
