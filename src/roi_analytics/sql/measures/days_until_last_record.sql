-- One row per record need: how many days after the first request had the last provider answered?
-- title: Days until the last of a person's records
-- summary: median_days
-- better: lower
-- unit: calendar days from the first request
-- citation: none: days are counted after receipt, as 45 CFR 164.524(b)(2) counts them
-- counted_on: the day of the first request
-- rows_of: request
-- A need is one person's requests to several providers within the window of days of [targets]. It is answered when all of them
-- are, by records, a denial or word that there are none, and open while one is. Where one was withdrawn, redirected or abandoned
-- not every answer came: the need competes on the day the last ended. provider_id and the groups are those of the bottleneck: who
-- is open longest, else who ended last. Until its window is over it may gain a request: is_window_over tells the two apart.
with way as (
    select
        need_id,
        min(first_on) as first_on,
        count(distinct provider_id) as providers,
        count(*) filter (where reason is null and ending = 'open') as still_open,
        count(*) filter (where reason is null and ending = 'competing') as competing,
        min(reason) as reason,
        greatest(max(ended_on), max(case when ending = 'open' then seen_on end)) as until_on,
        max(case when entered > 0 then date_diff('day', first_on, asked_on) + entered else 0 end) as entered
    from record_need_request
    group by need_id
),

judged as (
    select
        need_id,
        first_on,
        providers,
        entered,
        date_diff('day', first_on, until_on) as days,
        case
            when still_open > 0 then 'open'
            when reason is not null then null
            when competing > 0 then 'competing'
            else 'answered'
        end as outcome,
        case
            when still_open = 0 and date_diff('day', first_on, until_on) < entered
                then 'it had ended before the log first showed all of it'
            when date_diff('day', first_on, until_on) < entered then 'the log first showed all of it after it was last seen open'
            when still_open > 0 then null
            when reason is not null then 'of one of its requests: ' || reason
            when entered > 0 and date_diff('day', first_on, until_on) = entered then 'it had ended before the log first showed all of it'
        end as reason
    from way
)

select
    judged.need_id as case_id,
    bottleneck.provider_id,
    judged.first_on as counted_on,
    left(cast(judged.first_on as varchar), 7) as month,
    request_case.legal_path,
    request_case.requester_kind,
    request_case.state,
    request_case.kind,
    request_case.channel,
    request_case.handled_by,
    request_case.business_associate_id,
    judged.providers,
    record_need.until_on < clock.as_of as is_window_over,
    case when judged.reason is null and judged.outcome = 'answered' then judged.days end as value,
    case when judged.reason is null then 'counted' else 'not_assessable' end as standing,
    judged.reason,
    judged.outcome,
    judged.entered,
    judged.days
from judged
cross join clock
inner join record_need
    on record_need.need_id = judged.need_id
inner join record_need_request as bottleneck
    on bottleneck.need_id = judged.need_id
    and bottleneck.is_bottleneck
inner join request_case
    on request_case.provider_id = bottleneck.provider_id
    and request_case.request_id = bottleneck.request_id
