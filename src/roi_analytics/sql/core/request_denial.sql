-- One row per denial: the request it refuses, whether as a whole, when it was told in writing, and who decided.
-- counted_on is the day of denial, else of its notice, else of receipt. A denial without an item is of the whole where the
-- log does not say otherwise. told_on: the notice, or a letter of denial on the request; has_undated_letter: such a letter has
-- no day. told_unclear_for: why the log cannot tell that there was none. seen_on: the newest extract that shows the denial.
with letter as (
    select
        provider_id,
        request_id,
        min(case when kind = 'denial' then sent_on end) as sent_on,
        count(*) filter (where kind = 'denial' and sent_on is null) > 0 as has_undated_letter,
        count(*) filter (where kind is null) > 0 as has_unclear_letter
    from correspondence
    where
        coalesce(kind, 'denial') = 'denial'
        and request_id is not null
    group by
        provider_id,
        request_id
)

select
    denial.provider_id,
    denial.denial_id,
    denial.request_id,
    coalesce(request.legal_path, 'unknown') as legal_path,
    request.requester_kind,
    request.patient_id,
    request.received_on,
    request.proof_on,
    request.last_seen_on,
    denial.item_no,
    denial.ground,
    coalesce(denial.ground in ('R1', 'R2', 'R3'), false) as is_reviewable,
    coalesce(denial.is_whole, denial.item_no is null and request.status = 'denied') as is_whole,
    denial.denied_on,
    coalesce(denial.notice_sent_on, letter.sent_on) as told_on,
    coalesce(letter.has_undated_letter, false) as has_undated_letter,
    notice_column.load_id is not null as is_notice_mapped,
    case
        when coalesce(denial.notice_sent_on, letter.sent_on) is not null or letter.has_undated_letter then null
        when letter.has_unclear_letter then 'correspondence.kind'
        when notice_column.load_id is null and letters.table_name is null then 'denial.notice_sent_on'
    end as told_unclear_for,
    denial.decided_by,
    denial.decider_is_licensed,
    coalesce(denial.denied_on, denial.notice_sent_on, request.received_on, denial.extracted_on) as counted_on,
    denial.extracted_on,
    denial.last_seen_on as seen_on
from denial
left join request
    on request.provider_id = denial.provider_id
    and request.request_id = denial.request_id
left join letter
    on letter.provider_id = denial.provider_id
    and letter.request_id = denial.request_id
left join load_column as notice_column
    on notice_column.load_id = denial.load_id
    and notice_column.table_name = 'denial'
    and notice_column.column_name = 'notice_sent_on'
left join provider_table as letters
    on letters.provider_id = denial.provider_id
    and letters.table_name = 'correspondence'
