-- One row per request under a deadline of the law: was it answered by the day that binds?
-- title: Answered by the day the law sets
-- summary: share
-- better: higher
-- unit: share of requests
-- citation: 45 CFR 164.524(b)(2), or the state's deadline where that comes first
-- counted_on: due_on (received_on where none is known)
-- rows_of: request
-- Requests on the paths that have a deadline; one whose path is not known may have one and is not assessable. A request
-- is judged once it was seen after its due day, an early answer too: else quick ones would count before slow ones.
-- No records, withdrawn and redirected are outcomes of their own. One abandoned after its due day had been late.
with judged as (
    select
        request_case.provider_id,
        request_case.request_id,
        request_deadline.due_on,
        case
            when request_case.legal_path = 'unknown' then 'the legal path is not known'
            when request_deadline.due_on is null then 'no deadline is known for this place and path'
            else request_case.reason
        end as not_judged,
        request_deadline.due_on >= request_case.last_seen_on as is_immature
    from request_case
    left join request_deadline
        on request_deadline.provider_id = request_case.provider_id
        and request_deadline.request_id = request_case.request_id
    where
        (request_deadline.due_on is not null or request_case.legal_path in ('access', 'directive', 'unknown'))
        and request_case.outcome not in ('no_records', 'withdrawn', 'redirected')
        and not (
            request_case.outcome = 'abandoned'
            and coalesce(request_case.ended_on <= request_deadline.due_on, false)
        )
)

select
    judged.request_id as case_id,
    judged.provider_id,
    coalesce(judged.due_on, request_case.received_on) as counted_on,
    left(cast(coalesce(judged.due_on, request_case.received_on) as varchar), 7) as month,
    request_case.legal_path,
    request_case.requester_kind,
    request_case.state,
    request_case.kind,
    request_case.channel,
    request_case.handled_by,
    request_case.business_associate_id,
    case
        when judged.not_judged is not null or judged.is_immature then null
        when request_case.ending = 'answered' and request_case.answered_on <= judged.due_on then 1
        else 0
    end as value,
    case
        when judged.not_judged is not null then 'not_assessable'
        when judged.is_immature then 'immature'
        else 'counted'
    end as standing,
    case
        when judged.not_judged is not null then judged.not_judged
        when judged.is_immature then 'not seen since its due day'
    end as reason
from judged
inner join request_case
    on request_case.provider_id = judged.provider_id
    and request_case.request_id = judged.request_id
