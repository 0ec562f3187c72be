-- One row per request answered after the day its answer was due, or whose lateness the log cannot show.
-- title: Answered after the due day
-- citation: 45 CFR 164.524(b)(2)
-- applies_to: access, directive
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
        answer.assessable_reason
    from request_answer as answer
    inner join request
        on request.provider_id = answer.provider_id
        and request.request_id = answer.request_id
    where
        answer.is_case
        and answer.answered_on is not null
        and request.legal_path in ('access', 'directive', 'unknown')
)

select
    missed.law_rule,
    case when missed.can_be_apparent then 'apparent' else 'check' end as verdict,
    missed.citation,
    answered.request_id as case_id,
    answered.provider_id,
    missed.due_on as counted_on,
    answered.request_id,
    answered.legal_path,
    'Received ' || answered.received_on || ', due ' || missed.due_words || ', '
    || answered.answered_how || answered.answered_on || ', days late: ' || missed.days_over || '.' || missed.extension_words as facts
from answered
inner join deadline_missed as missed
    on missed.provider_id = answered.provider_id
    and missed.request_id = answered.request_id
union all
select
    deadline.law_rule,
    'not_assessable' as verdict,
    deadline.citation,
    answered.request_id as case_id,
    answered.provider_id,
    coalesce(deadline.due_on, answered.answered_on) as counted_on,
    answered.request_id,
    answered.legal_path,
    case
        when answered.legal_path = 'unknown' then 'request.legal_path is unknown: whether a deadline binds cannot be told.'
        when answered.assessable_reason is not null then answered.assessable_reason || '.'
        else 'No deadline is known for this provider, place and day.'
    end as facts
from answered
left join request_deadline as deadline
    on deadline.provider_id = answered.provider_id
    and deadline.request_id = answered.request_id
where
    answered.assessable_reason is not null
    or deadline.request_id is null
