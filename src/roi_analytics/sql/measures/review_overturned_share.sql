-- One row per review of a denial: was the denial overturned, wholly or in part?
-- title: Reviews that overturned the denial, wholly or in part
-- summary: share
-- better: neutral
-- unit: share of reviews decided
-- citation: 45 CFR 164.524(a)(4), (d)(4)
-- counted_on: decided_on (the day it was referred or asked for where it is not decided)
-- rows_of: denial_review
-- of_the_outcome: decision
-- By decision the shares stand on all reviews decided, so that they add up to one. A review made without a duty to is one too;
-- ground tells them apart. One withdrawn decided nothing and is no case; one not decided when last seen is immature.
with judged as (
    select
        review.provider_id,
        review.denial_id || '/' || review.ordinal as case_id,
        coalesce(denial.legal_path, 'unknown') as legal_path,
        denial.request_id,
        coalesce(denial.ground, 'not_recorded') as ground,
        case when review.outcome in ('upheld', 'overturned', 'partly_overturned') then review.outcome end as decision,
        coalesce(
            review.decided_on, review.referred_on, review.requested_on, denial.counted_on, review.first_seen_on
        ) as counted_on,
        case
            when review.outcome in ('upheld', 'overturned', 'partly_overturned') then null
            when review.decided_on is not null then 'decided, and the log does not say how'
            when review.outcome is null and mapped.load_id is null then 'the log does not say whether it was decided'
        end as not_judged
    from denial_review as review
    left join request_denial as denial
        on denial.provider_id = review.provider_id
        and denial.denial_id = review.denial_id
    left join load_column as mapped
        on mapped.load_id = review.load_id
        and mapped.table_name = 'denial_review'
        and mapped.column_name = 'decided_on'
    where coalesce(review.outcome, 'open') <> 'withdrawn'
)

select
    judged.case_id,
    judged.provider_id,
    judged.counted_on,
    left(cast(judged.counted_on as varchar), 7) as month,
    judged.legal_path,
    request.requester_kind,
    provider.state,
    provider.kind,
    request.channel,
    request.handled_by,
    request.business_associate_id,
    judged.ground,
    judged.decision,
    case judged.decision when 'upheld' then 0 when 'overturned' then 1 when 'partly_overturned' then 1 end as value,
    case
        when judged.not_judged is not null then 'not_assessable'
        when judged.decision is null then 'immature'
        else 'counted'
    end as standing,
    case when judged.decision is null then coalesce(judged.not_judged, 'not decided when last seen') end as reason
from judged
left join provider on provider.provider_id = judged.provider_id
left join request
    on request.provider_id = judged.provider_id
    and request.request_id = judged.request_id
where coalesce(request.status not in ('duplicate', 'invalid'), true)
