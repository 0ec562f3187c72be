-- One row per request not answered by its due day: was all that went out by then an acknowledgement, a bill or a question?
-- title: Only an acknowledgement or a bill in time
-- subject: turnaround
-- citation: 45 CFR 164.524(b)(2)(i)
-- applies_to: access, directive
-- needs: request.legal_path, correspondence.kind, correspondence.sent_on, invoice.sent_on
-- To act on a request is to give the records or a written denial. Where a part was given or refused by then, or nothing went
-- out, that is another question. counted_on is the due day that was missed. A letter of unknown kind may have been the denial.
with sent as (
    select provider_id, request_id, coalesce(replace(kind, '_', ' '), 'letter') as what, sent_on, kind is null as is_unclear
    from correspondence
    where coalesce(kind, 'other') in ('acknowledgement', 'deficiency', 'fee_notice', 'other') and request_id is not null
    union all
    select provider_id, request_id, 'invoice' as what, sent_on, false as is_unclear
    from invoice
    where request_id is not null
    union all
    select provider_id, request_id, 'acknowledgement' as what, happened_on as sent_on, false as is_unclear
    from request_step
    where stage = 'acknowledged'
),

before_due as (
    select
        missed.provider_id,
        missed.request_id,
        max(case when sent.is_unclear then 1 else 0 end) = 1 as is_unclear,
        string_agg(distinct sent.what || ' ' || sent.sent_on, ', ' order by sent.what || ' ' || sent.sent_on) as words
    from deadline_missed as missed
    inner join sent
        on sent.provider_id = missed.provider_id
        and sent.request_id = missed.request_id
        and sent.sent_on <= missed.due_on
    group by
        missed.provider_id,
        missed.request_id
),

waited as (
    select
        missed.provider_id, missed.request_id, request.legal_path, request.received_on, missed.due_on, missed.law_rule,
        missed.citation, missed.can_be_apparent and answer.outcome <> 'unknown' as is_certain,
        before_due.words,
        coalesce(answer.first_delivery_on <= missed.due_on or notice.any_denial_on <= missed.due_on, false) as is_partly_answered,
        case
            when before_due.is_unclear or (before_due.words is null and fed.table_name is null) then 'correspondence.kind'
        end as missing
    from deadline_missed as missed
    inner join request on request.provider_id = missed.provider_id and request.request_id = missed.request_id
    inner join request_answer as answer on answer.provider_id = missed.provider_id and answer.request_id = missed.request_id
    left join request_notice as notice on notice.provider_id = missed.provider_id and notice.request_id = missed.request_id
    left join before_due on before_due.provider_id = missed.provider_id and before_due.request_id = missed.request_id
    left join provider_table as fed on fed.provider_id = missed.provider_id and fed.table_name = 'correspondence'
    where request.legal_path in ('access', 'directive')
)

select
    law_rule,
    case
        when is_partly_answered then null
        when missing is not null then 'not_assessable'
        when words is null then null
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation,
    request_id as case_id,
    provider_id,
    due_on as counted_on,
    request_id,
    legal_path,
    case when not is_partly_answered then missing end as missing,
    case
        when missing is not null then missing || ' is blank or not in the log: what went out by ' || due_on || ' cannot be told.'
        else 'Received ' || received_on || ', due ' || due_on || ', by then sent: ' || words
            || ', and no records and no written denial.'
    end as facts
from waited
