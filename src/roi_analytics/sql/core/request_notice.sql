-- One row per request with a refusal or a letter that there are no records: when each was told in writing.
-- A denial answers when its notice is sent, not when it is decided. A refusal of a part ends the duty for that part only.
-- is_notice_unclear: refused as a whole, and the log has no column for the notice.
with letter as (
    select
        provider_id,
        request_id,
        min(case when kind = 'denial' then sent_on end) as denial_letter_on,
        min(case when kind = 'no_records' then sent_on end) as no_records_on
    from correspondence
    where
        kind in ('denial', 'no_records')
        and request_id is not null
    group by
        provider_id,
        request_id
),

refusal as (
    select
        denial.provider_id,
        denial.request_id,
        coalesce(denial.is_whole, denial.item_no is null and request_newest.status = 'denied', false) as is_whole,
        denial.notice_sent_on,
        mapped.load_id is not null as notice_is_mapped
    from denial
    inner join request_newest
        on request_newest.provider_id = denial.provider_id
        and request_newest.request_id = denial.request_id
    left join load_column as mapped
        on mapped.load_id = denial.load_id
        and mapped.table_name = 'denial'
        and mapped.column_name = 'notice_sent_on'
),

refused as (
    select
        provider_id,
        request_id,
        min(case when is_whole then notice_sent_on end) as whole_notice_on,
        min(notice_sent_on) as any_notice_on,
        max(case when is_whole then 1 else 0 end) = 1 as is_whole,
        max(case when is_whole and not notice_is_mapped then 1 else 0 end) = 1 as is_notice_unclear
    from refusal
    group by
        provider_id,
        request_id
)

select
    request_newest.provider_id,
    request_newest.request_id,
    case
        when refused.is_whole or request_newest.status = 'denied' then coalesce(refused.whole_notice_on, letter.denial_letter_on)
    end as whole_denial_on,
    coalesce(refused.any_notice_on, letter.denial_letter_on) as any_denial_on,
    letter.no_records_on,
    coalesce(refused.is_notice_unclear, false) and letter.denial_letter_on is null as is_notice_unclear
from request_newest
left join refused
    on refused.provider_id = request_newest.provider_id
    and refused.request_id = request_newest.request_id
left join letter
    on letter.provider_id = request_newest.provider_id
    and letter.request_id = request_newest.request_id
where
    refused.request_id is not null
    or letter.request_id is not null
