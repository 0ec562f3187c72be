-- One row per load and canonical column its feed supplies: a blank in any other column is not the log's word.
select distinct
    load_run.load_id,
    feed_column.table_name,
    feed_column.column_name
from load_run
inner join feed_column
    on feed_column.feed = load_run.feed
