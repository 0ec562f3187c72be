-- One row per shift whose end is known: from when to when it places its user in its department.
-- A shift reaches two hours to either side, for handover, but not into another shift; the next one ends the one before it.
with slot as (
    select
        access_alias.user_no,
        access_department.department_no,
        greatest(
            shift.starts_at - interval '2' hour,
            least(
                shift.starts_at,
                lag(shift.ends_at, 1, shift.starts_at - interval '2' hour) over (
                    partition by access_alias.user_no order by shift.starts_at
                )
            )
        ) as starts_at,
        shift.ends_at + interval '2' hour as ends_at
    from shift
    inner join access_alias
        on access_alias.provider_id = shift.provider_id
        and access_alias.alias = shift.user_id
        and access_alias.user_no is not null
    inner join access_department
        on access_department.provider_id = shift.provider_id
        and access_department.department = lower(trim(shift.department))
    where shift.ends_at is not null
)

select
    slot.user_no,
    slot.department_no,
    slot.starts_at,
    least(
        slot.ends_at,
        lead(slot.starts_at, 1, slot.ends_at) over (partition by slot.user_no order by slot.starts_at)
    ) as ends_at
from slot
