-- One row per request and deadline rule that binds it on the day it was received: the due day without and with an extension.
-- Receipt is day nought. Calendar days do not roll over a weekend; business days are counted through the calendar.
-- A rule that starts on a written request does not bind one that the log says was not written.
with bound as (
    select
        request.provider_id,
        request.request_id,
        request.received_on,
        rule.law_rule,
        rule.jurisdiction,
        rule.citation,
        rule.days,
        rule.day_type,
        rule.extension_days,
        coalesce(request.received_on >= rule.certain_from, false)
        and request.dates_are_exact
        and coalesce(request.is_written, rule.clock_start = 'request_received')
        and not coalesce(request.requester_kind <> 'patient' and request.authority_proof_on > request.received_on, false)
            as can_be_apparent
    from request
    inner join provider_rule as rule
        on rule.provider_id = request.provider_id
        and rule.topic = 'response_deadline'
    where
        (
            rule.applies_to = request.legal_path
            or (request.legal_path = 'access' and rule.applies_to = request.requester_kind)
        )
        and request.received_on >= coalesce(rule.effective_from, request.received_on)
        and request.received_on <= coalesce(rule.effective_to, request.received_on)
        and (rule.clock_start = 'request_received' or coalesce(request.is_written, true))
)

select
    bound.provider_id,
    bound.request_id,
    bound.law_rule,
    bound.jurisdiction,
    bound.citation,
    bound.can_be_apparent,
    case
        when bound.day_type = 'calendar' then cast(bound.received_on + bound.days * interval 1 day as date)
        else due_day.day
    end as base_due_on,
    case
        when bound.day_type = 'calendar'
            then cast(bound.received_on + (bound.days + bound.extension_days) * interval 1 day as date)
        else longest_day.day
    end as longest_due_on
from bound
left join calendar as receipt
    on bound.day_type = 'business'
    and receipt.state = bound.jurisdiction
    and receipt.day = bound.received_on
left join calendar as due_day
    on due_day.state = receipt.state
    and due_day.is_business_day
    and due_day.business_day_number = receipt.business_day_number + bound.days
left join calendar as longest_day
    on longest_day.state = receipt.state
    and longest_day.is_business_day
    and longest_day.business_day_number = receipt.business_day_number + bound.days + bound.extension_days
