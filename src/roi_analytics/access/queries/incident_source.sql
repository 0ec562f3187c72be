-- One row per incident asked for, group of roles in it and kind of record that could explain its work: is it in the logs of then?
-- Late is a kind whose last record lies before the incident by more than its records ever stood still before.
with asked as (
    select
        put_episode.incident_id,
        put_episode.provider_id,
        put_episode.role_group,
        put_episode.month,
        max(put_episode.worked_on) as worked_on
    from put_episode
    where put_episode.incident_id in (select unnest(?))
    group by put_episode.incident_id, put_episode.provider_id, put_episode.role_group, put_episode.month
),

logged as (
    select care_record.provider_id, care_record.kind as source, cast(care_record.starts_at as date) as day
    from care_record
    where care_record.starts_at is not null
    union all
    select request.provider_id, 'request' as source, request.received_on as day
    from request
    union all
    select shift.provider_id, 'shift' as source, cast(shift.starts_at as date) as day
    from shift
),

by_day as (
    select
        logged.provider_id,
        logged.source,
        logged.day,
        left(cast(logged.day as varchar), 7) as month,
        count(*) as records,
        date_diff(
            'day', lag(logged.day) over (partition by logged.provider_id, logged.source order by logged.day), logged.day
        ) as days_silent
    from logged
    group by logged.provider_id, logged.source, logged.day
),

source as (
    select by_day.provider_id, by_day.source from by_day
    union
    select asked.provider_id, role_need.needs as source
    from asked
    inner join role_need on role_need.role_group = asked.role_group
)

select
    asked.incident_id,
    asked.role_group,
    source.source,
    count(role_need.needs) > 0 as is_needed,
    coalesce(sum(by_day.records) filter (where by_day.month = asked.month), 0) as records,
    max(by_day.day) as last_on,
    case
        when count(*) filter (where by_day.month = asked.month) = 0 then 'missing'
        when date_diff('day', max(by_day.day), min(asked.worked_on)) > coalesce(max(by_day.days_silent), 1) then 'late'
        else 'there'
    end as standing
from asked
inner join source on source.provider_id = asked.provider_id
left join by_day on by_day.provider_id = source.provider_id and by_day.source = source.source
left join role_need on role_need.role_group = asked.role_group and role_need.needs = source.source
group by asked.incident_id, asked.role_group, source.source
order by asked.incident_id, asked.role_group, source.source
