-- One row per handing over on an authorization: is the recipient one whom the form names?
-- title: Handed to someone the authorization does not name
-- subject: authority
-- citation: 45 CFR 164.508(a)(1), (c)(1)(iii)
-- applies_to: authorization
-- needs: request.legal_path, delivery.is_named_in_authority, delivery.outcome
-- What came back, failed or was not fetched reached nobody, and the wrong recipient is another question. Which records a form
-- describes no column tells. counted_on is the day of handing over.
with handed as (
    select
        delivery.provider_id, delivery.delivery_id, delivery.request_id, request.legal_path, delivery.is_named_in_authority,
        coalesce(delivery.sent_on, delivery.delivered_on, delivery.made_available_on, request.received_on) as handed_on,
        case
            when delivery.is_named_in_authority is null then 'delivery.is_named_in_authority'
            when not delivery.is_named_in_authority and request.legal_path = 'unknown' then 'request.legal_path'
        end as missing
    from delivery
    inner join request
        on request.provider_id = delivery.provider_id
        and request.request_id = delivery.request_id
    where
        coalesce(delivery.outcome, 'delivered') = 'delivered'
        and (
            request.legal_path = 'authorization'
            or (request.legal_path = 'unknown' and not delivery.is_named_in_authority)
        )
)

select
    rule.law_rule,
    case
        when handed.missing is not null then 'not_assessable'
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
    handed.missing,
    case handed.missing
        when 'delivery.is_named_in_authority'
            then 'delivery.is_named_in_authority is blank or not in the log: whether the recipient was named cannot be told.'
        when 'request.legal_path' then 'request.legal_path is unknown: what the release had to rest on cannot be told.'
        else 'Handed over ' || handed.handed_on || ', recorded: the recipient is not named in the authorization.'
    end as facts
from handed
inner join provider_rule as rule
    on rule.provider_id = handed.provider_id
    and rule.topic = 'authorization_defect'
    and rule.code = 'scope'
    and handed.handed_on between rule.in_force_from and rule.in_force_to
