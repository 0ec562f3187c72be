-- One row per review asked for of a denial on a reviewable ground: was it referred to a reviewer?
-- title: A review asked for and not referred
-- citation: 45 CFR 164.524(a)(4), (d)(4)
-- applies_to: access
-- needs: denial.ground, denial_review.requested_on, denial_review.referred_on
-- The rule says promptly and sets no number: one not referred when last seen is to be checked. A review that was decided was referred.
select
    rule.law_rule,
    case
        when review.referred_on is not null or review.decided_on is not null or review.reviewer_id is not null then null
        when review.ground is null or not review.is_referral_logged then 'not_assessable'
        else 'check'
    end as verdict,
    rule.citation,
    review.case_id,
    review.provider_id,
    review.counted_on,
    review.request_id,
    review.legal_path,
    case
        when review.referred_on is not null or review.decided_on is not null or review.reviewer_id is not null then null
        when review.ground is null then 'denial.ground'
        when not review.is_referral_logged then 'denial_review.referred_on'
    end as missing,
    case
        when review.ground is null then 'denial.ground is blank: whether it can be reviewed cannot be told.'
        when not review.is_referral_logged then 'denial_review.referred_on is not in the log: whether it was referred cannot be told.'
        else 'Review asked for ' || review.counted_on || ', not referred when last seen ' || review.seen_on || '.'
    end as facts
from review
inner join provider_rule as rule
    on rule.provider_id = review.provider_id
    and rule.topic = 'denial_review'
    and rule.code = 'referral'
    and review.counted_on between rule.in_force_from and rule.in_force_to
