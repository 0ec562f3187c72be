-- One row per row that quarantine keeps out of the figures: of which table, why, and whose it was.
-- is_newest: of the newest extract of its feed, or of a feed that sends changes only: a row refused in May and mended in June is
-- missing no more. on_date is the day the row gives, where one can be read; counted_on else that of its extract.
with feed_end as (
    select
        feed,
        max(extracted_on) as newest_on
    from feed_extract
    group by feed
)

select
    load_run.feed || '/' || load_run.source_file || '/' || quarantine.source_row as case_id,
    load_run.table_name,
    quarantine.provider_id,
    quarantine.code,
    quarantine.on_date,
    coalesce(quarantine.on_date, load_run.extracted_on, quarantine.extracted_on, clock.as_of) as counted_on,
    load_run.extract = 'changes'
    or feed_end.newest_on is null
    or coalesce(load_run.extracted_on, quarantine.extracted_on, feed_end.newest_on) >= feed_end.newest_on as is_newest
from quarantine
inner join load_run
    on load_run.load_id = quarantine.load_id
cross join clock
left join feed_end
    on feed_end.feed = load_run.feed
where coalesce(load_run.extracted_on, quarantine.extracted_on, clock.as_of) <= clock.as_of
