-- One row per request with a notice that it would take longer, not answered by its first due day: did the notice move that day?
-- title: A notice of extension that extends nothing
-- citation: 45 CFR 164.524(b)(2)(ii), or the state's rule where that binds first
-- applies_to: access, directive, and other paths where a state sets a deadline
-- needs: request.legal_path, extension.notified_on, extension.reason, extension.promised_on
-- A notice counts if it was sent by the due day and gives a reason and a later date. A federal notice moves the federal day and
-- never a state's. The first notice is judged; no later one counts. counted_on is the first due day that it did not move.
with noticed as (
    select
        deadline.provider_id,
        deadline.request_id,
        request.legal_path,
        request.received_on,
        deadline.law_rule,
        deadline.citation,
        deadline.base_due_on,
        deadline.extension_state,
        deadline.notified_on,
        deadline.promised_on,
        deadline.can_be_apparent,
        deadline.jurisdiction,
        coalesce(answer.answered_on, request.last_seen_on) as judged_on
    from deadline_candidate as deadline
    inner join request
        on request.provider_id = deadline.provider_id
        and request.request_id = deadline.request_id
    inner join request_answer as answer
        on answer.provider_id = deadline.provider_id
        and answer.request_id = deadline.request_id
    where
        deadline.topic = 'response_deadline'
        and deadline.extension_state is not null
        and answer.is_case
        and answer.assessable_reason is null
        and (answer.answered_on is not null or answer.outcome in ('open', 'unknown'))
        and coalesce(answer.answered_on, request.last_seen_on) > deadline.base_due_on
    qualify row_number() over (
        partition by deadline.provider_id, deadline.request_id
        order by deadline.extension_state = 'valid', deadline.can_be_apparent desc, deadline.base_due_on, deadline.law_rule
    ) = 1
)

select
    law_rule,
    case
        when extension_state = 'valid' then null
        when extension_state = 'unclear' then 'not_assessable'
        when can_be_apparent then 'apparent'
        else 'check'
    end as verdict,
    citation,
    request_id as case_id,
    provider_id,
    base_due_on as counted_on,
    request_id,
    legal_path,
    case when extension_state = 'unclear' then case when promised_on is null then 'extension.promised_on' else 'extension.reason' end end
        as missing,
    'Received ' || received_on || ', due ' || base_due_on || ', notice of extension '
    || coalesce('of ' || notified_on, 'without a date') || case extension_state
        when 'late' then ' sent after that day.'
        when 'no_reason' then ', which gives no reason.'
        when 'no_date' then ', which gives no date.'
        when 'not_longer' then ', which promises no later day.'
        when 'too_long' then ', which promises ' || promised_on || ', later than this law allows.'
        when 'not_provided_for' then ': this law knows no extension, and a federal notice does not move its day.'
        else ': a column it needs is not in the log, so whether it counts cannot be told.'
    end as facts
from noticed
