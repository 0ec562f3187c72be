-- One row per request with a word or a record that went out: the first day on which one did.
-- Letters, the step acknowledged, notices of extension and of denial, bills, records handed over, the answer. What went out before
-- the request came in answers it not. has_undated: something went out on a day the log does not give, so the first is not sure.
with sent as (
    select provider_id, request_id, sent_on as went_out_on
    from correspondence
    union all
    select provider_id, request_id, happened_on as went_out_on
    from request_step
    where stage = 'acknowledged'
    union all
    select provider_id, request_id, notified_on as went_out_on
    from extension
    union all
    select provider_id, request_id, notice_sent_on as went_out_on
    from denial
    where notice_sent_on is not null
    union all
    select provider_id, request_id, sent_on as went_out_on
    from invoice
    where sent_on is not null
    union all
    select provider_id, request_id, first_delivery_on as went_out_on
    from request_delivery
    union all
    select provider_id, request_id, answered_on as went_out_on
    from request_answer
    where answered_on is not null
)

select
    request.provider_id,
    request.request_id,
    min(sent.went_out_on) as responded_on,
    count(*) filter (where sent.went_out_on is null) > 0 as has_undated
from request
inner join sent
    on sent.provider_id = request.provider_id
    and sent.request_id = request.request_id
where
    sent.went_out_on is null
    or sent.went_out_on >= request.received_on
group by
    request.provider_id,
    request.request_id
