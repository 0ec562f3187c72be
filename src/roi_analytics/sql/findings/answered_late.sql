-- One row per answered request that a deadline may bind: was it answered after the day its answer was due?
-- title: Answered after the due day
-- subject: turnaround
-- citation: 45 CFR 164.524(b)(2), or the state's deadline where that comes first
-- applies_to: access, directive, and other paths where a state sets a deadline
-- needs: request.legal_path, request.received_on, request.completed_on, delivery.is_complete, denial.notice_sent_on
-- counted_on is the due day. The due day itself is in time; a weekend moves nothing.
with answered as (
    select
        request.provider_id,
        request.request_id,
        request.legal_path,
        request.received_on,
        answer.answered_on,
        case answer.answered_source
            when 'delivery' then 'records handed over '
            when 'denial' then 'denied in writing '
            when 'no_records_notice' then 'told that there are no records '
            else 'logged as completed '
        end as answered_how,
        deadline.due_on,
        deadline.law_rule as binding_rule,
        deadline.citation as binding_citation,
        case
            when request.legal_path = 'unknown' then 'request.legal_path'
            when answer.assessable_reason is not null then split_part(answer.assessable_reason, ' ', 1)
            when deadline.request_id is null then 'provider.state'
        end as missing,
        answer.assessable_reason
    from request_answer as answer
    inner join request
        on request.provider_id = answer.provider_id
        and request.request_id = answer.request_id
    left join request_deadline as deadline
        on deadline.provider_id = answer.provider_id
        and deadline.request_id = answer.request_id
    where
        answer.is_case
        and answer.answered_on is not null
        and (request.legal_path in ('access', 'directive', 'unknown') or deadline.request_id is not null)
)

select
    coalesce(missed.law_rule, answered.binding_rule) as law_rule,
    case
        when answered.missing is not null then 'not_assessable'
        when missed.can_be_apparent then 'apparent'
        when missed.request_id is not null then 'check'
    end as verdict,
    coalesce(missed.citation, answered.binding_citation) as citation,
    answered.request_id as case_id,
    answered.provider_id,
    coalesce(missed.due_on, answered.due_on, answered.answered_on) as counted_on,
    answered.request_id,
    answered.legal_path,
    answered.missing,
    case
        when answered.legal_path = 'unknown' then 'request.legal_path is unknown: whether a deadline binds cannot be told.'
        when answered.assessable_reason is not null then answered.assessable_reason || '.'
        when answered.missing is not null then 'No deadline is known for this provider, place and day.'
        else 'Received ' || answered.received_on || ', due ' || missed.due_words || ', '
            || answered.answered_how || answered.answered_on || ', days late: ' || missed.days_over || '.'
            || missed.extension_words
    end as facts
from answered
left join deadline_missed as missed
    on missed.provider_id = answered.provider_id
    and missed.request_id = answered.request_id
