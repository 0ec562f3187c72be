-- One row per review that has a reviewer or was decided: is the reviewer a licensed health care professional?
-- title: Reviewed by someone not licensed
-- subject: denials
-- citation: 45 CFR 164.524(a)(4)
-- applies_to: access
-- needs: request.legal_path, denial.ground, denial_review.requested_on, denial_review.reviewer_is_licensed
-- Until it is decided the reviewer can still be changed: to be checked. counted_on is the day it was decided, else referred, else
-- asked for.
with reviewed as (
    select
        review.provider_id, review.case_id, review.request_id, review.legal_path, review.counted_on, review.requested_on,
        review.decided_on, review.reviewer_is_licensed, rule.law_rule, rule.citation,
        review.counted_on between rule.certain_from and rule.certain_to and review.is_decided as is_certain,
        case
            when review.reviewer_is_licensed then null
            when review.unknown_for is not null then review.unknown_for
            when review.reviewer_is_licensed is null then 'denial_review.reviewer_is_licensed'
        end as missing
    from review
    inner join provider_rule as rule
        on rule.provider_id = review.provider_id
        and rule.topic = 'denial_review'
        and rule.code = 'licensed'
        and review.counted_on between rule.in_force_from and rule.in_force_to
    where review.reviewer_id is not null or review.reviewer_is_licensed is not null or review.is_decided
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when reviewer_is_licensed then null
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation,
    case_id,
    provider_id,
    counted_on,
    request_id,
    legal_path,
    missing,
    case
        when missing is not null
            then missing || ' is blank, unknown or not in the log: whether a licensed professional reviewed as of right cannot be told.'
        else 'Review asked for ' || requested_on || ', the reviewer logged as not licensed, '
            || coalesce('decided ' || decided_on, 'no day of decision') || '.'
    end as facts
from reviewed
