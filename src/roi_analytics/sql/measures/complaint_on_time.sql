-- One row per complaint: was it answered by the day the log says an answer was due?
-- title: Complaints answered by the day due
-- summary: share
-- better: higher
-- unit: share of complaints
-- citation: none: the due day is the log's own; 45 CFR 164.530(d) sets no number of days
-- counted_on: answer_due_on (received_on where none is known)
-- rows_of: complaint
-- apart: made_to
-- A complaint is judged once it was seen after its due day, an early answer too: else quick ones would count before slow ones.
-- One closed by that day without an answer ended otherwise and is no case; one closed later had been late. What is due to a
-- regulator or a court is another duty than what is due to the person, so each is a figure of its own.
with judged as (
    select
        complaint.provider_id,
        complaint.complaint_id,
        complaint.request_id,
        complaint.made_to,
        complaint.answered_on,
        complaint.answer_due_on,
        coalesce(complaint.answer_due_on, complaint.received_on, complaint.first_seen_on) as counted_on,
        case
            when complaint.answer_due_on is null then 'complaint.answer_due_on is blank or not in the log'
            when mapped.load_id is null then 'complaint.answered_on is not in the log'
            when imprecise.load_id is not null then 'a day of it is known to the month only'
            when complaint.answered_on < complaint.received_on then 'complaint.received_on lies after the day it was answered'
        end as not_judged,
        complaint.answer_due_on >= complaint.last_seen_on as is_immature
    from complaint
    left join load_column as mapped
        on mapped.load_id = complaint.load_id
        and mapped.table_name = 'complaint'
        and mapped.column_name = 'answered_on'
    left join (
        select distinct load_id, source_row
        from row_note
        where code = 'precision_month' and "column" in ('answer_due_on', 'answered_on')
    ) as imprecise
        on imprecise.load_id = complaint.load_id
        and imprecise.source_row = complaint.source_row
    where not (
        complaint.answered_on is null
        and mapped.load_id is not null
        and coalesce(complaint.closed_on <= complaint.answer_due_on, false)
    )
)

select
    judged.complaint_id as case_id,
    judged.provider_id,
    judged.counted_on,
    left(cast(judged.counted_on as varchar), 7) as month,
    coalesce(request.legal_path, 'unknown') as legal_path,
    request.requester_kind,
    provider.state,
    provider.kind,
    request.channel,
    request.handled_by,
    request.business_associate_id,
    coalesce(judged.made_to, 'not_recorded') as made_to,
    case
        when judged.not_judged is not null or judged.is_immature then null
        when judged.answered_on <= judged.answer_due_on then 1
        else 0
    end as value,
    case when judged.not_judged is not null then 'not_assessable' when judged.is_immature then 'immature' else 'counted' end as standing,
    case when judged.not_judged is not null then judged.not_judged when judged.is_immature then 'not seen since its due day' end as reason
from judged
left join provider on provider.provider_id = judged.provider_id
left join request
    on request.provider_id = judged.provider_id
    and request.request_id = judged.request_id
