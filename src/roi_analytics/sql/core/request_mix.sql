-- One row per request: what kind of work it was, for a comparison of like with like.
-- Of several kinds of record or of copy it is `several`; a log without items says nothing, and is a kind of its own. The copy
-- asked for counts, not the one given: that would be the provider's own doing.
with item as (
    select
        provider_id,
        request_id,
        coalesce(record_set, 'not_recorded') as record_set,
        coalesce(format_requested, 'not_recorded') as copy_format,
        case when pages_paper >= 0 or pages_electronic >= 0 then coalesce(pages_paper, 0) + coalesce(pages_electronic, 0) end as pages
    from request_item
    where request_id is not null
),

summed as (
    select
        provider_id,
        request_id,
        case when min(record_set) = max(record_set) then min(record_set) else 'several' end as record_set,
        case when min(copy_format) = max(copy_format) then min(copy_format) else 'several' end as copy_format,
        sum(pages) as pages
    from item
    group by
        provider_id,
        request_id
)

select
    summed.provider_id,
    summed.request_id,
    summed.record_set,
    summed.copy_format,
    coalesce(band.band, 'not_recorded') as page_band
from summed
left join band
    on band.of_what = 'pages'
    and summed.pages >= coalesce(band.lowest, summed.pages)
    and summed.pages <= coalesce(band.highest, summed.pages)
