-- One row per denial: the request it refuses, whether as a whole, when it was told in writing, and who decided.
-- counted_on is the day of denial, else of its notice, else of receipt. A denial without an item is of the whole where the
-- log does not say otherwise. told_on: the notice, or a letter of denial on the request.
with letter as (
    select
        provider_id,
        request_id,
        min(sent_on) as sent_on
    from correspondence
    where
        kind = 'denial'
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
    notice_column.load_id is not null or letters.table_name is not null as is_notice_logged,
    denial.decided_by,
    denial.decider_is_licensed,
    coalesce(denial.denied_on, denial.notice_sent_on, request.received_on, denial.extracted_on) as counted_on,
    denial.extracted_on
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
