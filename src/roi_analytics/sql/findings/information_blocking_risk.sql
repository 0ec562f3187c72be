-- One row per fee line, and per answer owed, on a person's own request for an electronic record: is it a risk of information blocking?
-- title: A risk of information blocking
-- subject: barriers
-- citation: 45 CFR 171.103, 171.301, 171.302(b)
-- applies_to: access
-- needs: request.legal_path, request_item.held_as, fee_line.kind, fee_line.amount_usd, request.received_on
-- A risk and never more: what was known and meant no log shows. A fee counts that the access rule does not allow, or one for
-- viewing on a portal. No number of days is set for delay: here it is an answer later than the access rule's day. Lines without
-- a kind, and requests whose answer cannot be judged, are told elsewhere. counted_on is the day of the bill, or the due day.
with kept as (
    select
        provider_id,
        request_id,
        max(case when held_as in ('electronic', 'mixed') then 1 when held_as is not null then 0 end) = 1 as is_electronic
    from request_item
    group by provider_id, request_id
),

act as (
    select
        charged.provider_id, charged.request_id, charged.case_id, charged.legal_path, charged.charged_on as counted_on,
        'prohibited_fee' as code, not coalesce(fee_rule.is_allowed, false) as is_risk,
        charged.amount_usd is null as is_amount_missing,
        'USD ' || charged.amount_usd || ' charged for ' || replace(charged.kind, '_', ' ') || ' on ' || charged.charged_on as what
    from charged_line as charged
    inner join provider_rule as fee_rule
        on fee_rule.provider_id = charged.provider_id
        and fee_rule.code = charged.kind
        and (fee_rule.topic = 'fee_component' or (fee_rule.topic = 'free_channel' and fee_rule.code = 'portal_view'))
        and charged.charged_on between fee_rule.in_force_from and fee_rule.in_force_to
    union all
    select
        request.provider_id, request.request_id, request.request_id as case_id, request.legal_path,
        coalesce(missed.due_on, deadline.due_on) as counted_on,
        'delay' as code, missed.request_id is not null as is_risk, false as is_amount_missing,
        'Received ' || request.received_on || ', due ' || missed.due_on
        || coalesce(', answered ' || answer.answered_on, ', no answer known when last seen ' || request.last_seen_on) as what
    from request
    inner join request_answer as answer on answer.provider_id = request.provider_id and answer.request_id = request.request_id
    inner join request_deadline as deadline on deadline.provider_id = request.provider_id and deadline.request_id = request.request_id
    left join deadline_missed as missed on missed.provider_id = request.provider_id and missed.request_id = request.request_id
    where
        answer.is_case
        and answer.assessable_reason is null
        and (answer.answered_on is not null or answer.outcome in ('open', 'unknown'))
),

judged as (
    select
        act.provider_id, act.request_id, act.case_id, act.legal_path, act.counted_on, act.code, act.is_risk, act.what,
        case
            when act.is_risk and act.is_amount_missing then 'fee_line.amount_usd'
            when act.is_risk and kept.is_electronic is null then 'request_item.held_as'
            when act.is_risk and act.legal_path = 'unknown' then 'request.legal_path'
        end as missing
    from act
    left join kept on kept.provider_id = act.provider_id and kept.request_id = act.request_id
    where act.legal_path in ('access', 'unknown') and coalesce(kept.is_electronic, act.is_risk)
)

select
    rule.law_rule,
    case when judged.missing is not null then 'not_assessable' when judged.is_risk then 'check' end as verdict,
    rule.citation, judged.case_id, judged.provider_id, judged.counted_on, judged.request_id, judged.legal_path, judged.missing,
    coalesce(
        judged.missing || ' is blank, unknown or not in the log: whether there is a risk of information blocking cannot be told.',
        judged.what || ', on a record kept electronically.'
    ) as facts
from judged
inner join provider_rule as rule
    on rule.provider_id = judged.provider_id
    and rule.topic = 'information_blocking'
    and rule.code = judged.code
    and judged.counted_on between rule.in_force_from and rule.in_force_to
