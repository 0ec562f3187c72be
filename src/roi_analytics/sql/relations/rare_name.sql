-- One row per last name that few patients bear: a common name says nothing of kinship.
with named as (
    select lower(trim(patient_contact.last_name)) as last_name, count(*) as bearers
    from patient_contact
    where patient_contact.last_name is not null
    group by lower(trim(patient_contact.last_name))
)

select named.last_name
from named
cross join (select sum(named.bearers) as bearers from named) as everybody
inner join access_flag on access_flag.flag = 'same_last_name'
where named.bearers <= greatest(2, access_flag.share * everybody.bearers)
