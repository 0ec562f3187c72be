-- One row per request and calendar month in which it was open, as far as the log tells: how it stood and what befell it.
-- Open at the end means at the end of the last day. What was open at the start or came in, and neither ended nor was lost, is
-- open at the end: so the months join up. Lost: open when last seen, and the log of its provider goes on without it.
-- reason: why its dates cannot be judged; such a request only came in, and may have been open until the log closed it or last
-- showed it. is_unknown_at_end: whether it was open at the end cannot be told.
with span as (
    select
        request_case.provider_id,
        request_case.request_id,
        request_case.received_on,
        request_case.reason,
        case when request_case.reason is null then coalesce(request_case.answered_on, request_case.ended_on) end as ended_on,
        case when request_case.reason is null and request_case.ending = 'open' then request_seen.seen_on end as open_until_on,
        case
            when request_case.reason is not null
                then coalesce(
                    greatest(request_case.answered_on, request_case.ended_on, request.completed_on, request.closed_on),
                    cast(request_case.last_seen_on + interval 1 day as date)
                )
        end as doubted_until_on,
        provider_seen.seen_on
    from request_case
    inner join request
        on request.provider_id = request_case.provider_id
        and request.request_id = request_case.request_id
    inner join provider_seen
        on provider_seen.provider_id = request_case.provider_id
    inner join request_seen
        on request_seen.provider_id = request_case.provider_id
        and request_seen.request_id = request_case.request_id
),

shown as (
    select
        provider_id, request_id, received_on, reason, ended_on, open_until_on, doubted_until_on,
        greatest(received_on, coalesce(ended_on, doubted_until_on, seen_on)) as until_on
    from span
),

placed as (
    select
        shown.provider_id, shown.request_id, shown.received_on, shown.reason, shown.ended_on, shown.open_until_on,
        shown.doubted_until_on, month.month, month.starts_on, month.ends_on,
        shown.reason is null
        and shown.received_on < month.starts_on
        and coalesce(shown.open_until_on >= cast(month.starts_on - interval 1 day as date), true) as is_at_start,
        shown.received_on >= month.starts_on as is_received
    from shown
    inner join provider_month as month
        on month.provider_id = shown.provider_id
        and month.ends_on >= shown.received_on
        and month.starts_on <= shown.until_on
)

select
    provider_id, request_id, month, starts_on, ends_on, ended_on, reason,
    is_at_start,
    is_received,
    coalesce(ended_on <= ends_on, false) as is_ended,
    (is_at_start or is_received) and coalesce(open_until_on < ends_on, false) as is_lost,
    reason is null and coalesce(ended_on > ends_on, open_until_on >= ends_on) as is_at_end,
    coalesce(open_until_on < ends_on, doubted_until_on > ends_on, false) as is_unknown_at_end
from placed
