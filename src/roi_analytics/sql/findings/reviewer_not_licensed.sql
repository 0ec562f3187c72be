-- One row per review of a denial that was referred or decided: is the reviewer a licensed health care professional?
-- title: Reviewed by someone not licensed
-- citation: 45 CFR 164.524(a)(4)
-- applies_to: access
-- needs: denial.ground, denial_review.reviewer_is_licensed
-- counted_on is the day the review was asked for.
select
    rule.law_rule,
    case
        when review.ground is null or review.reviewer_is_licensed is null then 'not_assessable'
        when review.reviewer_is_licensed then null
        when review.counted_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    review.case_id,
    review.provider_id,
    review.counted_on,
    review.request_id,
    review.legal_path,
    case
        when review.ground is null then 'denial.ground'
        when review.reviewer_is_licensed is null then 'denial_review.reviewer_is_licensed'
    end as missing,
    case
        when review.ground is null then 'denial.ground is blank: whether it can be reviewed cannot be told.'
        when review.reviewer_is_licensed is null
            then 'denial_review.reviewer_is_licensed is blank or not in the log: who reviewed cannot be told.'
        else 'Review asked for ' || review.counted_on || ', the reviewer is not licensed as the log says.'
    end as facts
from review
inner join provider_rule as rule
    on rule.provider_id = review.provider_id
    and rule.topic = 'denial_review'
    and rule.code = 'licensed'
    and review.counted_on between rule.in_force_from and rule.in_force_to
where
    review.referred_on is not null
    or review.reviewer_id is not null
    or review.decided_on is not null
