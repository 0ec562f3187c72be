-- One row per answered request of the access path: was it denied as a whole?
-- title: Denied as a whole
-- summary: share
-- better: neutral
-- unit: share of answered requests
-- citation: 45 CFR 164.524(d)
-- counted_on: denied_on (the day of the answer where the request was not denied)
-- rows_of: request
-- of_the_outcome: ground, extent
-- Answered means provided or denied; no records, withdrawn and redirected are outcomes of their own and not in it.
-- ground and extent belong to the outcome, not to the request: by ground, each share stands on all answered requests, so
-- that the grounds add up to the whole. extent keeps partial denials apart: its row 'part' is the share denied in part
-- (their value is 0: they were not denied as a whole). Of several grounds for one request the first by date is named.
with refusal as (
    select
        denial.provider_id,
        denial.request_id,
        denial.ground,
        coalesce(denial.denied_on, denial.notice_sent_on) as denied_on
    from denial
    qualify row_number() over (
        partition by denial.provider_id, denial.request_id
        order by coalesce(denial.is_whole, false) desc, coalesce(denial.denied_on, denial.notice_sent_on), denial.denial_id
    ) = 1
),

answered as (
    select
        request_case.provider_id,
        request_case.request_id,
        coalesce(
            case when request_case.outcome = 'denied' then refusal.denied_on end,
            request_case.answered_on,
            request_case.received_on
        ) as counted_on,
        case when request_case.outcome = 'denied' then coalesce(refusal.ground, 'not_recorded') end as ground,
        case
            when request_case.outcome = 'denied' then 'whole'
            when request_case.outcome = 'provided' and refusal.request_id is not null then 'part'
        end as extent,
        case
            when request_case.legal_path = 'unknown' then 'the legal path is not known'
            when request_case.outcome = 'unknown' then 'the log does not say how it ended'
        end as reason
    from request_case
    left join refusal on refusal.provider_id = request_case.provider_id and refusal.request_id = request_case.request_id
    where
        request_case.legal_path in ('access', 'unknown')
        and request_case.outcome in ('provided', 'denied', 'unknown')
)

select
    answered.request_id as case_id,
    answered.provider_id,
    answered.counted_on,
    left(cast(answered.counted_on as varchar), 7) as month,
    request_case.legal_path,
    request_case.requester_kind,
    request_case.state,
    request_case.kind,
    request_case.channel,
    request_case.handled_by,
    request_case.business_associate_id,
    answered.ground,
    answered.extent,
    case
        when answered.reason is not null then null
        when answered.extent = 'whole' then 1
        else 0
    end as value,
    case when answered.reason is null then 'counted' else 'not_assessable' end as standing,
    answered.reason
from answered
inner join request_case
    on request_case.provider_id = answered.provider_id
    and request_case.request_id = answered.request_id
