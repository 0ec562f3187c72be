-- One row per row that quarantine keeps out of the figures.
-- title: Rows held out by quarantine
-- summary: total
-- better: lower
-- unit: rows
-- citation: none: the loader's own refusals
-- counted_on: the day the row gives (of its extract, where none can be read)
-- rows_of: none
-- Of each feed's newest extract, as held_out counts beside every figure: what was refused in May and mended in June is missing
-- no more. Of a log that only grows every extract counts. A row whose provider cannot be told is under not_known. What would
-- mend each is in `roi quarantine`.
select
    held_out_row.case_id,
    coalesce(held_out_row.provider_id, 'not_known') as provider_id,
    held_out_row.counted_on,
    left(cast(held_out_row.counted_on as varchar), 7) as month,
    held_out_row.table_name,
    held_out_row.code,
    1 as value,
    'counted' as standing,
    cast(null as varchar) as reason
from held_out_row
where
    held_out_row.is_newest
    or held_out_row.table_name in ('access_event', 'system_event', 'care_record')
