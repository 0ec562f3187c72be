-- One row per request due and not answered in time: was all that went out by the due day an acknowledgement, a bill or a question?
-- title: Only an acknowledgement or a bill in time
-- citation: 45 CFR 164.524(b)(2)(i)
-- applies_to: access, directive
-- needs: request.legal_path, correspondence.kind, correspondence.sent_on, invoice.sent_on
-- To act on a request is to give the records or a written denial. counted_on is the due day that was missed. Where neither
-- letters nor bills are fed nobody can say what went out.
with sent as (
    select provider_id, request_id, replace(kind, '_', ' ') as what, sent_on
    from correspondence
    where kind in ('acknowledgement', 'deficiency', 'fee_notice', 'other') and request_id is not null
    union all
    select provider_id, request_id, 'invoice' as what, sent_on
    from invoice
    where request_id is not null
    union all
    select provider_id, request_id, 'acknowledgement' as what, cast(happened_at as date) as sent_on
    from request_event
    where stage = 'acknowledged' and request_id is not null
),

before_due as (
    select
        missed.provider_id,
        missed.request_id,
        count(distinct sent.what) as kinds,
        min(sent.sent_on) as first_on,
        string_agg(sent.what || ' ' || sent.sent_on, ', ' order by sent.sent_on, sent.what) as words
    from deadline_missed as missed
    inner join sent
        on sent.provider_id = missed.provider_id
        and sent.request_id = missed.request_id
        and sent.sent_on <= missed.due_on
    group by
        missed.provider_id,
        missed.request_id
),

fed as (
    select distinct provider_id
    from provider_table
    where table_name in ('correspondence', 'invoice', 'request_event')
)

select
    missed.law_rule,
    case
        when fed.provider_id is null then 'not_assessable'
        when before_due.request_id is null then null
        when missed.can_be_apparent then 'apparent'
        else 'check'
    end as verdict,
    missed.citation,
    missed.request_id as case_id,
    missed.provider_id,
    missed.due_on as counted_on,
    missed.request_id,
    request.legal_path,
    case when fed.provider_id is null then 'correspondence.kind' end as missing,
    case
        when fed.provider_id is null then 'Neither correspondence.kind nor invoice.sent_on is in the log: what went out cannot be told.'
        else 'Received ' || request.received_on || ', due ' || missed.due_on || ', by then only: ' || before_due.words || '.'
    end as facts
from deadline_missed as missed
inner join request
    on request.provider_id = missed.provider_id
    and request.request_id = missed.request_id
left join before_due
    on before_due.provider_id = missed.provider_id
    and before_due.request_id = missed.request_id
left join fed
    on fed.provider_id = missed.provider_id
where request.legal_path in ('access', 'directive')
