-- One row per request of which a part was handed over first: did the rest follow by the due day?
-- title: A part given, the rest late or never
-- subject: turnaround
-- citation: 45 CFR 164.524(b)(2)(i)(A)
-- applies_to: access, directive
-- needs: request.legal_path, delivery.is_complete, delivery.sent_on
-- A part is not the whole: the clock runs for the rest, until it is given or refused in writing. counted_on is the due day.
with part as (
    select
        request.provider_id,
        request.request_id,
        request.legal_path,
        request.received_on,
        request.last_seen_on,
        answer.first_delivery_on,
        answer.answered_on,
        answer.outcome,
        answer.assessable_reason,
        coalesce(missed.law_rule, deadline.law_rule) as law_rule,
        coalesce(missed.citation, deadline.citation) as citation,
        coalesce(missed.due_on, deadline.due_on) as due_on,
        missed.request_id is not null as is_missed,
        missed.can_be_apparent,
        case
            when request.legal_path = 'unknown' then 'request.legal_path'
            when answer.assessable_reason is not null then split_part(answer.assessable_reason, ' ', 1)
            when deadline.request_id is null then 'provider.state'
            when answer.answered_on is null and request.last_seen_on <= deadline.due_on and deadline.due_on < clock.as_of
                then 'request.extracted_on'
        end as missing
    from request_answer as answer
    inner join request
        on request.provider_id = answer.provider_id
        and request.request_id = answer.request_id
    cross join clock
    left join request_deadline as deadline
        on deadline.provider_id = answer.provider_id
        and deadline.request_id = answer.request_id
    left join deadline_missed as missed
        on missed.provider_id = answer.provider_id
        and missed.request_id = answer.request_id
    where
        answer.is_case
        and (
            answer.first_delivery_on < answer.answered_on
            or (answer.first_delivery_on is not null and answer.answered_on is null)
            or answer.assessable_reason like 'delivery.%'
        )
        and answer.outcome not in ('withdrawn', 'redirected', 'abandoned')
        and request.legal_path in ('access', 'directive', 'unknown')
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when not is_missed then null
        when can_be_apparent and outcome <> 'unknown' then 'apparent'
        else 'check'
    end as verdict,
    citation,
    request_id as case_id,
    provider_id,
    coalesce(due_on, first_delivery_on, received_on) as counted_on,
    request_id,
    legal_path,
    missing,
    case
        when missing = 'request.legal_path' then 'request.legal_path is unknown: whether a deadline binds cannot be told.'
        when assessable_reason is not null then assessable_reason || '.'
        when missing = 'provider.state' then 'No deadline is known for this provider, place and day.'
        when missing is not null
            then 'A part handed over ' || first_delivery_on || ', last seen ' || last_seen_on
            || ', not after its due day: no extract since tells whether the rest followed.'
        else 'Received ' || received_on || ', a part handed over ' || first_delivery_on || ', due ' || due_on || ', '
            || coalesce('the whole answered ' || answered_on, 'the rest not given when last seen ' || last_seen_on) || '.'
    end as facts
from part
