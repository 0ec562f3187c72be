-- One row per denial of a person's own request on a ground that can be reviewed: did the person ask for a review?
-- title: Denials of which the person asked for a review
-- summary: share
-- better: neutral
-- unit: share of denials on reviewable grounds
-- citation: 45 CFR 164.524(a)(3), (a)(4)
-- counted_on: denied_on (the day of its notice, else of receipt, where none is known)
-- rows_of: denial
-- A review that was withdrawn had been asked for. The law sets no last day for asking, so that the share of a young month still
-- grows. A denial without a ground may be such a one, and a review without the day it was asked for may not be the person's.
with asked as (
    select
        provider_id,
        denial_id,
        count(requested_on) > 0 as is_by_person
    from denial_review
    group by
        provider_id,
        denial_id
),

feeding as (
    select provider_id
    from provider_table
    where table_name = 'denial_review'
    union
    select provider_id
    from denial_review
),

judged as (
    select
        denial.provider_id,
        denial.denial_id,
        denial.request_id,
        denial.counted_on,
        denial.legal_path,
        coalesce(denial.ground, 'not_recorded') as ground,
        asked.denial_id is not null as is_asked,
        case
            when denial.legal_path = 'unknown' then 'the legal path is not known'
            when denial.ground is null then 'the ground is not in the log'
            when feeding.provider_id is null then 'the provider feeds no reviews of denials'
            when not asked.is_by_person then 'the log does not say when the review was asked for'
        end as reason
    from request_denial as denial
    left join asked
        on asked.provider_id = denial.provider_id
        and asked.denial_id = denial.denial_id
    left join feeding
        on feeding.provider_id = denial.provider_id
    where
        denial.legal_path in ('access', 'unknown')
        and (denial.is_reviewable or denial.ground is null)
)

select
    judged.denial_id as case_id,
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
    case when judged.reason is not null then null when judged.is_asked then 1 else 0 end as value,
    case when judged.reason is null then 'counted' else 'not_assessable' end as standing,
    judged.reason
from judged
left join provider on provider.provider_id = judged.provider_id
left join request
    on request.provider_id = judged.provider_id
    and request.request_id = judged.request_id
where coalesce(request.status not in ('duplicate', 'invalid'), true)
