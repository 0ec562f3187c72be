-- One row per break-the-glass access event by a user to a patient: whether a reason was typed that says anything.
select
    access_event.provider_id,
    access_event.event_id,
    access_event.patient_id,
    access_alias.user_id,
    access_alias.user_no,
    access_event.opened_at,
    break_glass_reason.has_reason
from access_event
inner join access_alias
    on access_alias.provider_id = access_event.provider_id
    and access_alias.alias = coalesce(access_event.user_id, access_event.login)
    and access_alias.user_no is not null
inner join break_glass_reason
    on break_glass_reason.reason is not distinct from access_event.break_glass_reason
where access_event.is_break_glass
    and access_event.patient_id is not null
