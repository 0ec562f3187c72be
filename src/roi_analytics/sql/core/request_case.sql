-- One row per request that is a case: how it ended, after how many days, and what it can be grouped by.
-- Duplicates and invalid requests are no cases. Provided, denied and no records are answers, and so is a day of completion
-- in a log that does not say how; withdrawn, redirected and abandoned compete with them; the rest is open, and was last
-- seen so on the day of the newest extract that shows it.
-- `reason` says why its dates cannot be judged; `watch_reason` also why it was never watched while open: a row that
-- came into view after it had ended tells nothing of the days before (left truncation).
with ended as (
    select
        request_answer.provider_id,
        request_answer.request_id,
        request.received_on,
        request_answer.assessable_reason,
        case
            when request_answer.answered_on is not null then 'answered'
            when request_answer.outcome in ('withdrawn', 'redirected', 'abandoned') then 'competing'
            when request_answer.outcome = 'open' then 'open'
        end as ending,
        case
            when request_answer.outcome in ('withdrawn', 'redirected', 'abandoned') then request_answer.ended_on
            when request_answer.outcome = 'open' then request.last_seen_on
            else request_answer.answered_on
        end as until_on,
        greatest(date_diff('day', request.received_on, request_entry.entered_on), 0) as entered
    from request_answer
    inner join request
        on request.provider_id = request_answer.provider_id
        and request.request_id = request_answer.request_id
    inner join request_entry
        on request_entry.provider_id = request_answer.provider_id
        and request_entry.request_id = request_answer.request_id
    where request_answer.is_case
),

judged as (
    select
        ended.provider_id,
        ended.request_id,
        ended.ending,
        ended.entered,
        date_diff('day', ended.received_on, ended.until_on) as days,
        case
            when ended.assessable_reason is not null then ended.assessable_reason
            when ended.ending is null then 'the log does not say how it ended'
            when ended.until_on is null then 'the log does not say when it ended'
        end as reason
    from ended
)

select
    judged.provider_id,
    judged.request_id,
    request.received_on,
    request.last_seen_on,
    request_answer.answered_on,
    request_answer.ended_on,
    request_answer.outcome,
    judged.ending,
    judged.days,
    judged.entered,
    judged.reason,
    case
        when judged.reason is not null then judged.reason
        when judged.ending <> 'open' and judged.entered > 0 and judged.days <= judged.entered
            then 'it had ended before the log first showed it'
    end as watch_reason,
    request.legal_path,
    request.requester_kind,
    provider.state,
    provider.kind,
    request.channel,
    request.handled_by,
    request.business_associate_id
from judged
inner join request on request.provider_id = judged.provider_id and request.request_id = judged.request_id
inner join request_answer on request_answer.provider_id = judged.provider_id and request_answer.request_id = judged.request_id
left join provider on provider.provider_id = judged.provider_id
