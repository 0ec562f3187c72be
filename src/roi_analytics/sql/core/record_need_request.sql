-- One row per request of a record need: when it was asked, first heard of and ended, by what way, and what it cost.
-- is_bottleneck: the one open longest, else the last to end; one whose end cannot be judged only where there is no other.
-- fee_usd is what was asked for, nought where a provider that feeds fees asked nothing. has_procedure: the log tells how the
-- provider took requests on that day: whether it wanted its own form, and a copy of an identity card.
with member as (
    select
        record_need.need_id,
        record_need.first_on,
        person_request.provider_id,
        person_request.request_id,
        person_request.received_on
    from record_need
    inner join person_request
        on person_request.person_id = record_need.person_id
        and person_request.legal_path = record_need.legal_path
        and person_request.received_on >= record_need.first_on
        and person_request.received_on <= record_need.until_on
),

way as (
    select
        member.provider_id,
        member.request_id,
        provider_procedure.own_form_required,
        provider_procedure.identity_copy_required
    from member
    inner join provider_procedure
        on provider_procedure.provider_id = member.provider_id
        and provider_procedure.valid_from <= member.received_on
    qualify row_number() over (
        partition by member.provider_id, member.request_id
        order by provider_procedure.valid_from desc
    ) = 1
),

feeding as (
    select distinct provider_id
    from provider_table
    where table_name in ('invoice', 'fee_line')
)

select
    member.need_id, member.first_on, member.provider_id, member.request_id, request_case.legal_path,
    member.received_on as asked_on,
    case when not first_response.has_undated then first_response.responded_on end as first_word_on,
    case when request_case.reason is null then coalesce(request_case.answered_on, request_case.ended_on) end as ended_on,
    request_case.last_seen_on as seen_on,
    request_case.outcome, request_case.ending, request_case.days, request_case.entered, request_case.reason,
    request_case.channel,
    way.own_form_required,
    way.identity_copy_required,
    way.request_id is not null as has_procedure,
    case when fee_asked.request_id is not null then fee_asked.asked_usd when feeding.provider_id is not null then 0 end as fee_usd,
    feeding.provider_id is not null as has_fees,
    row_number() over (
        partition by member.need_id
        order by
            case when request_case.reason is not null then 2 when request_case.ending = 'open' then 0 else 1 end,
            case when request_case.ending = 'open' then member.received_on end,
            coalesce(request_case.answered_on, request_case.ended_on) desc nulls last,
            member.provider_id,
            member.request_id
    ) = 1 as is_bottleneck
from member
inner join request_case on request_case.provider_id = member.provider_id and request_case.request_id = member.request_id
left join first_response on first_response.provider_id = member.provider_id and first_response.request_id = member.request_id
left join way on way.provider_id = member.provider_id and way.request_id = member.request_id
left join fee_asked on fee_asked.provider_id = member.provider_id and fee_asked.request_id = member.request_id
left join feeding on feeding.provider_id = member.provider_id
