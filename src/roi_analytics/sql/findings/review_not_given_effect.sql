-- One row per review that decided for the person: was access given?
-- title: A review that was not given effect
-- citation: 45 CFR 164.524(a)(4), (d)(4)
-- applies_to: access
-- needs: denial_review.decided_on, denial_review.outcome, denial_review.effected_on
-- The rule sets no number of days: what was not given when last seen is to be checked. A delivery after the decision is access
-- given. counted_on is the day of decision.
select
    rule.law_rule,
    case
        when review.outcome is null then 'not_assessable'
        when review.effected_on is not null or delivery.last_delivery_on >= review.decided_on then null
        when not review.is_effect_logged and deliveries.table_name is null then 'not_assessable'
        else 'check'
    end as verdict,
    rule.citation,
    review.case_id,
    review.provider_id,
    review.decided_on as counted_on,
    review.request_id,
    review.legal_path,
    case
        when review.outcome is null then 'denial_review.outcome'
        when review.effected_on is not null or delivery.last_delivery_on >= review.decided_on then null
        when not review.is_effect_logged and deliveries.table_name is null then 'denial_review.effected_on'
    end as missing,
    case
        when review.outcome is null then 'denial_review.outcome is blank or not in the log: what was decided cannot be told.'
        when not review.is_effect_logged and deliveries.table_name is null
            then 'denial_review.effected_on is not in the log: whether access was given cannot be told.'
        else 'Review decided ' || review.decided_on || ' for the person, access not given when last seen ' || review.seen_on || '.'
    end as facts
from review
left join request_delivery as delivery
    on delivery.provider_id = review.provider_id
    and delivery.request_id = review.request_id
left join provider_table as deliveries
    on deliveries.provider_id = review.provider_id
    and deliveries.table_name = 'delivery'
inner join provider_rule as rule
    on rule.provider_id = review.provider_id
    and rule.topic = 'denial_review'
    and rule.code = 'effect'
    and review.decided_on between rule.in_force_from and rule.in_force_to
where
    review.decided_on is not null
    and coalesce(review.outcome, 'overturned') in ('overturned', 'partly_overturned')
