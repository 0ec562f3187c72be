-- One row per table, provider and month with rows that quarantine keeps out of the figures.
-- `rows_newest` counts those of each feed's newest extract, all of them where a feed sends changes only: a row refused in
-- May and mended in June is missing no more. `rows_ever` counts every extract, for logs that only grow.
with feed_end as (
    select
        feed_extract.feed,
        max(feed_extract.extracted_on) as newest_on
    from feed_extract
    group by feed_extract.feed
),

refused as (
    select
        load_run.table_name,
        quarantine.provider_id,
        left(cast(quarantine.on_date as varchar), 7) as month,
        load_run.extract = 'changes'
        or feed_end.newest_on is null
        or coalesce(load_run.extracted_on, quarantine.extracted_on, feed_end.newest_on) >= feed_end.newest_on as is_newest
    from quarantine
    inner join load_run on load_run.load_id = quarantine.load_id
    cross join clock
    left join feed_end on feed_end.feed = load_run.feed
    where coalesce(load_run.extracted_on, quarantine.extracted_on, clock.as_of) <= clock.as_of
)

select
    refused.table_name,
    refused.provider_id,
    refused.month,
    count(*) filter (where refused.is_newest) as rows_newest,
    count(*) as rows_ever
from refused
group by
    refused.table_name,
    refused.provider_id,
    refused.month
