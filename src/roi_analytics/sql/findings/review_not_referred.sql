-- One row per review asked for of a denial that can be reviewed: was it referred to someone?
-- title: A review asked for and not referred
-- subject: denials
-- citation: 45 CFR 164.524(a)(4), (d)(4)
-- applies_to: access
-- needs: request.legal_path, denial.ground, denial_review.requested_on, denial_review.referred_on
-- The rule says promptly and sets no number: one not referred when last seen, after the day it was asked for, is to be checked. A
-- review that names its reviewer or was decided was referred. counted_on is the day it was asked for, where it was not referred.
with asked as (
    select
        review.provider_id, review.case_id, review.request_id, review.legal_path, review.counted_on, review.requested_on,
        review.seen_on, rule.law_rule, rule.citation,
        review.counted_on between rule.certain_from and rule.certain_to as is_certain,
        review.referred_on is not null or review.reviewer_id is not null or review.is_decided as is_referred,
        coalesce(review.unknown_for, case when not review.has_referral then 'denial_review.referred_on' end) as blank
    from review
    inner join provider_rule as rule
        on rule.provider_id = review.provider_id
        and rule.topic = 'denial_review'
        and rule.code = 'referral'
        and review.counted_on between rule.in_force_from and rule.in_force_to
)

select
    law_rule,
    case
        when is_referred then null
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
    case when not is_referred then blank end as missing,
    case
        when blank is not null
            then blank || ' is blank, unknown or not in the log: whether a review of right was referred cannot be told.'
        else 'Review asked for ' || requested_on || ', not referred when last seen ' || seen_on || ', days since: '
            || date_diff('day', requested_on, seen_on) || '.'
    end as facts
from asked
where is_referred or blank is not null or seen_on > requested_on
