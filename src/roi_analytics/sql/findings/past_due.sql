-- One row per unanswered request that a deadline may bind: was it still unanswered when last seen after its due day?
-- title: Unanswered past the due day
-- subject: turnaround
-- citation: 45 CFR 164.524(b)(2), or the state's deadline where that comes first
-- applies_to: access, directive, and other paths where a state sets a deadline
-- needs: request.legal_path, request.received_on, request.status, denial.notice_sent_on
-- counted_on is the due day. Open requests can be apparent; one the log calls ended, with no answer known, is to be checked.
with unanswered as (
    select
        request.provider_id,
        request.request_id,
        request.legal_path,
        request.received_on,
        request.last_seen_on,
        answer.outcome,
        case when answer.outcome = 'open' then 'open' else coalesce(request.status, 'ended') end as logged_as,
        answer.assessable_reason,
        deadline.due_on,
        deadline.law_rule as binding_rule,
        deadline.citation as binding_citation,
        case
            when request.legal_path = 'unknown' then 'request.legal_path'
            when answer.assessable_reason is not null then split_part(answer.assessable_reason, ' ', 1)
            when deadline.request_id is null then 'provider.state'
            when deadline.due_on < clock.as_of and request.last_seen_on <= deadline.due_on then 'request.extracted_on'
        end as missing
    from request_answer as answer
    inner join request
        on request.provider_id = answer.provider_id
        and request.request_id = answer.request_id
    cross join clock
    left join request_deadline as deadline
        on deadline.provider_id = answer.provider_id
        and deadline.request_id = answer.request_id
    where
        answer.is_case
        and answer.answered_on is null
        and answer.outcome in ('open', 'unknown')
        and (request.legal_path in ('access', 'directive', 'unknown') or deadline.request_id is not null)
)

select
    coalesce(missed.law_rule, unanswered.binding_rule) as law_rule,
    case
        when unanswered.missing is not null then 'not_assessable'
        when missed.can_be_apparent and unanswered.outcome = 'open' then 'apparent'
        when missed.request_id is not null then 'check'
    end as verdict,
    coalesce(missed.citation, unanswered.binding_citation) as citation,
    unanswered.request_id as case_id,
    unanswered.provider_id,
    coalesce(missed.due_on, unanswered.due_on, unanswered.last_seen_on) as counted_on,
    unanswered.request_id,
    unanswered.legal_path,
    unanswered.missing,
    case
        when unanswered.legal_path = 'unknown' then 'request.legal_path is unknown: whether a deadline binds cannot be told.'
        when unanswered.assessable_reason is not null then unanswered.assessable_reason || '.'
        when unanswered.missing = 'provider.state' then 'No deadline is known for this provider, place and day.'
        when unanswered.missing is not null
            then 'Last seen open ' || unanswered.last_seen_on
            || ', not after its due day: no extract since tells whether it was answered.'
        else 'Received ' || unanswered.received_on || ', due ' || missed.due_words || ', logged as '
            || replace(unanswered.logged_as, '_', ' ') || ', no answer known when last seen ' || unanswered.last_seen_on
            || ', days over: ' || missed.days_over || '.' || missed.extension_words
    end as facts
from unanswered
left join deadline_missed as missed
    on missed.provider_id = unanswered.provider_id
    and missed.request_id = unanswered.request_id
