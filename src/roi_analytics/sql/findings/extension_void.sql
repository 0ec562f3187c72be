-- One row per request with a notice that it would take longer, not answered by its first due day: did the notice move that day?
-- title: A notice of extension that extends nothing
-- subject: turnaround
-- citation: 45 CFR 164.524(b)(2)(ii), or the state's rule where that binds first
-- applies_to: access, directive, and other paths where a state sets a deadline
-- needs: request.legal_path, extension.notified_on, extension.reason, extension.promised_on
-- A notice counts if it was sent by the due day and gives a reason and a later date. A federal notice moves the federal day and
-- never a state's. The first notice is judged; no later one counts. Where the log has none of its reason or date, the letter
-- itself must be read. counted_on is the first due day that it did not move.
with noticed as (
    select
        request.provider_id,
        request.request_id,
        request.legal_path,
        request.received_on,
        deadline.law_rule,
        deadline.citation,
        deadline.base_due_on,
        deadline.extension_state,
        deadline.can_be_apparent and answer.outcome <> 'unknown' as is_certain,
        notice.notified_on,
        notice.promised_on,
        answer.assessable_reason,
        case
            when request.legal_path = 'unknown' then 'request.legal_path'
            when answer.assessable_reason is not null then split_part(answer.assessable_reason, ' ', 1)
            when deadline.extension_state = 'not_provided_for' then null
            when notice.notified_on is null then 'extension.notified_on'
            when deadline.extension_state = 'unclear' and not notice.has_reason and not notice.is_reason_mapped
                then 'extension.reason'
            when deadline.extension_state = 'unclear' then 'extension.promised_on'
        end as missing
    from extension_notice as notice
    inner join request on request.provider_id = notice.provider_id and request.request_id = notice.request_id
    inner join request_answer as answer on answer.provider_id = notice.provider_id and answer.request_id = notice.request_id
    left join deadline_candidate as deadline
        on deadline.provider_id = notice.provider_id
        and deadline.request_id = notice.request_id
        and deadline.topic = 'response_deadline'
    where
        answer.is_case
        and (answer.answered_on is not null or answer.outcome in ('open', 'unknown'))
        and case
            when deadline.request_id is null then request.legal_path = 'unknown'
            else coalesce(answer.answered_on, request.last_seen_on) > deadline.base_due_on or answer.assessable_reason is not null
        end
    qualify row_number() over (
        partition by request.provider_id, request.request_id
        order by deadline.extension_state = 'valid', deadline.can_be_apparent desc, deadline.base_due_on, deadline.law_rule
    ) = 1
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when extension_state = 'valid' then null
        when is_certain and extension_state not in ('no_reason', 'no_date') then 'apparent'
        else 'check'
    end as verdict,
    citation, request_id as case_id, provider_id, coalesce(base_due_on, notified_on, received_on) as counted_on,
    request_id, legal_path, missing,
    case
        when missing = 'request.legal_path' then 'request.legal_path is unknown: whether a deadline binds cannot be told.'
        when assessable_reason is not null then assessable_reason || '.'
        when missing is not null then missing || ' is blank or not in the log: whether the notice of extension counts cannot be told.'
        else 'Received ' || received_on || ', due ' || base_due_on || ', notice of extension '
            || coalesce('of ' || notified_on, 'without a date') || case extension_state
                when 'late' then ', sent after that day.'
                when 'no_reason' then ', of which the log has no reason.'
                when 'no_date' then ', of which the log has no promised date.'
                when 'not_longer' then ', which promises no later day.'
                when 'too_long' then ', which promises ' || promised_on || ', later than this law allows.'
                else ': this law knows no extension, and a federal notice does not move its day.'
            end
    end as facts
from noticed
