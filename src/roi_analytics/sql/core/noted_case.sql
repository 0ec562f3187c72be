-- One row per request whose row was loaded with a note that it looks wrong, under the name its case has in a measure.
select distinct
    request_newest.provider_id,
    request_newest.request_id as case_id
from request_newest
inner join row_note
    on row_note.load_id = request_newest.load_id
    and row_note.source_row = request_newest.source_row
