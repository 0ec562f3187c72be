-- One row per request loaded: does its row carry a note that it looks wrong?
-- title: Requests loaded with a note
-- summary: share
-- better: lower
-- unit: share of requests loaded
-- citation: none: the loader's own marks
-- counted_on: received_on
-- rows_of: request
-- of_the_outcome: note
-- The newest version of each request, duplicate and invalid entries too. By note the shares stand on all requests, so that
-- they add up; where a row has notes of several kinds it is `several`. What was refused altogether is no request here: it is
-- in rows_quarantined.
with noted as (
    select
        load_id,
        source_row,
        case when min(code) = max(code) then min(code) else 'several' end as note
    from row_note
    group by
        load_id,
        source_row
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
    noted.note,
    case when noted.note is null then 0 else 1 end as value,
    'counted' as standing,
    cast(null as varchar) as reason
from request
left join noted
    on noted.load_id = request.load_id
    and noted.source_row = request.source_row
left join provider on provider.provider_id = request.provider_id
