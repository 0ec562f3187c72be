-- One row per handing over of records: did they reach the right one?
-- title: Records to the wrong recipient
-- subject: disclosures
-- citation: 45 CFR 164.502(a)
-- applies_to: every path
-- needs: delivery.outcome
-- counted_on is the day of handing over. Whether it is a breach to be notified is for the provider's own assessment.
with handed as (
    select
        delivery.provider_id, delivery.delivery_id, delivery.request_id, delivery.outcome,
        coalesce(request.legal_path, 'unknown') as legal_path,
        coalesce(delivery.sent_on, delivery.delivered_on, delivery.made_available_on, request.received_on, delivery.extracted_on) as handed_on
    from delivery
    left join request
        on request.provider_id = delivery.provider_id
        and request.request_id = delivery.request_id
)

select
    rule.law_rule,
    case
        when handed.outcome is null then 'not_assessable'
        when handed.outcome <> 'wrong_recipient' then null
        when handed.handed_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    handed.delivery_id as case_id,
    handed.provider_id,
    handed.handed_on as counted_on,
    handed.request_id,
    handed.legal_path,
    case when handed.outcome is null then 'delivery.outcome' end as missing,
    case
        when handed.outcome is null then 'delivery.outcome is blank or not in the log: whom the records reached cannot be told.'
        else 'Handed over ' || handed.handed_on || ', outcome recorded: wrong recipient.'
    end as facts
from handed
inner join provider_rule as rule
    on rule.provider_id = handed.provider_id
    and rule.topic = 'right_recipient'
    and handed.handed_on between rule.in_force_from and rule.in_force_to
