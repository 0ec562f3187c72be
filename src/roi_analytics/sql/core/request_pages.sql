-- One row per request and form of copy given: how many pages and images. What was refused or only looked at is no copy.
-- record_format: microfilm where the record is kept on film, else paper or electronic as given. Where nothing is logged as
-- provided, what was asked for counts. pages is null where an item gives no number, or one below nought.
with item as (
    select
        provider_id,
        request_id,
        coalesce(format_provided, format_requested) as form,
        held_as,
        pages_paper,
        pages_electronic,
        images
    from request_item
    where
        request_id is not null
        and coalesce(outcome, 'provided') in ('provided', 'pending')
        and coalesce(format_provided, format_requested, 'unknown') <> 'inspection'
),

formed as (
    select
        provider_id,
        request_id,
        case
            when held_as = 'film' and form = 'paper' then 'microfilm'
            when form = 'paper' then 'paper'
            when form in ('electronic', 'portal', 'media') then 'electronic'
            else 'unknown'
        end as record_format,
        coalesce(pages_paper, 0) + coalesce(pages_electronic, 0) as pages,
        images,
        (pages_paper is not null or pages_electronic is not null or images > 0)
        and coalesce(pages_paper, 0) >= 0
        and coalesce(pages_electronic, 0) >= 0
        and coalesce(images, 0) >= 0 as is_counted
    from item
)

select
    provider_id,
    request_id,
    record_format,
    case when min(case when is_counted then 1 else 0 end) = 1 then sum(pages) end as pages,
    coalesce(sum(images), 0) as images
from formed
group by
    provider_id,
    request_id,
    record_format
