-- One row per request to see the record: was it let be seen by the day the law gives for that?
-- title: Inspection given late
-- subject: turnaround
-- citation: the state's rule on inspection, or 45 CFR 164.524(b)(2) for a request to inspect only
-- applies_to: access, and other paths where a state sets a deadline
-- needs: request.legal_path, request_item.format_requested, request.received_on, delivery.sent_on
-- A state's time for copies is no time for inspection. Where copies were asked for too, a part handed over may have been the
-- inspection or not. counted_on is the due day: of those that passed one that can be called apparent, else the earliest.
with asked as (
    select
        request.provider_id, request.request_id, request.legal_path, request.received_on, request.last_seen_on,
        asked.is_inspection_only,
        answer.answered_on, answer.first_delivery_on, answer.outcome, answer.assessable_reason,
        coalesce(answer.answered_on, request.last_seen_on) as judged_on
    from request_asked as asked
    inner join request on request.provider_id = asked.provider_id and request.request_id = asked.request_id
    inner join request_answer as answer on answer.provider_id = asked.provider_id and answer.request_id = asked.request_id
    where
        asked.is_inspection_asked
        and answer.is_case
        and (answer.answered_on is not null or answer.outcome in ('open', 'unknown'))
),

judged as (
    select
        asked.provider_id, asked.request_id, asked.legal_path, asked.received_on, asked.last_seen_on, asked.is_inspection_only,
        asked.answered_on, asked.outcome, asked.assessable_reason, asked.judged_on,
        deadline.law_rule, deadline.citation, deadline.due_on, deadline.can_be_apparent,
        case
            when asked.legal_path = 'unknown' then 'request.legal_path'
            when asked.assessable_reason is not null then split_part(asked.assessable_reason, ' ', 1)
            when asked.judged_on > deadline.due_on and not asked.is_inspection_only and asked.first_delivery_on <= deadline.due_on
                then 'delivery.method'
            when asked.answered_on is null and asked.last_seen_on <= deadline.due_on and deadline.due_on < clock.as_of
                then 'request.extracted_on'
        end as missing
    from asked
    cross join clock
    left join deadline_candidate as deadline
        on deadline.provider_id = asked.provider_id
        and deadline.request_id = asked.request_id
        and (deadline.topic = 'inspection_deadline' or (asked.is_inspection_only and deadline.jurisdiction = 'US'))
    where deadline.request_id is not null or asked.legal_path = 'unknown'
    qualify row_number() over (
        partition by asked.provider_id, asked.request_id
        order by
            asked.judged_on <= deadline.due_on,
            case when asked.judged_on > deadline.due_on and deadline.can_be_apparent then 0 else 1 end,
            deadline.due_on, deadline.law_rule
    ) = 1
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when judged_on <= due_on then null
        when can_be_apparent and is_inspection_only and outcome <> 'unknown' then 'apparent'
        else 'check'
    end as verdict,
    citation, request_id as case_id, provider_id, coalesce(due_on, received_on) as counted_on, request_id, legal_path, missing,
    case missing
        when 'request.legal_path' then 'request.legal_path is unknown: whether a deadline binds cannot be told.'
        when 'delivery.method'
            then 'Asked to inspect, due ' || due_on || ', a part given by then: whether that was the inspection cannot be told.'
        when 'request.extracted_on'
            then 'Last seen open ' || last_seen_on || ', not after the day to inspect: no extract since tells more.'
        else coalesce(
            assessable_reason || '.',
            'Asked ' || received_on || ' to inspect, due ' || due_on || ', '
            || coalesce('answered ' || answered_on, 'no answer known when last seen ' || last_seen_on) || '.'
        )
    end as facts
from judged
