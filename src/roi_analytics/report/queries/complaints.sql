-- One row per complaint that was made or was due in the month, or waits for its answer: when it was answered, or is due.
-- A complaint is open until it is answered or closed. One without a day due cannot be late.
with asked as (
    select cast(? as varchar) as month
)

select
    complaint.complaint_id,
    complaint.provider_id,
    complaint.request_id,
    complaint.made_to,
    complaint.received_on,
    complaint.answer_due_on,
    complaint.answered_on,
    complaint.closed_on,
    case
        when complaint.answered_on > complaint.answer_due_on then 'answered late'
        when complaint.answered_on is not null then 'answered'
        when complaint.closed_on is not null then 'closed without an answer'
        when complaint.answer_due_on is null then 'open, no day due is known'
        when complaint.answer_due_on < clock.as_of then 'open, late'
        else 'open'
    end as standing,
    case
        when complaint.answered_on is null and complaint.closed_on is null
            then date_diff('day', clock.as_of, complaint.answer_due_on)
    end as days_left
from complaint
cross join clock
cross join asked
where
    left(cast(complaint.received_on as varchar), 7) = asked.month
    or left(cast(complaint.answer_due_on as varchar), 7) = asked.month
    or (
        complaint.answered_on is null
        and complaint.closed_on is null
        and left(cast(coalesce(complaint.received_on, complaint.first_seen_on) as varchar), 7) <= asked.month
    )
order by
    case when complaint.answered_on is null and complaint.closed_on is null then 0 else 1 end,
    complaint.answer_due_on,
    complaint.provider_id,
    complaint.complaint_id
