-- One row per request and month end at which it was open, or may have been: how many were open, how old, and how near their due day?
-- title: Open requests at the end of the month
-- summary: total
-- better: lower
-- unit: open requests
-- citation: 45 CFR 164.524(b)(2), or the state's deadline where that comes first, for the day each is due
-- counted_on: the last day of the month, in the newest month the last day the provider's log was seen
-- rows_of: request
-- apart: month
-- By what is known now: a request entered late counts from its receipt, and the due day is the one that binds today. A request
-- whose dates cannot be judged is not assessable at each month end at which it may have been open, as is one that was open when
-- last seen while its provider's log goes on without it. age_days are the days since receipt.
with standing as (
    select
        request_month.provider_id,
        request_month.request_id,
        request_month.month,
        request_month.ends_on,
        case
            when request_month.is_at_end then null
            else coalesce(request_month.reason, 'open when last seen, and not in the log since')
        end as reason,
        date_diff('day', request_case.received_on, request_month.ends_on) as age_days,
        date_diff('day', request_month.ends_on, request_deadline.due_on) as days_left,
        request_case.legal_path,
        request_case.requester_kind,
        request_case.state,
        request_case.kind,
        request_case.channel,
        request_case.handled_by,
        request_case.business_associate_id
    from request_month
    inner join request_case
        on request_case.provider_id = request_month.provider_id
        and request_case.request_id = request_month.request_id
    left join request_deadline
        on request_deadline.provider_id = request_month.provider_id
        and request_deadline.request_id = request_month.request_id
    where
        request_month.is_at_end
        or request_month.is_unknown_at_end
)

select
    standing.request_id || '/' || standing.ends_on as case_id,
    standing.provider_id,
    standing.ends_on as counted_on,
    standing.month,
    standing.legal_path,
    standing.requester_kind,
    standing.state,
    standing.kind,
    standing.channel,
    standing.handled_by,
    standing.business_associate_id,
    standing.age_days,
    age.band as age_band,
    coalesce(due.band, 'no deadline known') as due_band,
    case when standing.reason is null then 1 end as value,
    case when standing.reason is null then 'counted' else 'not_assessable' end as standing,
    standing.reason
from standing
left join band as age
    on age.of_what = 'age'
    and standing.age_days >= coalesce(age.lowest, standing.age_days)
    and standing.age_days <= coalesce(age.highest, standing.age_days)
left join band as due
    on due.of_what = 'due'
    and standing.days_left >= coalesce(due.lowest, standing.days_left)
    and standing.days_left <= coalesce(due.highest, standing.days_left)
