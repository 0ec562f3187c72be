-- One row per request of which the log tells how something was given: whether all of it was inspection, with nothing to take away.
select
    provider_id,
    request_id,
    min(case when format_provided = 'inspection' then 1 else 0 end) = 1 as is_inspection_only
from request_item
where
    format_provided is not null
    and coalesce(outcome, 'provided') = 'provided'
group by
    provider_id,
    request_id
