-- One row per department a provider's logs and lists name, whatever its case.
with named as (
    select access_event.provider_id, access_event.department
    from access_event
    group by access_event.provider_id, access_event.department
    union
    select assignment.provider_id, assignment.department from assignment
    union
    select shift.provider_id, shift.department from shift
    union
    select care_record.provider_id, care_record.department from care_record
)

select distinct named.provider_id, lower(trim(named.department)) as department
from named
where named.department is not null
