-- One row per person's request whose identity check the log shows: did the check end later than house policy allows?
-- title: An identity check that delays
-- subject: barriers
-- citation: 45 CFR 164.514(h); HHS access guidance
-- applies_to: access
-- needs: request.legal_path, request.identity_proof_on, request_event.stage, request_event.happened_at
-- The check may not become a barrier or a delay; no law sets the days. It ends with the step identity_verified, else with the
-- proof. Both days are told: the person may have been slow to send the proof. counted_on is the day the check ended.
with verified as (
    select
        provider_id,
        request_id,
        min(happened_on) as verified_on
    from request_step
    where stage = 'identity_verified'
    group by
        provider_id,
        request_id
),

judged as (
    select
        request.provider_id,
        request.request_id,
        request.legal_path,
        request.received_on,
        request.identity_proof_on,
        verified.verified_on,
        coalesce(verified.verified_on, request.identity_proof_on) as checked_on,
        rule.law_rule,
        rule.citation,
        request.received_on between rule.certain_from and rule.certain_to as is_certain,
        date_diff('day', request.received_on, coalesce(verified.verified_on, request.identity_proof_on)) as days,
        rule.days as policy_days,
        request.dates_are_exact
    from request
    inner join request_answer as answer
        on answer.provider_id = request.provider_id
        and answer.request_id = request.request_id
    inner join provider_rule as rule
        on rule.provider_id = request.provider_id
        and rule.topic = 'identity_check'
        and rule.day_type = 'calendar'
        and request.received_on between rule.in_force_from and rule.in_force_to
    left join verified
        on verified.provider_id = request.provider_id
        and verified.request_id = request.request_id
    where
        answer.is_case
        and request.legal_path in ('access', 'unknown')
        and (request.identity_proof_on is not null or verified.request_id is not null)
)

select
    law_rule,
    case
        when checked_on is null or not dates_are_exact or (legal_path = 'unknown' and days > policy_days) then 'not_assessable'
        when days <= policy_days then null
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation, request_id as case_id, provider_id, coalesce(checked_on, received_on) as counted_on, request_id, legal_path,
    case
        when checked_on is null then 'request_event.happened_at'
        when not dates_are_exact then 'request.received_on'
        when legal_path = 'unknown' and days > policy_days then 'request.legal_path'
    end as missing,
    case
        when checked_on is null then 'request_event.happened_at is blank: when the identity was verified cannot be told.'
        when not dates_are_exact then 'request.received_on is known to the month only.'
        when legal_path = 'unknown' then 'request.legal_path is unknown: whether a person asked for their own record cannot be told.'
        else 'Received ' || received_on || coalesce(', proof of identity ' || identity_proof_on, '')
            || coalesce(', identity verified ' || verified_on, '') || ', days: ' || days || '.'
    end as facts
from judged
