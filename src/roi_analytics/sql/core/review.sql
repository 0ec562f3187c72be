-- One row per review asked for of a denial on a reviewable ground of a person's own request: who reviewed, what came of it.
-- counted_on is the day the review was asked for, else of the denial. asked_of_decider: the reviewer decided the denial.
select
    review.provider_id,
    review.denial_id || '/' || review.ordinal as case_id,
    denial.request_id,
    denial.legal_path,
    denial.ground,
    denial.decided_by,
    coalesce(review.requested_on, denial.counted_on) as counted_on,
    review.requested_on,
    review.referred_on,
    review.reviewer_id,
    review.reviewer_is_licensed,
    review.decided_on,
    review.notified_on,
    review.outcome,
    review.effected_on,
    review.extracted_on as seen_on,
    referred.load_id is not null as is_referral_logged,
    notified.load_id is not null as is_notice_logged,
    effected.load_id is not null as is_effect_logged
from denial_review as review
inner join request_denial as denial
    on denial.provider_id = review.provider_id
    and denial.denial_id = review.denial_id
left join load_column as referred
    on referred.load_id = review.load_id
    and referred.table_name = 'denial_review'
    and referred.column_name = 'referred_on'
left join load_column as notified
    on notified.load_id = review.load_id
    and notified.table_name = 'denial_review'
    and notified.column_name = 'notified_on'
left join load_column as effected
    on effected.load_id = review.load_id
    and effected.table_name = 'denial_review'
    and effected.column_name = 'effected_on'
where
    denial.legal_path = 'access'
    and (denial.is_reviewable or denial.ground is null)
