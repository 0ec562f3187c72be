-- One row per loaded file that the clock may see: what a pack is made of.
select
    load_run.feed,
    load_run.source_file,
    load_run.file_hash,
    load_run.extracted_on,
    load_run.load_id
from load_run
cross join clock
where load_run.extracted_on is null or load_run.extracted_on <= clock.as_of
order by
    load_run.feed,
    load_run.source_file
