-- One row per item given on a person's request whose form the law leaves to the person: was it given in the form asked for?
-- title: Paper given where an electronic copy was asked for
-- subject: barriers
-- citation: 45 CFR 164.524(c)(2)(ii)
-- applies_to: access
-- needs: request.legal_path, request_item.format_requested, request_item.format_provided, request_item.held_as
-- Of a record kept electronically an electronic copy is due, as asked if readily producible, else in an agreed electronic form:
-- paper is not the fallback. A record kept partly so, or let be seen only, is for checking. Some states leave paper or
-- electronic to the person wherever the record is. counted_on is the day something was first given.
with given as (
    select
        item.provider_id, item.request_id, item.item_no, request.legal_path, request.requester_kind, item.held_as,
        item.format_requested, item.format_provided,
        case when item.format_requested in ('portal', 'media') then 'electronic' else item.format_requested end as asked,
        case when item.format_provided in ('portal', 'media') then 'electronic' else item.format_provided end as given_as,
        coalesce(answer.first_delivery_on, answer.answered_on, request.completed_on, request.received_on) as given_on
    from request_item as item
    inner join request on request.provider_id = item.provider_id and request.request_id = item.request_id
    inner join request_answer as answer on answer.provider_id = item.provider_id and answer.request_id = item.request_id
    where
        answer.is_case
        and coalesce(item.format_requested, 'electronic') <> 'inspection'
        and coalesce(item.outcome, case when item.format_provided is not null then 'provided' else answer.outcome end) = 'provided'
        and request.legal_path in ('access', 'unknown')
),

judged as (
    select
        given.provider_id, given.request_id, given.item_no, given.legal_path, given.format_requested, given.format_provided,
        given.given_on, given.held_as, given.asked <> given.given_as as is_other,
        rule.law_rule, rule.citation,
        coalesce(given.held_as = 'electronic' and given.given_as = 'paper', false)
        and given.given_on between rule.certain_from and rule.certain_to as is_certain,
        case
            when given.given_as is null then 'request_item.format_provided'
            when given.asked is null and given.given_as <> 'electronic' then 'request_item.format_requested'
            when given.asked = given.given_as then null
            when given.legal_path = 'unknown' then 'request.legal_path'
            when rule.record_format = 'electronic' and given.held_as is null then 'request_item.held_as'
        end as missing
    from given
    inner join provider_rule as rule
        on rule.provider_id = given.provider_id
        and rule.topic = 'format_right'
        and given.given_on between rule.in_force_from and rule.in_force_to
    inner join law_party as party
        on party.law_rule = rule.law_rule
        and party.legal_path = 'access'
        and (party.requester_kind is null or party.requester_kind = given.requester_kind)
    where
        case
            when given.asked is null then given.held_as = 'electronic' and coalesce(given.given_as, 'paper') <> 'electronic'
            when rule.record_format <> 'electronic' then true
            else given.asked = 'electronic' and coalesce(given.held_as, 'mixed') in ('electronic', 'mixed')
        end
    qualify row_number() over (
        partition by given.provider_id, given.request_id, given.item_no
        order by is_certain desc, missing is not null, rule.jurisdiction desc, rule.law_rule
    ) = 1
)

select
    law_rule,
    case when missing is not null then 'not_assessable' when is_other then case when is_certain then 'apparent' else 'check' end end
        as verdict,
    citation, request_id || '/' || item_no as case_id, provider_id, given_on as counted_on, request_id, legal_path, missing,
    case
        when missing = 'request.legal_path'
            then 'request.legal_path is unknown: whether a person asked for their own record cannot be told.'
        when missing is not null then missing || ' is blank or not in the log: whether the form asked for was given cannot be told.'
        else 'Asked for ' || format_requested || ', kept as ' || coalesce(held_as, 'not recorded') || ', given as ' || format_provided
            || ' on ' || given_on || '.'
    end as facts
from judged
