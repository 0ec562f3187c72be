-- One row per request, party and calendar month: on how many days of the month did the request wait for that party?
-- title: Days that requests waited, by whom they waited for
-- summary: total
-- better: lower
-- unit: request-days
-- citation: none: where the days go; 45 CFR 164.524(b)(2) knows an extension and no pause
-- counted_on: the first of those days
-- rows_of: request_event
-- apart: waiting_on
-- Days lived through, of open requests too: nothing is estimated. A day belongs to whom the step logged last on or before it
-- waits for, by the place's own clock; not_recorded where the step does not say, or no step had been logged yet. A provider
-- that feeds no steps has no cases. Those of a request whose dates cannot be judged are not assessable.
with spent as (
    select
        request_wait.provider_id,
        request_wait.request_id,
        request_wait.waiting_on,
        month.month,
        min(greatest(request_wait.from_on, month.starts_on)) as counted_on,
        sum(
            date_diff(
                'day',
                greatest(request_wait.from_on, month.starts_on),
                least(request_wait.until_on, cast(month.ends_on + interval 1 day as date))
            )
        ) as days,
        max(request_wait.reason) as reason
    from request_wait
    inner join provider_month as month
        on month.provider_id = request_wait.provider_id
        and month.ends_on >= request_wait.from_on
        and month.starts_on < request_wait.until_on
    group by
        request_wait.provider_id,
        request_wait.request_id,
        request_wait.waiting_on,
        month.month
)

select
    spent.request_id || '/' || spent.waiting_on || '/' || spent.month as case_id,
    spent.provider_id,
    spent.counted_on,
    spent.month,
    request_case.legal_path,
    request_case.requester_kind,
    request_case.state,
    request_case.kind,
    request_case.channel,
    request_case.handled_by,
    request_case.business_associate_id,
    spent.waiting_on,
    case when spent.reason is null then spent.days end as value,
    case when spent.reason is null then 'counted' else 'not_assessable' end as standing,
    spent.reason
from spent
inner join request_case
    on request_case.provider_id = spent.provider_id
    and request_case.request_id = spent.request_id
