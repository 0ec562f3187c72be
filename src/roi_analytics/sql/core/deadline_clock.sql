-- One row per request and deadline rule that binds it on the day it was received: the day its clock starts, and how sure that is.
-- Which law binds follows from the legal path, who asks and what for (law_party). A rule that starts on a written request
-- does not bind one that the log says was not written; one for electronic records does not bind a request for paper; one
-- for seeing the record binds a request to see it only. A clock that starts on payment has no day before it.
with bound as (
    select
        request.provider_id,
        request.request_id,
        request.received_on,
        request.proof_on,
        rule.topic, rule.law_rule, rule.jurisdiction, rule.citation, rule.days, rule.day_type, rule.extension_days,
        rule.extension_from,
        case rule.clock_start
            when 'authorization_received' then greatest(request.received_on, coalesce(request.proof_on, request.received_on))
            when 'payment_received' then case when paid.paid_on is not null then greatest(request.received_on, paid.paid_on) end
            when 'discharge' then null
            else request.received_on
        end as starts_on,
        request.received_on between rule.certain_from and rule.certain_to
        and request.dates_are_exact
        and coalesce(request.is_written, rule.clock_start <> 'written_request_received')
        and (rule.clock_start <> 'authorization_received' or request.proof_on is not null)
        and (rule.record_format <> 'electronic' or coalesce(asked.is_electronic_asked, false))
        and not coalesce(
            request.legal_path in ('access', 'directive') and request.requester_kind <> 'patient' and request.proof_on > request.received_on, false
        ) as can_be_apparent
    from request
    inner join provider_rule as rule
        on rule.provider_id = request.provider_id
        and rule.topic in ('response_deadline', 'inspection_deadline', 'denial_deadline')
        and request.received_on between rule.in_force_from and rule.in_force_to
    inner join law_party as party
        on party.law_rule = rule.law_rule
        and party.legal_path = request.legal_path
        and (party.requester_kind is null or party.requester_kind = request.requester_kind)
        and (party.stated_need is null or party.stated_need = request.stated_need)
    left join request_asked as asked
        on asked.provider_id = request.provider_id
        and asked.request_id = request.request_id
    left join request_paid as paid
        on paid.provider_id = request.provider_id
        and paid.request_id = request.request_id
    where
        (rule.clock_start <> 'written_request_received' or coalesce(request.is_written, true))
        and (rule.record_format <> 'electronic' or coalesce(asked.is_electronic_asked, true))
        and (rule.topic <> 'inspection_deadline' or coalesce(asked.is_inspection_asked, false))
)

select distinct
    provider_id, request_id, received_on, proof_on, topic, law_rule, jurisdiction, citation, days, day_type, extension_days,
    extension_from, starts_on, can_be_apparent
from bound
where starts_on is not null
