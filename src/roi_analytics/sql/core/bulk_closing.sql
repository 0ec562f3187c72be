-- One row per provider and day on which it closed so many requests at once that the day is hard to believe (a note says so).
-- of_quarter: what it closed in that quarter of the year. Days to answer of these requests are as the log gives them.
with noted as (
    select distinct
        row_note.load_id,
        row_note.source_row
    from row_note
    where row_note.code = 'bulk_closing_day'
),

closed as (
    select
        newest.provider_id,
        newest.completed_on,
        year(newest.completed_on) * 4 + quarter(newest.completed_on) as completed_quarter,
        case when noted.load_id is not null then 1 else 0 end as is_noted
    from request_newest as newest
    left join noted
        on noted.load_id = newest.load_id
        and noted.source_row = newest.source_row
    where newest.completed_on is not null
),

counted as (
    select
        provider_id,
        completed_on,
        completed_quarter,
        count(*) as requests,
        max(is_noted) as is_noted,
        sum(count(*)) over (partition by provider_id, completed_quarter) as of_quarter
    from closed
    group by
        provider_id,
        completed_on,
        completed_quarter
)

select
    provider_id,
    completed_on as closed_on,
    left(cast(completed_on as varchar), 7) as month,
    requests,
    cast(of_quarter as bigint) as of_quarter
from counted
where is_noted = 1
