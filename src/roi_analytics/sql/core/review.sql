-- One row per review of a denial that may be one the person has a right to: who reviewed, and what became of it.
-- A right to a review goes with the reviewable grounds, and only where the person asks for it: unknown_for names what the log
-- does not tell of that. A review that was withdrawn is no case. counted_on is the day it was decided, else referred, else asked for.
with mapped as (
    select
        load_id,
        max(case when column_name = 'referred_on' then 1 else 0 end) = 1 as has_referral,
        max(case when column_name = 'notified_on' then 1 else 0 end) = 1 as has_notice,
        max(case when column_name = 'effected_on' then 1 else 0 end) = 1 as has_effect
    from load_column
    where table_name = 'denial_review'
    group by load_id
)

select
    review.provider_id,
    review.denial_id || '/' || review.ordinal as case_id,
    denial.request_id,
    denial.legal_path,
    denial.decided_by,
    review.requested_on,
    review.referred_on,
    review.reviewer_id,
    review.reviewer_is_licensed,
    review.decided_on,
    review.notified_on,
    review.outcome,
    review.effected_on,
    review.decided_on is not null or coalesce(review.outcome in ('upheld', 'overturned', 'partly_overturned'), false) as is_decided,
    coalesce(mapped.has_referral, false) as has_referral,
    coalesce(mapped.has_notice, false) as has_notice,
    coalesce(mapped.has_effect, false) as has_effect,
    case
        when denial.legal_path = 'unknown' then 'request.legal_path'
        when denial.ground is null then 'denial.ground'
        when review.requested_on is null then 'denial_review.requested_on'
    end as unknown_for,
    coalesce(review.decided_on, review.referred_on, review.requested_on, denial.counted_on) as counted_on,
    review.last_seen_on as seen_on
from denial_review as review
inner join request_denial as denial
    on denial.provider_id = review.provider_id
    and denial.denial_id = review.denial_id
left join mapped
    on mapped.load_id = review.load_id
where
    denial.legal_path in ('access', 'unknown')
    and (denial.is_reviewable or denial.ground is null)
    and coalesce(review.outcome, 'open') <> 'withdrawn'
