-- One row per request: after how many days did the first word or record go out?
-- title: Days until the first response
-- summary: median_days
-- better: lower
-- unit: calendar days from receipt
-- citation: none: days are counted after receipt, as 45 CFR 164.524(b)(2) counts them
-- counted_on: received_on
-- rows_of: request
-- The first of a letter, an acknowledgement, a notice, a bill, records handed over and the answer. A request without any is open
-- until last seen; one withdrawn, redirected or abandoned before any competes. Where a provider feeds no letters, or one has no
-- day, the first word is not known. A word that is known stands, even where how the request ended is not.
with responded as (
    select
        request_case.provider_id,
        request_case.request_id,
        case
            when first_response.responded_on <= coalesce(request_case.ended_on, first_response.responded_on) then 'answered'
            when request_case.ending in ('competing', 'open') then request_case.ending
        end as outcome,
        case
            when first_response.responded_on <= coalesce(request_case.ended_on, first_response.responded_on)
                then date_diff('day', request_case.received_on, first_response.responded_on)
            else request_case.days
        end as days,
        case
            when letters.provider_id is null then 'the provider feeds no letters'
            when first_response.has_undated then 'something went out on a day the log does not give'
            when not request.dates_are_exact or request_case.days < 0 or first_response.responded_on is null then request_case.reason
        end as reason
    from request_case
    inner join request
        on request.provider_id = request_case.provider_id
        and request.request_id = request_case.request_id
    left join first_response
        on first_response.provider_id = request_case.provider_id
        and first_response.request_id = request_case.request_id
    left join provider_table as letters
        on letters.provider_id = request_case.provider_id
        and letters.table_name = 'correspondence'
),

judged as (
    select
        responded.provider_id,
        responded.request_id,
        responded.outcome,
        responded.days,
        case
            when responded.reason is not null then responded.reason
            when responded.outcome <> 'open' and request_case.entered > 0 and responded.days <= request_case.entered
                then 'the first response went out before the log first showed the request'
        end as reason
    from responded
    inner join request_case
        on request_case.provider_id = responded.provider_id
        and request_case.request_id = responded.request_id
)

select
    request_case.request_id as case_id,
    request_case.provider_id,
    request_case.received_on as counted_on,
    left(cast(request_case.received_on as varchar), 7) as month,
    request_case.legal_path,
    request_case.requester_kind,
    request_case.state,
    request_case.kind,
    request_case.channel,
    request_case.handled_by,
    request_case.business_associate_id,
    case when judged.reason is null and judged.outcome = 'answered' then judged.days end as value,
    case when judged.reason is null then 'counted' else 'not_assessable' end as standing,
    judged.reason,
    judged.outcome,
    request_case.entered,
    judged.days
from judged
inner join request_case
    on request_case.provider_id = judged.provider_id
    and request_case.request_id = judged.request_id
