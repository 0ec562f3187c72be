-- One row per request of which a part was handed over first: did the rest follow by the due day?
-- title: A part given, the rest late or never
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
        answer.assessable_reason,
        coalesce(answer.answered_on, request.last_seen_on) as judged_on
    from request_answer as answer
    inner join request
        on request.provider_id = answer.provider_id
        and request.request_id = answer.request_id
    where
        answer.is_case
        and answer.first_delivery_on is not null
        and (answer.answered_on is null or answer.first_delivery_on < answer.answered_on or answer.assessable_reason is not null)
        and answer.outcome not in ('withdrawn', 'redirected', 'abandoned')
        and request.legal_path in ('access', 'directive')
)

select
    coalesce(missed.law_rule, deadline.law_rule) as law_rule,
    case
        when part.assessable_reason is not null or deadline.request_id is null then 'not_assessable'
        when missed.request_id is null then null
        when missed.can_be_apparent then 'apparent'
        else 'check'
    end as verdict,
    coalesce(missed.citation, deadline.citation) as citation,
    part.request_id as case_id,
    part.provider_id,
    coalesce(missed.due_on, deadline.due_on, part.judged_on) as counted_on,
    part.request_id,
    part.legal_path,
    case
        when part.assessable_reason is not null then split_part(part.assessable_reason, ' ', 1)
        when deadline.request_id is null then 'provider.state'
    end as missing,
    case
        when part.assessable_reason is not null then part.assessable_reason || '.'
        when deadline.request_id is null then 'No deadline is known for this provider, place and day.'
        else 'Received ' || part.received_on || ', a part handed over ' || part.first_delivery_on || ', due ' || missed.due_on
            || ', ' || coalesce('the whole answered ' || part.answered_on, 'the rest not given when last seen ' || part.last_seen_on)
            || '.'
    end as facts
from part
left join request_deadline as deadline
    on deadline.provider_id = part.provider_id
    and deadline.request_id = part.request_id
left join deadline_missed as missed
    on missed.provider_id = part.provider_id
    and missed.request_id = part.request_id
