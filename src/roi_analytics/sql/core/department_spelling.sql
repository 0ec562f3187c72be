-- One row per way a provider's logs and lists write a department: which department it is.
with named as (
    select access_event.provider_id, access_event.department as spelling
    from access_event
    group by access_event.provider_id, access_event.department
    union
    select assignment.provider_id, assignment.department as spelling from assignment
    union
    select shift.provider_id, shift.department as spelling from shift
    union
    select care_record.provider_id, care_record.department as spelling from care_record
)

select named.provider_id, named.spelling, lower(trim(named.spelling)) as department
from named
where named.spelling is not null
