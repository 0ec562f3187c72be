-- One row per denial of a person's own request whose time to be told has passed: was it told in writing?
-- title: Denied without a word in writing
-- subject: denials
-- citation: 45 CFR 164.524(b)(2)(i)(B), (d)(2)
-- applies_to: access
-- needs: request.legal_path, request.status, denial.notice_sent_on, correspondence.kind
-- Until the answer is due a notice may still come: no case. A notice day left blank is the log's word that none went out; that no
-- letter is listed, or that only the status says denied, is not. Where the whole record was handed over by the due day the
-- refusal did not stand. counted_on is the due day, else the day of denial.
with refused as (
    select
        provider_id, denial_id as case_id, request_id, legal_path, counted_on as denied_on,
        told_on is not null or has_undated_letter as is_told, told_unclear_for, is_notice_mapped, seen_on
    from request_denial
    where legal_path in ('access', 'unknown')
    union all
    select
        request.provider_id, request.request_id || '/denied' as case_id, request.request_id, request.legal_path,
        coalesce(request.completed_on, request.closed_on, request.received_on) as denied_on,
        notice.any_denial_on is not null as is_told,
        case when max(fed.table_name) is null then 'denial.notice_sent_on' end as told_unclear_for,
        false as is_notice_mapped, request.last_seen_on as seen_on
    from request
    left join denial on denial.provider_id = request.provider_id and denial.request_id = request.request_id
    left join request_notice as notice on notice.provider_id = request.provider_id and notice.request_id = request.request_id
    left join provider_table as fed on fed.provider_id = request.provider_id and fed.table_name in ('denial', 'correspondence')
    where request.status = 'denied' and denial.denial_id is null and request.legal_path in ('access', 'unknown')
    group by
        request.provider_id, request.request_id, request.legal_path, request.completed_on, request.closed_on,
        request.received_on, request.last_seen_on, notice.any_denial_on
),

judged as (
    select
        refused.provider_id, refused.case_id, refused.request_id, refused.legal_path, refused.denied_on, refused.seen_on,
        due.law_rule, due.citation, due.due_on, due.overtaken_on,
        refused.is_told or coalesce(due.overtaken_on <= due.due_on, false) as is_kept,
        due.can_be_apparent and refused.is_notice_mapped and due.overtaken_on is null as is_certain,
        case
            when refused.legal_path = 'unknown' then 'request.legal_path'
            when refused.told_unclear_for is not null then refused.told_unclear_for
            when not due.dates_are_exact then 'request.received_on'
            when refused.seen_on <= due.due_on then 'denial.extracted_on'
        end as blank
    from refused
    cross join clock
    left join denial_due as due
        on due.provider_id = refused.provider_id and due.request_id = refused.request_id and due.topic = 'response_deadline'
    where
        refused.legal_path = 'unknown'
        or (due.request_id is not null and (refused.is_told or refused.seen_on > due.due_on or due.due_on < clock.as_of))
)

select
    law_rule,
    case
        when is_kept then null
        when blank is not null then 'not_assessable'
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation, case_id, provider_id, coalesce(due_on, denied_on) as counted_on, request_id, legal_path,
    case when not is_kept then blank end as missing,
    case
        when blank = 'request.legal_path' then 'request.legal_path is unknown: whether a written denial was due cannot be told.'
        when blank = 'denial.extracted_on'
            then 'Denied ' || denied_on || ', last seen ' || seen_on || ', not after the due day: no extract since tells more.'
        when blank is not null then blank || ' is blank, inexact or not in the log: whether it was told in time cannot be said.'
        else 'Denied ' || denied_on || ', to be told in writing by ' || due_on || ', no written denial in the log when last seen '
            || seen_on || coalesce(', the record handed over ' || overtaken_on, '') || '.'
    end as facts
from judged
