-- One row per request a vendor handled that passed the site's target in the month: answered after it, or open beyond it.
-- Days run from the provider's receipt, never from the vendor's own start. An open one is counted up to the day last seen.
with asked as (
    select cast(? as varchar) as month
)

select
    vendor_answered_within.case_id as request_id,
    vendor_answered_within.provider_id,
    vendor_answered_within.business_associate_id,
    vendor_answered_within.legal_path,
    vendor_answered_within.counted_on as received_on,
    case
        when vendor_answered_within.outcome = 'answered'
            then vendor_answered_within.counted_on + cast(vendor_answered_within.days as integer)
    end as answered_on,
    vendor_answered_within.days,
    target.answered_within_days as target_days
from vendor_answered_within
cross join target
cross join asked
where
    vendor_answered_within.standing = 'counted'
    and vendor_answered_within.outcome in ('answered', 'open')
    and vendor_answered_within.days > target.answered_within_days
    and left(cast(vendor_answered_within.counted_on + cast(vendor_answered_within.days as integer) as varchar), 7) = asked.month
order by
    case when vendor_answered_within.legal_path = 'access' then 0 else 1 end,
    vendor_answered_within.business_associate_id,
    vendor_answered_within.days desc,
    vendor_answered_within.provider_id,
    vendor_answered_within.case_id
