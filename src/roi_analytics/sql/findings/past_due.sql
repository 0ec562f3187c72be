-- One row per request still unanswered when it was last seen after its due day, or of which that cannot be told.
-- title: Unanswered past the due day
-- citation: 45 CFR 164.524(b)(2)
-- applies_to: access, directive
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
        answer.assessable_reason
    from request_answer as answer
    inner join request
        on request.provider_id = answer.provider_id
        and request.request_id = answer.request_id
    where
        answer.is_case
        and answer.answered_on is null
        and answer.outcome in ('open', 'unknown')
        and request.legal_path in ('access', 'directive', 'unknown')
)

select
    missed.law_rule,
    case when missed.can_be_apparent and unanswered.outcome = 'open' then 'apparent' else 'check' end as verdict,
    missed.citation,
    unanswered.request_id as case_id,
    unanswered.provider_id,
    missed.due_on as counted_on,
    unanswered.request_id,
    unanswered.legal_path,
    'Received ' || unanswered.received_on || ', due ' || missed.due_words || ', logged as '
    || replace(unanswered.logged_as, '_', ' ') || ', no answer known when last seen ' || unanswered.last_seen_on
    || ', days over: ' || missed.days_over || '.' || missed.extension_words as facts
from unanswered
inner join deadline_missed as missed
    on missed.provider_id = unanswered.provider_id
    and missed.request_id = unanswered.request_id
union all
select
    deadline.law_rule,
    'not_assessable' as verdict,
    deadline.citation,
    unanswered.request_id as case_id,
    unanswered.provider_id,
    coalesce(deadline.due_on, unanswered.last_seen_on) as counted_on,
    unanswered.request_id,
    unanswered.legal_path,
    case
        when unanswered.legal_path = 'unknown' then 'request.legal_path is unknown: whether a deadline binds cannot be told.'
        when unanswered.assessable_reason is not null then unanswered.assessable_reason || '.'
        when deadline.request_id is not null
            then 'Last seen open ' || unanswered.last_seen_on
            || ', not after its due day: no extract since tells whether it was answered.'
        else 'No deadline is known for this provider, place and day.'
    end as facts
from unanswered
cross join clock
left join request_deadline as deadline
    on deadline.provider_id = unanswered.provider_id
    and deadline.request_id = unanswered.request_id
where
    unanswered.assessable_reason is not null
    or deadline.request_id is null
    or (deadline.due_on < clock.as_of and unanswered.last_seen_on <= deadline.due_on)
