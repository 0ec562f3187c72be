-- One row per refusal of a person's own request: was it told in writing?
-- title: Refused without a written denial
-- citation: 45 CFR 164.524(b)(2)(i)(B), (d)(2)
-- applies_to: access
-- needs: request.legal_path, request.status, denial.notice_sent_on
-- A request logged as denied without a denial of its own counts too. A notice may still be on its way until the answer was due:
-- until then the refusal is no case. counted_on is the day of denial.
with refused as (
    select
        provider_id, denial_id as case_id, request_id, legal_path, counted_on, told_on, is_notice_logged, last_seen_on
    from request_denial
    where legal_path in ('access', 'unknown')
    union all
    select
        request.provider_id, request.request_id || '/denied' as case_id, request.request_id, request.legal_path,
        coalesce(request.completed_on, request.last_seen_on) as counted_on,
        cast(null as date) as told_on,
        letters.table_name is not null as is_notice_logged,
        request.last_seen_on
    from request
    left join request_denial as denial
        on denial.provider_id = request.provider_id
        and denial.request_id = request.request_id
    left join request_notice as notice
        on notice.provider_id = request.provider_id
        and notice.request_id = request.request_id
    left join provider_table as letters
        on letters.provider_id = request.provider_id
        and letters.table_name in ('denial', 'correspondence')
    where
        request.status = 'denied'
        and denial.denial_id is null
        and notice.any_denial_on is null
        and request.legal_path in ('access', 'unknown')
    qualify row_number() over (partition by request.provider_id, request.request_id order by letters.table_name) = 1
)

select
    rule.law_rule,
    case
        when refused.told_on is not null then null
        when refused.legal_path = 'unknown' or not refused.is_notice_logged then 'not_assessable'
        when refused.counted_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    refused.case_id,
    refused.provider_id,
    refused.counted_on,
    refused.request_id,
    refused.legal_path,
    case
        when refused.told_on is not null then null
        when refused.legal_path = 'unknown' then 'request.legal_path'
        when not refused.is_notice_logged then 'denial.notice_sent_on'
    end as missing,
    case
        when refused.legal_path = 'unknown' then 'request.legal_path is unknown: whether a written denial was due cannot be told.'
        when not refused.is_notice_logged then 'denial.notice_sent_on is not in the log: whether it was told in writing cannot be told.'
        else 'Refused ' || refused.counted_on || ', no written denial when last seen ' || refused.last_seen_on || '.'
    end as facts
from refused
left join request_deadline as deadline
    on deadline.provider_id = refused.provider_id
    and deadline.request_id = refused.request_id
inner join provider_rule as rule
    on rule.provider_id = refused.provider_id
    and rule.topic = 'denial_notice'
    and rule.code = 'DN1'
    and refused.counted_on between rule.in_force_from and rule.in_force_to
where
    refused.told_on is not null
    or deadline.due_on is null
    or refused.last_seen_on > deadline.due_on
