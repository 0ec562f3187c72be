-- One row per note: a mark on a row that was loaded although it looks wrong.
-- Notes one row or one file shows come from the loader; those that need other rows or tables are made here.
-- A bulk closing day holds more than a fifth of a provider's closings of a quarter of at least fifty.
with newest_request as (
    select
        request.provider_id,
        request.request_id,
        request.patient_id,
        request.requester_kind,
        request.received_on,
        request.completed_on,
        year(request.completed_on) * 4 + quarter(request.completed_on) as completed_quarter,
        request.load_id,
        request.source_row
    from request_newest as request
),

across_files as (
    select
        version.load_id,
        version.source_row,
        version.provider_id,
        count(*) over (partition by version.provider_id, version.request_id, version.extracted_on) as copies
    from request_version as version
),

asked_twice as (
    select
        newest_request.load_id,
        newest_request.source_row,
        newest_request.provider_id,
        count(*) over (
            partition by
                newest_request.provider_id,
                newest_request.patient_id,
                newest_request.requester_kind,
                newest_request.received_on
        ) as requests
    from newest_request
    where newest_request.patient_id is not null and newest_request.requester_kind is not null
),

closed as (
    select
        newest_request.load_id,
        newest_request.source_row,
        newest_request.provider_id,
        count(*) over (partition by newest_request.provider_id, newest_request.completed_quarter) as of_quarter,
        count(*) over (partition by newest_request.provider_id, newest_request.completed_on) as of_day
    from newest_request
    where newest_request.completed_on is not null
),

knows_users as (select provider_id from workforce_member union select provider_id from user_account),

unresolved as (
    select access_event.load_id, access_event.source_row, access_event.provider_id
    from access_event
    inner join knows_users on knows_users.provider_id = access_event.provider_id
    left join workforce_member
        on workforce_member.provider_id = access_event.provider_id and workforce_member.user_id = access_event.user_id
    left join user_account
        on user_account.provider_id = access_event.provider_id and user_account.user_id = access_event.user_id
    where access_event.user_id is not null and workforce_member.user_id is null and user_account.login is null
)

select load_id, source_row, code, "column", provider_id from load_note
union
select load_id, source_row, 'possible_duplicate', null, provider_id from across_files where copies > 1
union
select load_id, source_row, 'possible_duplicate', null, provider_id from asked_twice where requests > 1
union
select load_id, source_row, 'bulk_closing_day', 'completed_on', provider_id from closed where of_quarter >= 50 and of_day * 5 > of_quarter
union
select load_id, source_row, 'unresolved_user', 'user_id', provider_id from unresolved
union
select load_id, source_row, 'same_transaction', 'transaction_id', provider_id from same_transaction
