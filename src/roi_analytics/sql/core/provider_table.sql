-- One row per provider and table that some feed of the site supplies for it: what is not here, its log cannot show.
-- A feed that maps provider_id as a column counts for the providers its rows name.
with told as (
    select provider_id, table_name
    from feed
    where provider_id is not null
),

found as (
    select distinct provider_id, 'delivery' as table_name from delivery
    union all
    select distinct provider_id, 'denial' as table_name from denial
    union all
    select distinct provider_id, 'correspondence' as table_name from correspondence
    union all
    select distinct provider_id, 'authority' as table_name from authority
    union all
    select distinct provider_id, 'authority_element' as table_name from authority_element
    union all
    select distinct provider_id, 'disclosure_evidence' as table_name from disclosure_evidence
    union all
    select distinct provider_id, 'invoice' as table_name from invoice
    union all
    select distinct provider_id, 'fee_line' as table_name from fee_line
    union all
    select distinct provider_id, 'request_item' as table_name from request_item
)

select provider_id, table_name from told
union
select provider_id, table_name from found
