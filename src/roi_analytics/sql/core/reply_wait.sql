-- One row per complaint, review of a denial and request for an accounting: how the wait for its reply ended, after how many days.
-- A complaint closed without an answer and a review withdrawn compete with the reply; the rest is open, and was last seen so
-- on the day of the newest extract that shows it. entered: the days gone before it came into view (left truncation).
-- reason: why the wait cannot be told.
with asked as (
    select
        'complaint' as table_name, provider_id, complaint_id as case_id, load_id, source_row, first_seen_on, last_seen_on,
        'received_on' as begun_column, received_on as begun_on, 'answered_on' as replied_column, answered_on as replied_on,
        false as is_replied, closed_on is not null as is_ended, closed_on as ended_on
    from complaint
    union all
    select
        'denial_review', provider_id, denial_id || '/' || ordinal, load_id, source_row, first_seen_on, last_seen_on,
        'requested_on', requested_on, 'decided_on', case when outcome = 'withdrawn' then null else decided_on end,
        coalesce(outcome in ('upheld', 'overturned', 'partly_overturned'), false), coalesce(outcome = 'withdrawn', false), decided_on
    from denial_review
    union all
    select
        'accounting_request', provider_id, request_id, load_id, source_row, first_seen_on, last_seen_on,
        'received_on', received_on, 'acted_on', acted_on, false, false, cast(null as date)
    from accounting_request
),

came_late as (
    select distinct asked.table_name, asked.provider_id, asked.case_id
    from asked
    inner join load_run on load_run.load_id = asked.load_id
    inner join feed_extract
        on feed_extract.feed = load_run.feed
        and feed_extract.provider_id = asked.provider_id
        and feed_extract.extracted_on >= asked.begun_on
        and feed_extract.extracted_on < asked.first_seen_on
),

ended as (
    select
        asked.table_name, asked.provider_id, asked.case_id, asked.load_id, asked.source_row, asked.begun_on, asked.begun_column,
        asked.replied_column, asked.replied_on, asked.ended_on, asked.last_seen_on,
        case
            when asked.replied_on is not null or asked.is_replied then 'answered'
            when mapped.load_id is null then null
            when asked.is_ended then 'competing'
            else 'open'
        end as outcome,
        case when came_late.case_id is null then 0 else date_diff('day', asked.begun_on, asked.first_seen_on) end as entered
    from asked
    left join load_column as mapped
        on mapped.load_id = asked.load_id and mapped.table_name = asked.table_name and mapped.column_name = asked.replied_column
    left join came_late
        on came_late.table_name = asked.table_name and came_late.provider_id = asked.provider_id and came_late.case_id = asked.case_id
),

waited as (
    select
        ended.table_name, ended.provider_id, ended.case_id, ended.begun_on, ended.begun_column, ended.replied_column, ended.outcome,
        ended.entered, imprecise.load_id is not null as is_imprecise,
        date_diff('day', ended.begun_on, case ended.outcome
            when 'answered' then ended.replied_on
            when 'competing' then ended.ended_on
            when 'open' then ended.last_seen_on
        end) as days
    from ended
    left join (
        select distinct load_id, source_row from load_note
        where code = 'precision_month' and "column" in ('received_on', 'requested_on', 'answered_on', 'decided_on', 'acted_on', 'closed_on')
    ) as imprecise
        on imprecise.load_id = ended.load_id and imprecise.source_row = ended.source_row
)

select
    table_name, provider_id, case_id, begun_on, outcome, entered, days,
    case
        when begun_on is null then table_name || '.' || begun_column || ' is blank or not in the log'
        when is_imprecise then 'a day of it is known to the month only'
        when outcome is null then table_name || '.' || replied_column || ' is not in the log'
        when days is null then 'the log does not say when it ended'
        when days < 0 then table_name || '.' || begun_column || ' lies after the day it ended'
        when outcome <> 'open' and entered > 0 and days <= entered then 'it had ended before the log first showed it'
    end as reason
from waited
