-- One row per request: what became of it, when the duty to answer ended, and by what.
-- The first of a complete delivery, a whole denial in writing and a letter that there are no records ends the duty.
-- An acknowledgement, a bill, a part and closed_on answer nothing. A duplicate or invalid entry is no case.
with dated as (
    select
        provider_id,
        request_id,
        first_delivery_on,
        complete_delivery_on,
        whole_denial_on,
        no_records_on,
        is_complete_unclear,
        is_notice_unclear,
        least(complete_delivery_on, whole_denial_on, no_records_on) as told_on,
        coalesce(least(complete_delivery_on, whole_denial_on, no_records_on), logged_on) as answered_on
    from answer_evidence
),

answered as (
    select
        request.provider_id, request.request_id, request.received_on, request.status,
        request.completed_on, request.closed_on, request.dates_are_exact,
        dated.first_delivery_on, dated.complete_delivery_on, dated.is_complete_unclear, dated.is_notice_unclear,
        coalesce(request.status not in ('duplicate', 'invalid'), true) as is_case,
        case when coalesce(request.status not in ('duplicate', 'invalid'), true) then dated.answered_on end as answered_on,
        case
            when request.status in ('duplicate', 'invalid') or dated.answered_on is null then null
            when dated.complete_delivery_on = dated.told_on then 'delivery'
            when dated.whole_denial_on = dated.told_on then 'denial'
            when dated.no_records_on = dated.told_on then 'no_records_notice'
            else 'completed_on'
        end as answered_source
    from request
    inner join dated
        on dated.provider_id = request.provider_id
        and dated.request_id = request.request_id
),

judged as (
    select
        provider_id, request_id, received_on, status, dates_are_exact, first_delivery_on, complete_delivery_on,
        is_complete_unclear, is_notice_unclear, is_case, answered_on, answered_source,
        case
            when not is_case then status
            when answered_source = 'delivery' then 'provided'
            when answered_source = 'denial' then 'denied'
            when answered_source = 'no_records_notice' then 'no_records'
            when answered_source = 'completed_on' and status in ('fulfilled', 'fulfilled_partly') then 'provided'
            when answered_source = 'completed_on' and status in ('denied', 'no_records') then status
            when status in ('open', 'withdrawn', 'redirected', 'abandoned') then status
            when coalesce(status, 'unknown') = 'unknown' and completed_on is null and closed_on is null then 'open'
            else 'unknown'
        end as outcome,
        case
            when answered_on is null and status in ('withdrawn', 'redirected', 'abandoned') then coalesce(completed_on, closed_on)
        end as ended_on
    from answered
)

select
    provider_id,
    request_id,
    outcome,
    answered_on,
    answered_source,
    first_delivery_on,
    complete_delivery_on,
    ended_on,
    is_case,
    case
        when not is_case then null
        when not dates_are_exact then 'request.received_on or completed_on is known to the month only'
        when answered_on < received_on or ended_on < received_on then 'request.received_on lies after the day it was answered'
        when answered_source = 'delivery' and is_complete_unclear then 'delivery.is_complete does not tell which delivery was the last'
        when answered_on is null and is_notice_unclear then 'denial.notice_sent_on is not in the log'
        when outcome in ('withdrawn', 'redirected', 'abandoned') and ended_on is null
            then 'request.completed_on: it was ' || outcome || ', and the log does not say when'
    end as assessable_reason
from judged
