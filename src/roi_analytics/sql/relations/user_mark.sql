-- One row per user and mark: who the user is, where the user lives, what the user is called, where the user works.
with member as (
    select
        access_user.user_no,
        workforce_member.last_name,
        workforce_member.address_key
    from access_user
    inner join workforce_member
        on workforce_member.provider_id = access_user.provider_id
        and workforce_member.user_id = access_user.user_id
)

select access_user.user_no, 'self' as kind, access_user.provider_id || '/' || access_user.user_id as mark
from access_user
union all
select member.user_no, 'household' as kind, member.address_key as mark
from member
where member.address_key is not null
union all
select member.user_no, 'block' as kind, regexp_extract(member.address_key, '^(.*)[-/]', 1) as mark
from member
where regexp_extract(member.address_key, '^(.*)[-/]', 1) <> ''
union all
select member.user_no, 'last_name' as kind, lower(trim(member.last_name)) as mark
from member
where member.last_name is not null
union all
select distinct
    access_assignment.user_no,
    'workplace' as kind,
    cast(access_assignment.department_no as varchar) as mark
from access_assignment
union all
select distinct access_alias.user_no, 'phone' as kind, patient_contact.phone_key as mark
from patient_contact
inner join access_alias
    on access_alias.provider_id = patient_contact.provider_id
    and access_alias.alias = patient_contact.workforce_user_id
where patient_contact.phone_key is not null
    and access_alias.user_no is not null
union all
select distinct own.user_no, 'coworker_home' as kind, colleague.address_key as mark
from access_assignment as own
inner join access_assignment as other on other.department_no = own.department_no and other.user_no <> own.user_no
inner join member as colleague on colleague.user_no = other.user_no
where colleague.address_key is not null
