-- One row per request answered, or last seen unanswered, after a due day: the deadline to cite, and the facts in words.
-- Of the deadlines that passed, one that can be called apparent is cited, else the earliest. A request is judged on the day
-- it was answered, or was last seen in an extract: a provider that stopped sending is not late, it is unseen.
with judged as (
    select
        request.provider_id,
        request.request_id,
        coalesce(answer.answered_on, request.last_seen_on) as judged_on
    from request_answer as answer
    inner join request
        on request.provider_id = answer.provider_id
        and request.request_id = answer.request_id
    where
        answer.is_case
        and answer.assessable_reason is null
        and (answer.answered_on is not null or answer.outcome in ('open', 'unknown'))
),

late as (
    select
        judged.provider_id, judged.request_id, judged.judged_on,
        deadline.law_rule, deadline.citation, deadline.due_on, deadline.can_be_apparent,
        deadline.extension_state, deadline.notified_on, deadline.base_due_on, deadline.longest_due_on, deadline.proof_due_on
    from judged
    inner join deadline_candidate as deadline
        on deadline.provider_id = judged.provider_id
        and deadline.request_id = judged.request_id
        and deadline.topic = 'response_deadline'
    where judged.judged_on > deadline.due_on
    qualify row_number() over (
        partition by judged.provider_id, judged.request_id
        order by deadline.can_be_apparent desc, deadline.due_on asc, deadline.law_rule asc
    ) = 1
),

all_due as (
    select
        late.provider_id,
        late.request_id,
        string_agg(
            cast(deadline.due_on as varchar) || ' (' || deadline.citation || ')',
            ' and ' order by deadline.due_on, deadline.law_rule
        ) as due_words
    from late
    inner join deadline_candidate as deadline
        on deadline.provider_id = late.provider_id
        and deadline.request_id = late.request_id
        and deadline.topic = 'response_deadline'
    group by
        late.provider_id,
        late.request_id
)

select
    late.provider_id, late.request_id, late.judged_on,
    late.law_rule, late.citation, late.due_on, late.can_be_apparent,
    late.extension_state, late.notified_on, late.base_due_on, late.longest_due_on,
    date_diff('day', late.due_on, late.judged_on) as days_over,
    all_due.due_words,
    case late.extension_state
        when 'valid' then ' Extended by the notice of ' || late.notified_on || '.'
        when 'late' then coalesce(
            ' The notice of extension of ' || late.notified_on || ' came after the due day and does not count.',
            ' The notice of extension has no date and does not count.'
        )
        when 'no_reason' then ' The notice of extension of ' || late.notified_on || ' gives no reason and does not count.'
        when 'no_date' then ' The notice of extension of ' || late.notified_on || ' gives no date and does not count.'
        when 'not_longer' then ' The notice of ' || late.notified_on || ' promises no later day than the due day.'
        when 'too_long' then ' The notice of ' || late.notified_on || ' promises a later day than this law allows.'
        when 'not_provided_for' then ' This law knows no extension.'
        when 'unclear' then ' Whether the notice of extension of ' || late.notified_on || ' counts cannot be told.'
        else ''
    end || coalesce(' By the day of the proof of authority it was due ' || late.proof_due_on || '.', '') as extension_words
from late
inner join all_due
    on all_due.provider_id = late.provider_id
    and all_due.request_id = late.request_id
