-- One row per review that decided, in whole or part, for the person: was access given?
-- title: A review not given effect
-- subject: denials
-- citation: 45 CFR 164.524(a)(4), (d)(4)
-- applies_to: access
-- needs: denial.ground, denial_review.requested_on, denial_review.outcome, denial_review.effected_on, delivery.sent_on
-- The rule sets no number of days: access not given when last seen, after the day of decision, is to be checked. Records handed over
-- on that day or later are access given. A review that upheld the denial leaves nothing to give. counted_on is the day of decision,
-- else referred, else asked for.
with decided as (
    select
        review.provider_id, review.case_id, review.request_id, review.legal_path, review.counted_on, review.seen_on,
        review.outcome, rule.law_rule, rule.citation,
        review.counted_on between rule.certain_from and rule.certain_to as is_certain,
        review.effected_on is not null or coalesce(delivery.last_delivery_on >= review.counted_on, false) as is_given,
        case
            when review.unknown_for is not null then review.unknown_for
            when coalesce(review.outcome, 'open') = 'open' then 'denial_review.outcome'
            when not review.has_effect and fed.table_name is null then 'denial_review.effected_on'
        end as blank
    from review
    inner join provider_rule as rule
        on rule.provider_id = review.provider_id
        and rule.topic = 'denial_review'
        and rule.code = 'effect'
        and review.counted_on between rule.in_force_from and rule.in_force_to
    left join request_delivery as delivery
        on delivery.provider_id = review.provider_id
        and delivery.request_id = review.request_id
    left join provider_table as fed
        on fed.provider_id = review.provider_id
        and fed.table_name = 'delivery'
    where
        review.is_decided
        and coalesce(review.outcome, 'open') <> 'upheld'
)

select
    law_rule,
    case
        when is_given then null
        when blank is not null then 'not_assessable'
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation,
    case_id,
    provider_id,
    counted_on,
    request_id,
    legal_path,
    case when not is_given then blank end as missing,
    case
        when blank is not null
            then blank || ' is blank, unknown or not in the log: whether what a review decided was given cannot be told.'
        else 'Review decided by ' || counted_on || ', ' || replace(outcome, '_', ' ')
            || ', access not given in the log when last seen ' || seen_on || ', days since: ' || date_diff('day', counted_on, seen_on) || '.'
    end as facts
from decided
where is_given or blank is not null or seen_on > counted_on
