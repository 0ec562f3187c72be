-- One row per review of a denial: after how many days was it decided?
-- title: Days until a review was decided
-- summary: median_days
-- better: lower
-- unit: calendar days from the day it was asked for
-- citation: 45 CFR 164.524(a)(4), (d)(4): within a reasonable time, no number of days
-- counted_on: requested_on (the day it was referred or decided, else of the denial, where none is known)
-- rows_of: denial_review
-- The median is the day by which half of all reviews were decided: those still open count until they were last seen, and one
-- withdrawn competes. Until decided, not until the person was told: a decision that stayed in the house is the finding
-- review_result_not_told.
select
    reply_wait.case_id,
    review.provider_id,
    coalesce(review.requested_on, review.referred_on, review.decided_on, denial.counted_on, review.first_seen_on) as counted_on,
    left(
        cast(coalesce(review.requested_on, review.referred_on, review.decided_on, denial.counted_on, review.first_seen_on) as varchar), 7
    ) as month,
    coalesce(denial.legal_path, 'unknown') as legal_path,
    request.requester_kind,
    provider.state,
    provider.kind,
    request.channel,
    request.handled_by,
    request.business_associate_id,
    coalesce(denial.ground, 'not_recorded') as ground,
    case when reply_wait.reason is null and reply_wait.outcome = 'answered' then reply_wait.days end as value,
    case when reply_wait.reason is null then 'counted' else 'not_assessable' end as standing,
    reply_wait.reason,
    reply_wait.outcome,
    reply_wait.entered,
    reply_wait.days
from denial_review as review
inner join reply_wait
    on reply_wait.table_name = 'denial_review'
    and reply_wait.provider_id = review.provider_id
    and reply_wait.case_id = review.denial_id || '/' || review.ordinal
left join request_denial as denial
    on denial.provider_id = review.provider_id
    and denial.denial_id = review.denial_id
left join provider on provider.provider_id = review.provider_id
left join request
    on request.provider_id = review.provider_id
    and request.request_id = denial.request_id
where coalesce(request.status not in ('duplicate', 'invalid'), true)
