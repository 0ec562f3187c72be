-- One row per request under a federal clock: was it answered, or last seen unanswered, after the longest time any extension gives?
-- title: Later than any extension could allow
-- citation: 45 CFR 164.524(b)(2)(ii)
-- applies_to: access, directive
-- needs: request.legal_path, request.received_on, request.status, delivery.is_complete, denial.notice_sent_on
-- No notice of extension, however good, moves the day further: an argument about the notice is no answer here.
-- counted_on is that longest day. One not yet seen after it is in order so far.
with waited as (
    select
        request.provider_id,
        request.request_id,
        request.legal_path,
        request.received_on,
        request.last_seen_on,
        answer.answered_on,
        answer.outcome,
        coalesce(answer.answered_on, request.last_seen_on) as judged_on,
        case
            when request.legal_path = 'unknown' then 'request.legal_path'
            when answer.assessable_reason is not null then split_part(answer.assessable_reason, ' ', 1)
        end as missing,
        answer.assessable_reason
    from request_answer as answer
    inner join request
        on request.provider_id = answer.provider_id
        and request.request_id = answer.request_id
    where
        answer.is_case
        and (answer.answered_on is not null or answer.outcome in ('open', 'unknown'))
        and request.legal_path in ('access', 'directive', 'unknown')
),

longest as (
    select
        deadline.provider_id,
        deadline.request_id,
        deadline.law_rule,
        deadline.citation,
        deadline.can_be_apparent,
        deadline.longest_due_on
    from deadline_candidate as deadline
    where
        deadline.topic = 'response_deadline'
        and deadline.jurisdiction = 'US'
    qualify row_number() over (
        partition by deadline.provider_id, deadline.request_id
        order by deadline.longest_due_on desc, deadline.law_rule
    ) = 1
)

select
    longest.law_rule,
    case
        when waited.missing is not null then 'not_assessable'
        when waited.judged_on <= longest.longest_due_on then null
        when longest.can_be_apparent and waited.outcome <> 'unknown' then 'apparent'
        else 'check'
    end as verdict,
    longest.citation,
    waited.request_id as case_id,
    waited.provider_id,
    coalesce(longest.longest_due_on, waited.judged_on) as counted_on,
    waited.request_id,
    waited.legal_path,
    waited.missing,
    case
        when waited.legal_path = 'unknown' then 'request.legal_path is unknown: whether a deadline binds cannot be told.'
        when waited.missing is not null then waited.assessable_reason || '.'
        else 'Received ' || waited.received_on || ', ' || longest.longest_due_on || ' the longest day any extension gives, '
            || coalesce('answered ' || waited.answered_on, 'no answer known when last seen ' || waited.last_seen_on) || '.'
    end as facts
from waited
left join longest
    on longest.provider_id = waited.provider_id
    and longest.request_id = waited.request_id
where
    longest.request_id is not null
    or waited.missing is not null
