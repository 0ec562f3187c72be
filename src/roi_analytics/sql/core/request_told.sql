-- One row per request and extract that tells of it: was it open by the log's own columns, and what did the extract before say?
-- Open means no day of completion or closing, and no status that ends it. was_open is null where the extract before does not
-- hold the request; in a feed of changes a row stands until it is sent again. is_kept: the next extract still holds it, or
-- there is none yet. A request later struck out as a duplicate or as invalid is closed; one never told as a request is none.
with delivered as (
    select
        feed_extract.feed,
        feed_extract.provider_id,
        feed_extract.extracted_on,
        max(load_run.extract) = 'changes' as is_changes,
        lag(feed_extract.extracted_on) over by_day as before_on,
        lead(feed_extract.extracted_on) over by_day as next_on
    from feed_extract
    inner join load_run
        on load_run.feed = feed_extract.feed
        and load_run.table_name = 'request'
    group by
        feed_extract.feed,
        feed_extract.provider_id,
        feed_extract.extracted_on
    window by_day as (partition by feed_extract.feed, feed_extract.provider_id order by feed_extract.extracted_on)
),

told as (
    select
        delivered.feed,
        delivered.provider_id,
        delivered.extracted_on,
        delivered.before_on,
        delivered.next_on,
        delivered.is_changes,
        version.request_id,
        version.received_on,
        coalesce(version.status, 'unknown') not in ('duplicate', 'invalid') as is_real,
        coalesce(version.status, 'unknown') in ('open', 'unknown')
        and version.completed_on is null
        and version.closed_on is null as is_open
    from request_version as version
    inner join load_run
        on load_run.load_id = version.load_id
    inner join delivered
        on delivered.feed = load_run.feed
        and delivered.provider_id = version.provider_id
        and delivered.extracted_on = version.extracted_on
    qualify row_number() over (
        partition by delivered.feed, delivered.provider_id, version.request_id, delivered.extracted_on
        order by version.source_file desc, version.source_row desc
    ) = 1
)

select
    feed,
    provider_id,
    request_id,
    extracted_on,
    before_on,
    next_on,
    received_on,
    is_open,
    case when is_changes or lag(extracted_on) over by_extract = before_on then lag(is_open) over by_extract end as was_open,
    coalesce(is_changes or next_on is null or lead(extracted_on) over by_extract = next_on, false) as is_kept
from told
window by_extract as (partition by feed, provider_id, request_id order by extracted_on)
qualify max(case when is_real then 1 else 0 end) over (partition by feed, provider_id, request_id) = 1
