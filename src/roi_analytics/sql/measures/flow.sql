-- One row per request, month and movement: how many were open at the start, came in, ended, and are open at the end of the month?
-- title: Requests open at the start, come in, ended, and open at the end of the month
-- summary: total
-- better: neutral
-- unit: requests
-- citation: none: what was open and what came in, less what ended, is what stays open
-- counted_on: the day it came in or ended; the first day of the month at its start, the last day seen at its end
-- rows_of: request
-- apart: month, movement
-- For every provider, legal path and month: at start + came in - ended - lost sight of = open at end, and what is open at the
-- end is at the start of the next (of all providers together only while none stopped sending). Ended is answered, withdrawn,
-- redirected or abandoned. Lost sight of: open when last seen, and its provider's log goes on without it. A request whose dates
-- cannot be judged is not assessable where it came in, and in no movement. What was open adds up over no months: show by month.
with movement as (
    select word
    from (values ('at start'), ('came in'), ('ended'), ('lost sight of'), ('open at end')) as listed (word)
)

select
    request_month.request_id || '/' || request_month.month || '/' || movement.word as case_id,
    request_month.provider_id,
    case movement.word
        when 'at start' then request_month.starts_on
        when 'came in' then request_case.received_on
        when 'ended' then request_month.ended_on
        else request_month.ends_on
    end as counted_on,
    request_month.month,
    request_case.legal_path,
    request_case.requester_kind,
    request_case.state,
    request_case.kind,
    request_case.channel,
    request_case.handled_by,
    request_case.business_associate_id,
    movement.word as movement,
    case when request_month.reason is null then 1 end as value,
    case when request_month.reason is null then 'counted' else 'not_assessable' end as standing,
    request_month.reason
from request_month
inner join request_case
    on request_case.provider_id = request_month.provider_id
    and request_case.request_id = request_month.request_id
cross join movement
where
    case movement.word
        when 'at start' then request_month.is_at_start
        when 'came in' then request_month.is_received
        when 'ended' then request_month.is_ended
        when 'lost sight of' then request_month.is_lost
        else request_month.is_at_end
    end
