-- One row per record need: how many different procedures did the person meet?
-- title: Different procedures for one person's records
-- summary: median
-- better: lower
-- unit: procedures
-- citation: HHS access guidance: unreasonable measures
-- counted_on: the day of the first request
-- rows_of: request
-- A procedure is a set of three: the channel the request took, whether the provider wanted its own form, whether it wanted a copy
-- of an identity card, by the way of taking requests valid on that day. Alike at two providers is one. Where one provider's way
-- is not in the log, or says nothing of one of the three, the number is not known. provider_id and the groups are those of the
-- bottleneck. Until its window is over a need may still gain a request: is_window_over tells the two apart.
with met as (
    select
        record_need_request.need_id,
        count(distinct record_need_request.provider_id) as providers,
        count(
            distinct record_need_request.channel
            || case when record_need_request.own_form_required then ', own form' else '' end
            || case when record_need_request.identity_copy_required then ', proof of identity' else '' end
        ) as procedures,
        count(*) filter (where not record_need_request.has_procedure) as without_procedure,
        count(*) filter (
            where record_need_request.channel is null
            or record_need_request.own_form_required is null
            or record_need_request.identity_copy_required is null
        ) as without_answer
    from record_need_request
    group by record_need_request.need_id
),

judged as (
    select
        met.need_id,
        met.providers,
        met.procedures,
        record_need.first_on,
        record_need.until_on < clock.as_of as is_window_over,
        case
            when met.without_procedure > 0 then 'how one of its providers took requests is not in the log'
            when met.without_answer > 0 then 'the channel, or what one of its providers wanted, is not in the log'
        end as reason
    from met
    inner join record_need
        on record_need.need_id = met.need_id
    cross join clock
)

select
    judged.need_id as case_id,
    bottleneck.provider_id,
    judged.first_on as counted_on,
    left(cast(judged.first_on as varchar), 7) as month,
    request_case.legal_path, request_case.requester_kind, request_case.state, request_case.kind, request_case.channel,
    request_case.handled_by, request_case.business_associate_id,
    judged.providers,
    judged.is_window_over,
    case when judged.reason is null then judged.procedures end as value,
    case when judged.reason is null then 'counted' else 'not_assessable' end as standing,
    judged.reason
from judged
inner join record_need_request as bottleneck
    on bottleneck.need_id = judged.need_id
    and bottleneck.is_bottleneck
inner join request_case
    on request_case.provider_id = bottleneck.provider_id
    and request_case.request_id = bottleneck.request_id
