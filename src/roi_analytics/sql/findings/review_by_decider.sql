-- One row per review that has a reviewer or was decided: did someone other than the one who denied review it?
-- title: Reviewed by the one who denied
-- subject: denials
-- citation: 45 CFR 164.524(a)(4)
-- applies_to: access
-- needs: request.legal_path, denial.ground, denial.decided_by, denial_review.requested_on, denial_review.reviewer_id
-- Until it is decided the reviewer can still be changed: to be checked. Another who had a part in the denial is not in a log.
-- counted_on is the day it was decided, else referred, else asked for.
with reviewed as (
    select
        review.provider_id, review.case_id, review.request_id, review.legal_path, review.counted_on, review.requested_on,
        review.decided_on, review.reviewer_id <> review.decided_by as is_other, rule.law_rule, rule.citation,
        review.counted_on between rule.certain_from and rule.certain_to and review.is_decided as is_certain,
        case
            when review.reviewer_id <> review.decided_by then null
            when review.unknown_for is not null then review.unknown_for
            when review.reviewer_id is null then 'denial_review.reviewer_id'
            when review.decided_by is null then 'denial.decided_by'
        end as missing
    from review
    inner join provider_rule as rule
        on rule.provider_id = review.provider_id
        and rule.topic = 'denial_review'
        and rule.code = 'independent'
        and review.counted_on between rule.in_force_from and rule.in_force_to
    where review.reviewer_id is not null or review.is_decided
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when is_other then null
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
            then missing || ' is blank, unknown or not in the log: whether a review of right was made by another cannot be told.'
        else 'Review asked for ' || requested_on || ', reviewer and decider of the denial logged as the same, '
            || coalesce('decided ' || decided_on, 'no day of decision') || '.'
    end as facts
from reviewed
