-- One row per request and deadline rule that binds it: the due day, moved by a valid extension of that rule only.
-- A notice counts if it was sent by the day the answer was due, gives a reason and a date, and the date is a later one.
-- A notice whose date lies beyond what a state allows is a federal notice and does not move the state's day.
with noticed as (
    select
        base.provider_id, base.request_id, base.law_rule, base.jurisdiction, base.citation, base.can_be_apparent,
        base.base_due_on, base.longest_due_on, notice.notified_on,
        case
            when notice.request_id is null then null
            when base.longest_due_on is null then 'not_provided_for'
            when notice.notified_on is null or notice.notified_on > base.base_due_on then 'late'
            when not notice.has_reason and not notice.is_reason_mapped then 'unclear'
            when notice.promised_on is null and not notice.is_promise_mapped then 'unclear'
            when not notice.has_reason then 'no_reason'
            when notice.promised_on is null then 'no_date'
            when notice.promised_on <= base.base_due_on then 'not_longer'
            when base.jurisdiction <> 'US' and notice.promised_on > base.longest_due_on then 'too_long'
            else 'valid'
        end as extension_state
    from deadline_base as base
    left join extension_notice as notice
        on notice.provider_id = base.provider_id
        and notice.request_id = base.request_id
    where base.base_due_on is not null
)

select
    provider_id,
    request_id,
    law_rule,
    jurisdiction,
    citation,
    base_due_on,
    case when extension_state = 'valid' then longest_due_on else base_due_on end as due_on,
    coalesce(extension_state = 'valid', false) as is_extended,
    extension_state,
    notified_on,
    can_be_apparent and coalesce(extension_state <> 'unclear', true) as can_be_apparent
from noticed
