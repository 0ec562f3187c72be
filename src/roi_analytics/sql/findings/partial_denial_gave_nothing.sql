-- One row per refusal of a part of a person's own request: was the rest given?
-- title: A part refused, and nothing of the rest given
-- citation: 45 CFR 164.524(d)(1)
-- applies_to: access
-- needs: request.legal_path, denial.is_whole, request_item.outcome, delivery.sent_on
-- The rest is given by a delivery or an item provided. A request still open has time for it until its due day. counted_on is the
-- day of denial.
with rest as (
    select
        provider_id,
        request_id,
        count(*) filter (where outcome = 'provided') as provided,
        count(*) filter (where coalesce(outcome, 'pending') not in ('denied', 'not_held')) as owed
    from request_item
    where request_id is not null
    group by
        provider_id,
        request_id
),

part as (
    select
        denial.provider_id, denial.denial_id, denial.request_id, denial.legal_path, denial.counted_on, denial.last_seen_on,
        delivery.first_delivery_on is not null or coalesce(rest.provided, 0) > 0 as is_rest_given,
        rest.owed,
        deadline.due_on,
        feeds.table_name is not null or rest.request_id is not null as is_rest_logged
    from request_denial as denial
    left join rest
        on rest.provider_id = denial.provider_id and rest.request_id = denial.request_id
    left join request_delivery as delivery
        on delivery.provider_id = denial.provider_id and delivery.request_id = denial.request_id
    left join request_deadline as deadline
        on deadline.provider_id = denial.provider_id and deadline.request_id = denial.request_id
    left join provider_table as feeds
        on feeds.provider_id = denial.provider_id and feeds.table_name = 'delivery'
    where
        denial.legal_path = 'access'
        and not denial.is_whole
    qualify row_number() over (partition by denial.provider_id, denial.request_id order by denial.counted_on, denial.denial_id) = 1
)

select
    rule.law_rule,
    case
        when part.is_rest_given then null
        when not part.is_rest_logged then 'not_assessable'
        when part.owed is null then 'check'
        when part.counted_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    part.denial_id as case_id,
    part.provider_id,
    part.counted_on,
    part.request_id,
    part.legal_path,
    case when not part.is_rest_given and not part.is_rest_logged then 'delivery.sent_on' end as missing,
    case
        when not part.is_rest_logged then 'delivery.sent_on is not in the log: whether the rest was given cannot be told.'
        else 'A part denied ' || part.counted_on || ', due ' || coalesce(cast(part.due_on as varchar), 'on a day not known')
            || ', nothing of the rest given when last seen ' || part.last_seen_on || '.'
    end as facts
from part
inner join provider_rule as rule
    on rule.provider_id = part.provider_id
    and rule.topic = 'partial_denial'
    and part.counted_on between rule.in_force_from and rule.in_force_to
where
    part.is_rest_given
    or (coalesce(part.owed, 1) > 0 and part.last_seen_on > coalesce(part.due_on, part.counted_on))
