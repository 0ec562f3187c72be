-- One row per request with a notice that it will take longer: the first notice, the only one that can count.
-- A column the feed does not supply (is_reason_mapped, is_promise_mapped) is not the same as a blank one.
with first_notice as (
    select
        provider_id,
        request_id,
        notified_on,
        promised_on,
        coalesce(trim(reason), '') <> '' as has_reason,
        load_id
    from extension
    where request_id is not null
    qualify row_number() over (
        partition by provider_id, request_id
        order by notified_on asc nulls last, length(ordinal) asc, ordinal asc
    ) = 1
)

select
    first_notice.provider_id,
    first_notice.request_id,
    first_notice.notified_on,
    first_notice.promised_on,
    first_notice.has_reason,
    reason_column.load_id is not null as is_reason_mapped,
    promise_column.load_id is not null as is_promise_mapped
from first_notice
left join load_column as reason_column
    on reason_column.load_id = first_notice.load_id
    and reason_column.table_name = 'extension'
    and reason_column.column_name = 'reason'
left join load_column as promise_column
    on promise_column.load_id = first_notice.load_id
    and promise_column.table_name = 'extension'
    and promise_column.column_name = 'promised_on'
