-- One row per table, provider and month with rows that quarantine keeps out of the figures.
-- `rows_newest` counts those of each feed's newest extract, all of them where a feed sends changes only; `rows_ever` counts
-- every extract, for logs that only grow.
select
    table_name,
    provider_id,
    left(cast(on_date as varchar), 7) as month,
    count(*) filter (where is_newest) as rows_newest,
    count(*) as rows_ever
from held_out_row
group by
    table_name,
    provider_id,
    left(cast(on_date as varchar), 7)
