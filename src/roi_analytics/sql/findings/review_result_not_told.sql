-- One row per review of a denial that was decided: was the person told what it decided?
-- title: The result of a review not told
-- citation: 45 CFR 164.524(d)(4)
-- applies_to: access
-- needs: denial_review.decided_on, denial_review.notified_on
-- The rule says promptly and sets no number: a result not told when last seen is to be checked. counted_on is the day of decision.
select
    rule.law_rule,
    case
        when review.notified_on is not null then null
        when review.is_notice_logged then 'check'
        else 'not_assessable'
    end as verdict,
    rule.citation,
    review.case_id,
    review.provider_id,
    review.decided_on as counted_on,
    review.request_id,
    review.legal_path,
    case when review.notified_on is null and not review.is_notice_logged then 'denial_review.notified_on' end as missing,
    case
        when review.is_notice_logged then 'Review decided ' || review.decided_on || ', the person not told when last seen ' || review.seen_on || '.'
        else 'denial_review.notified_on is not in the log: whether the person was told cannot be said.'
    end as facts
from review
inner join provider_rule as rule
    on rule.provider_id = review.provider_id
    and rule.topic = 'denial_review'
    and rule.code = 'notice'
    and review.decided_on between rule.in_force_from and rule.in_force_to
where review.decided_on is not null
