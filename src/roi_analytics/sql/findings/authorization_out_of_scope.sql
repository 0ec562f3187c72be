-- One row per handing over on an authorization: is the recipient one whom the form names?
-- title: Handed to someone the authorization does not name
-- citation: 45 CFR 164.508(a)(1), (c)(1)(iii)
-- applies_to: authorization
-- needs: request.legal_path, delivery.is_named_in_authority, delivery.outcome
-- What came back or failed reached nobody. Which records a form names no column tells. counted_on is the day of handing over.
with handed as (
    select
        delivery.provider_id, delivery.delivery_id, delivery.request_id, request.legal_path, delivery.is_named_in_authority,
        coalesce(delivery.sent_on, delivery.delivered_on, delivery.made_available_on, request.received_on) as handed_on
    from delivery
    inner join request
        on request.provider_id = delivery.provider_id
        and request.request_id = delivery.request_id
    where
        request.legal_path = 'authorization'
        and coalesce(delivery.outcome, 'delivered') not in ('returned', 'failed')
)

select
    rule.law_rule,
    case
        when handed.is_named_in_authority is null then 'not_assessable'
        when handed.is_named_in_authority then null
        when handed.handed_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    handed.delivery_id as case_id,
    handed.provider_id,
    handed.handed_on as counted_on,
    handed.request_id,
    handed.legal_path,
    case when handed.is_named_in_authority is null then 'delivery.is_named_in_authority' end as missing,
    case
        when handed.is_named_in_authority is null
            then 'delivery.is_named_in_authority is blank or not in the log: whether the recipient was named cannot be told.'
        else 'Handed over ' || handed.handed_on || ' to a recipient whom the authorization does not name, as the log says.'
    end as facts
from handed
inner join provider_rule as rule
    on rule.provider_id = handed.provider_id
    and rule.topic = 'authorization_defect'
    and rule.code = 'scope'
    and handed.handed_on between rule.in_force_from and rule.in_force_to
