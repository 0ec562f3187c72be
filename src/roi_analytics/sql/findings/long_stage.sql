-- One row per step of a person's request that waited on the provider or its vendor: did it wait longer than house policy?
-- title: A long step on the provider's side
-- subject: turnaround
-- citation: House policy; 45 CFR 164.524(b)(2)
-- applies_to: access, directive
-- needs: request.legal_path, request_event.stage, request_event.happened_at, request_event.waiting_on
-- No law sets the days: it is where to look first. A vendor's delay is the provider's. Whom a step waited for is blank: told
-- where it was long. counted_on is the day the step began.
with step as (
    select
        step.provider_id,
        step.request_id,
        step.event_no,
        step.stage,
        step.waiting_on,
        request.legal_path,
        coalesce(step.happened_on, request.received_on) as counted_on,
        step.happened_on,
        step.until_on,
        rule.law_rule,
        rule.citation,
        request.received_on between rule.certain_from and rule.certain_to as is_certain,
        date_diff('day', step.happened_on, step.until_on) as waited_days,
        coalesce(date_diff('day', step.happened_on, step.until_on) > rule.days, false) as is_long,
        step.has_undated_step
    from request_step as step
    inner join request
        on request.provider_id = step.provider_id
        and request.request_id = step.request_id
    inner join request_answer as answer
        on answer.provider_id = step.provider_id
        and answer.request_id = step.request_id
    inner join provider_rule as rule
        on rule.provider_id = step.provider_id
        and rule.topic = 'stage_wait'
        and rule.day_type = 'calendar'
        and request.received_on between rule.in_force_from and rule.in_force_to
    where
        answer.is_case
        and request.legal_path in ('access', 'directive', 'unknown')
        and coalesce(step.waiting_on, 'provider') in ('provider', 'vendor')
        and coalesce(step.stage, 'other') not in ('released', 'closed')
),

judged as (
    select
        provider_id, request_id, event_no, stage, waiting_on, legal_path, counted_on, happened_on, until_on, law_rule, citation,
        is_certain, waited_days, is_long,
        case
            when happened_on is null or (is_long and has_undated_step) then 'request_event.happened_at'
            when until_on is null then 'request.closed_on'
            when is_long and waiting_on is null then 'request_event.waiting_on'
            when is_long and legal_path = 'unknown' then 'request.legal_path'
        end as missing
    from step
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when not is_long then null
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation, request_id || '/' || event_no as case_id, provider_id, counted_on, request_id, legal_path, missing,
    case missing
        when 'request_event.happened_at' then 'request_event.happened_at is blank: how long a step waited cannot be told.'
        when 'request.closed_on' then 'request.closed_on is blank: until when the last step waited cannot be told.'
        when 'request_event.waiting_on' then 'request_event.waiting_on is blank: for whom a long step waited cannot be told.'
        when 'request.legal_path' then 'request.legal_path is unknown: whose request waited cannot be told.'
        else 'Step ' || coalesce(replace(stage, '_', ' '), 'not named') || ' of ' || happened_on || ' waited on the '
            || waiting_on || ' until ' || until_on || ', days: ' || waited_days || '.'
    end as facts
from judged
