-- One row per request under a federal clock: was it answered, or last seen unanswered, after the longest time any extension gives?
-- title: Later than any extension could allow
-- subject: turnaround
-- citation: 45 CFR 164.524(b)(2)(ii)
-- applies_to: access, directive
-- needs: request.legal_path, request.received_on, request.status, delivery.is_complete, denial.notice_sent_on
-- No notice of extension, however good, moves the day further: an argument about the notice is no answer here.
-- counted_on is that longest day. One last seen open by that day is in order so far; where the day has passed since, nobody
-- has seen whether it was answered.
with longest as (
    select provider_id, request_id, law_rule, citation, can_be_apparent, longest_due_on
    from deadline_candidate
    where
        topic = 'response_deadline'
        and jurisdiction = 'US'
    qualify row_number() over (partition by provider_id, request_id order by longest_due_on desc, law_rule) = 1
),

waited as (
    select
        request.provider_id,
        request.request_id,
        request.legal_path,
        request.received_on,
        request.last_seen_on,
        answer.answered_on,
        answer.outcome,
        answer.assessable_reason,
        longest.law_rule,
        longest.citation,
        longest.can_be_apparent,
        longest.longest_due_on,
        coalesce(answer.answered_on, request.last_seen_on) as judged_on,
        case
            when request.legal_path = 'unknown' then 'request.legal_path'
            when answer.assessable_reason is not null then split_part(answer.assessable_reason, ' ', 1)
            when answer.answered_on is null and request.last_seen_on <= longest.longest_due_on and longest.longest_due_on < clock.as_of
                then 'request.extracted_on'
        end as missing
    from request_answer as answer
    inner join request
        on request.provider_id = answer.provider_id
        and request.request_id = answer.request_id
    cross join clock
    left join longest
        on longest.provider_id = answer.provider_id
        and longest.request_id = answer.request_id
    where
        answer.is_case
        and (answer.answered_on is not null or answer.outcome in ('open', 'unknown'))
        and (longest.request_id is not null or request.legal_path = 'unknown')
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when judged_on <= longest_due_on then null
        when can_be_apparent and outcome <> 'unknown' then 'apparent'
        else 'check'
    end as verdict,
    citation,
    request_id as case_id,
    provider_id,
    coalesce(longest_due_on, judged_on) as counted_on,
    request_id,
    legal_path,
    missing,
    case
        when legal_path = 'unknown' then 'request.legal_path is unknown: whether a deadline binds cannot be told.'
        when assessable_reason is not null then assessable_reason || '.'
        when missing is not null
            then 'Last seen open ' || last_seen_on
            || ', by the longest day any extension gives: no extract since tells whether it was answered.'
        else 'Received ' || received_on || ', ' || longest_due_on || ' the longest day any extension gives, '
            || coalesce('answered ' || answered_on, 'no answer known when last seen ' || last_seen_on) || '.'
    end as facts
from waited
