-- One row per denial of a person's own request told in writing, and rule on when: was it told by the due day?
-- title: A denial told late
-- subject: denials
-- citation: 45 CFR 164.524(b)(2)(i)(B), (d)(2), or the state's time for a denial
-- applies_to: access
-- needs: request.legal_path, request.received_on, denial.notice_sent_on
-- The due day itself is in time. Where the whole record was handed over by then the refusal did not stand, and one handed over
-- later makes it a matter to check. counted_on is the due day, else the day of denial.
with told as (
    select
        denial.provider_id, denial.denial_id, denial.request_id, denial.legal_path, denial.counted_on, denial.received_on,
        denial.told_on, due.topic, due.law_rule, due.citation, due.due_on, due.overtaken_on,
        coalesce(due.overtaken_on <= due.due_on, false) as is_overtaken_in_time,
        due.can_be_apparent and due.overtaken_on is null as is_certain,
        case
            when denial.legal_path = 'unknown' then 'request.legal_path'
            when denial.told_on is null then 'correspondence.sent_on'
            when not due.dates_are_exact or denial.told_on < denial.received_on then 'request.received_on'
        end as blank
    from request_denial as denial
    left join denial_due as due
        on due.provider_id = denial.provider_id
        and due.request_id = denial.request_id
    where
        (denial.told_on is not null or denial.has_undated_letter)
        and (denial.legal_path = 'unknown' or due.request_id is not null)
)

select
    law_rule,
    case
        when is_overtaken_in_time then null
        when blank is not null then 'not_assessable'
        when told_on <= due_on then null
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation,
    denial_id || case when topic = 'denial_deadline' then '/state' else '' end as case_id,
    provider_id,
    coalesce(due_on, counted_on) as counted_on,
    request_id,
    legal_path,
    case when not is_overtaken_in_time then blank end as missing,
    case blank
        when 'request.legal_path' then 'request.legal_path is unknown: whether a denial had a day to be told by cannot be said.'
        when 'correspondence.sent_on' then 'correspondence.sent_on is blank: when the denial was told in writing cannot be said.'
        when 'request.received_on'
            then 'request.received_on is known to the month only or lies after the notice: whether it was in time cannot be said.'
        else 'Received ' || received_on || ', due ' || due_on || ', denied in writing ' || told_on || ', days late: '
            || date_diff('day', due_on, told_on) || coalesce(', the record handed over ' || overtaken_on, '') || '.'
    end as facts
from told
