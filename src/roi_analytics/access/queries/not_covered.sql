-- One row per stretch of days, or provider, of which no access log was given: what the report cannot tell of.
select
    coalesce(provider.name, gap.provider_id) as place,
    case
        when gap.after_on is not null then cast(gap.after_on + interval 1 day as date)
    end as from_on,
    cast(gap.before_on - interval 1 day as date) as until_on
from access_log_gap as gap
left join provider on provider.provider_id = gap.provider_id
where gap.provider_id = ?
union all
select coalesce(provider.name, provider.provider_id) as place, cast(null as date) as from_on, cast(null as date) as until_on
from provider
where not exists (
        select 1
        from access_log_gap
        where access_log_gap.provider_id = provider.provider_id
    )
order by place, from_on nulls first
