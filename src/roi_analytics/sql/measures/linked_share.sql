-- One row per request: is the person known across providers?
-- title: Requests whose person is known across providers
-- summary: share
-- better: neutral
-- unit: share of requests
-- citation: none: how far the patient's way can be followed
-- counted_on: received_on
-- rows_of: request
-- By the number of a master index that the log of patients gives. The measures of what a person goes through rest on these
-- requests alone. Where a provider's log has no such number at all, its requests are not assessable.
with indexed as (
    select distinct patient.provider_id
    from patient
    inner join load_column
        on load_column.load_id = patient.load_id
        and load_column.table_name = 'patient'
        and load_column.column_name = 'person_id'
)

select
    request_case.request_id as case_id,
    request_case.provider_id,
    request_case.received_on as counted_on,
    left(cast(request_case.received_on as varchar), 7) as month,
    request_case.legal_path,
    request_case.requester_kind,
    request_case.state,
    request_case.kind,
    request_case.channel,
    request_case.handled_by,
    request_case.business_associate_id,
    case
        when indexed.provider_id is null then null
        when person_request.request_id is not null then 1
        else 0
    end as value,
    case when indexed.provider_id is not null then 'counted' else 'not_assessable' end as standing,
    case when indexed.provider_id is null then 'the provider feeds no number that is the same across providers' end as reason
from request_case
left join indexed
    on indexed.provider_id = request_case.provider_id
left join person_request
    on person_request.provider_id = request_case.provider_id
    and person_request.request_id = request_case.request_id
