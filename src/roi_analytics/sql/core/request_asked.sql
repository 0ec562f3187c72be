-- One row per request with items: what was asked for, in which form, and how the record is kept.
-- A form nobody logged is unknown: is_electronic_asked, is_inspection_asked and is_kept_electronically are then null.
-- is_billing_only: every item is a bill. is_whole_form_known: each item tells the form asked for.
select
    provider_id,
    request_id,
    count(*) as items,
    max(case when format_requested in ('electronic', 'portal', 'media') then 1 when format_requested is not null then 0 end) = 1
        as is_electronic_asked,
    max(case when format_requested = 'inspection' then 1 when format_requested is not null then 0 end) = 1 as is_inspection_asked,
    min(case when format_requested = 'inspection' then 1 when format_requested is not null then 0 end) = 1 as is_inspection_only,
    min(case when held_as = 'electronic' then 1 when held_as is not null then 0 end) = 1 as is_kept_electronically,
    min(case when record_set = 'billing' then 1 else 0 end) = 1 as is_billing_only,
    count(format_requested) = count(*) as is_whole_form_known
from request_item
where request_id is not null
group by
    provider_id,
    request_id
