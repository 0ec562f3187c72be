-- One row per request: was what an earlier extract said of it changed after the fact?
-- title: Requests whose past was changed
-- summary: share
-- better: lower
-- unit: share of requests shown more than once
-- citation: none: a record kept of what was done is not rewritten in silence
-- counted_on: received_on
-- rows_of: request
-- of_the_outcome: changed
-- Changed means the day of receipt or of completion, an outcome once told, or the ground of a denial. A first answer and the
-- end of an open request are news. By changed the shares stand on all requests shown more than once; where several changed it
-- is `several`. Duplicate and invalid entries are cases too: to call an answered request a duplicate rewrites it.
with rewritten as (
    select
        provider_id,
        request_id,
        case when min("column") = max("column") then min("column") else 'several' end as changed
    from restatement
    group by
        provider_id,
        request_id
)

select
    request.request_id as case_id,
    request.provider_id,
    request.received_on as counted_on,
    left(cast(request.received_on as varchar), 7) as month,
    request.legal_path,
    request.requester_kind,
    provider.state,
    provider.kind,
    request.channel,
    request.handled_by,
    request.business_associate_id,
    rewritten.changed,
    case
        when rewritten.changed is not null then 1
        when request.last_seen_on > request.first_seen_on then 0
    end as value,
    case
        when rewritten.changed is not null or request.last_seen_on > request.first_seen_on then 'counted'
        else 'immature'
    end as standing,
    case
        when rewritten.changed is null and request.last_seen_on <= request.first_seen_on then 'shown once so far'
    end as reason
from request
left join rewritten
    on rewritten.provider_id = request.provider_id
    and rewritten.request_id = request.request_id
left join provider on provider.provider_id = request.provider_id
