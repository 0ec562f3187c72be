-- One row per request and deadline rule that binds it: the due day without and with an extension.
-- The day the clock starts is day nought. Calendar days do not roll over a weekend; business days are counted through the
-- calendar. Where proof of authority came after the request, proof_due_on is the day counted from the proof: told beside.
select
    clocked.provider_id,
    clocked.request_id,
    clocked.topic,
    clocked.law_rule,
    clocked.jurisdiction,
    clocked.citation,
    clocked.can_be_apparent,
    clocked.extension_from,
    clocked.extension_days,
    case
        when clocked.day_type = 'calendar' then cast(clocked.starts_on + clocked.days * interval 1 day as date)
        else due_day.day
    end as base_due_on,
    case
        when clocked.day_type = 'calendar'
            then cast(clocked.starts_on + (clocked.days + clocked.extension_days) * interval 1 day as date)
        else longest_day.day
    end as longest_due_on,
    case
        when clocked.day_type = 'calendar' and clocked.proof_on > clocked.starts_on
            then cast(clocked.proof_on + clocked.days * interval 1 day as date)
    end as proof_due_on
from deadline_clock as clocked
left join calendar as receipt
    on clocked.day_type = 'business'
    and receipt.state = clocked.jurisdiction
    and receipt.day = clocked.starts_on
left join calendar as due_day
    on due_day.state = receipt.state
    and due_day.is_business_day
    and due_day.business_day_number = receipt.business_day_number + clocked.days
left join calendar as longest_day
    on longest_day.state = receipt.state
    and longest_day.is_business_day
    and longest_day.business_day_number = receipt.business_day_number + clocked.days + clocked.extension_days
