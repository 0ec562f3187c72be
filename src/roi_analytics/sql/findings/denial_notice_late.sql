-- One row per written denial of a person's own request: was it sent by the day the answer was due?
-- title: A denial told late
-- citation: 45 CFR 164.524(b)(2)(i)(B), or the state's rule where that binds first
-- applies_to: access
-- needs: request.legal_path, request.received_on, denial.notice_sent_on
-- A state's own time for denials counts beside the time for an answer. counted_on is the due day.
with due as (
    select
        provider_id, request_id, topic, law_rule, citation, due_on, can_be_apparent
    from deadline_candidate
    where topic in ('response_deadline', 'denial_deadline')
),

told as (
    select
        denial.provider_id, denial.denial_id, denial.request_id, denial.legal_path, denial.received_on, denial.told_on,
        denial.counted_on,
        due.law_rule, due.citation, due.due_on,
        due.can_be_apparent
    from request_denial as denial
    left join due
        on due.provider_id = denial.provider_id
        and due.request_id = denial.request_id
    where
        denial.legal_path in ('access', 'unknown')
        and denial.told_on is not null
        and (due.law_rule is not null or denial.legal_path = 'unknown')
    qualify row_number() over (
        partition by denial.provider_id, denial.denial_id
        order by denial.told_on > due.due_on desc, due.can_be_apparent desc, due.due_on, due.topic, due.law_rule
    ) = 1
)

select
    law_rule,
    case
        when legal_path = 'unknown' then 'not_assessable'
        when told_on <= due_on then null
        when can_be_apparent then 'apparent'
        else 'check'
    end as verdict,
    citation,
    denial_id as case_id,
    provider_id,
    coalesce(due_on, counted_on) as counted_on,
    request_id,
    legal_path,
    case when legal_path = 'unknown' then 'request.legal_path' end as missing,
    case
        when legal_path = 'unknown' then 'request.legal_path is unknown: whether a deadline binds cannot be told.'
        else 'Received ' || received_on || ', due ' || due_on || ', denied in writing ' || told_on || ', days late: '
            || date_diff('day', due_on, told_on) || '.'
    end as facts
from told
