-- One row per request and deadline rule that binds it: the due day, moved by a valid extension of that rule only.
-- A notice counts if it was sent by the day the answer was due, gives a reason and a date, and the date is a later one.
-- A notice whose date lies beyond what a state allows is a federal notice and does not move the state's day.
-- Some laws count the further days from the notice and not from the due day (extension_from).
with noticed as (
    select
        base.provider_id, base.request_id, base.topic, base.law_rule, base.jurisdiction, base.citation, base.can_be_apparent,
        base.base_due_on, base.proof_due_on, notice.notified_on,
        case
            when base.extension_from = 'notice'
                then least(cast(notice.notified_on + base.extension_days * interval 1 day as date), base.longest_due_on)
            else base.longest_due_on
        end as longest_due_on,
        notice.promised_on,
        notice.request_id is not null as has_notice,
        notice.has_reason,
        notice.is_reason_mapped,
        notice.is_promise_mapped
    from deadline_base as base
    left join extension_notice as notice
        on notice.provider_id = base.provider_id
        and notice.request_id = base.request_id
    where base.base_due_on is not null
),

judged as (
    select
        provider_id, request_id, topic, law_rule, jurisdiction, citation, can_be_apparent, base_due_on, longest_due_on,
        proof_due_on, notified_on, promised_on,
        case
            when not has_notice then null
            when longest_due_on is null then 'not_provided_for'
            when notified_on is null or notified_on > base_due_on then 'late'
            when not has_reason and not is_reason_mapped then 'unclear'
            when promised_on is null and not is_promise_mapped then 'unclear'
            when not has_reason then 'no_reason'
            when promised_on is null then 'no_date'
            when promised_on <= base_due_on then 'not_longer'
            when jurisdiction <> 'US' and promised_on > longest_due_on then 'too_long'
            else 'valid'
        end as extension_state
    from noticed
)

select
    provider_id,
    request_id,
    topic,
    law_rule,
    jurisdiction,
    citation,
    base_due_on,
    longest_due_on,
    proof_due_on,
    case when extension_state = 'valid' then greatest(longest_due_on, base_due_on) else base_due_on end as due_on,
    coalesce(extension_state = 'valid', false) as is_extended,
    extension_state,
    notified_on,
    promised_on,
    can_be_apparent and coalesce(extension_state <> 'unclear', true) as can_be_apparent
from judged
