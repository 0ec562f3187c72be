-- One row per bill and law that caps its whole sum: the least of such caps. A cap for one form of copy binds where all of it has that form,
-- and no images: those have a price of their own.
with form as (
    select
        provider_id,
        request_id,
        count(*) as forms,
        sum(images) as images
    from request_pages
    group by
        provider_id,
        request_id
)

select
    price.provider_id,
    price.request_id,
    price.law_rule,
    price.citation,
    price.is_certain,
    price.is_unconfirmed,
    price.amounts_confirmed_to,
    price.record_format,
    price.allowed_usd
from fee_price as price
inner join form
    on form.provider_id = price.provider_id
    and form.request_id = price.request_id
where
    price.topic = 'fee_cap'
    and price.state = 'known'
    and price.allowed_usd > 0
    and (price.is_any_form or (form.forms = 1 and form.images = 0 and price.record_format is not null))
qualify row_number() over (
    partition by price.provider_id, price.request_id
    order by price.narrowness desc, price.allowed_usd, price.law_rule
) = 1
