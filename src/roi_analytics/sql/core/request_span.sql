-- One row per request of a known patient, and per disclosure: from when to when it accounts for somebody opening the record.
-- A request does from receipt to the last of its answer, delivery and closing; done_on is null while it is open. A disclosure does
-- on its day. A person under several ids has a row for each.
with span as (
    select
        request.provider_id,
        request.patient_id,
        request.request_id,
        true as is_request,
        request.received_on as begun_on,
        case
            when answer.outcome = 'open' then null
            else
                greatest(
                    request.received_on, answer.answered_on, answer.ended_on, request.completed_on, request.closed_on,
                    delivery.last_delivery_on
                )
        end as done_on
    from request
    inner join request_answer as answer
        on answer.provider_id = request.provider_id
        and answer.request_id = request.request_id
    left join request_delivery as delivery
        on delivery.provider_id = request.provider_id
        and delivery.request_id = request.request_id
    where request.patient_id is not null
    union all
    select
        provider_id,
        patient_id,
        request_id,
        false as is_request,
        released_on as begun_on,
        released_on as done_on
    from record_release
    where
        disclosure_id is not null
        and patient_id is not null
        and released_on is not null
)

select provider_id, patient_id, request_id, is_request, begun_on, done_on
from span
union all
select span.provider_id, alias.also_patient_id as patient_id, span.request_id, span.is_request, span.begun_on, span.done_on
from span
inner join patient_alias as alias
    on alias.provider_id = span.provider_id
    and alias.patient_id = span.patient_id
