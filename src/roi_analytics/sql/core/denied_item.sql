-- One row per denial and item it refuses: the item it names; else all items of a request refused whole, else those marked denied.
-- A refusal that names no item refuses the request, where neither it nor the item says otherwise.
select
    denial.provider_id,
    denial.denial_id,
    item.item_no,
    item.record_set,
    item.format_requested,
    item.notes_kept_separate
from request_denial as denial
inner join request_item as item
    on item.provider_id = denial.provider_id
    and item.request_id = denial.request_id
where
    case
        when denial.item_no is not null then item.item_no = denial.item_no
        else coalesce(denial.is_whole, item.outcome is null) or coalesce(item.outcome = 'denied', false)
    end
