-- One row per access by a person to a patient's record: has it a recorded reason, and could one have been in the logs?
-- is_first: the first moment in which the log has the user at the patient's record.
with first_look as (
    select access_explained.user_no, access_explained.patient_no, min(access_explained.opened_at) as opened_at
    from access_explained
    group by access_explained.user_no, access_explained.patient_no
)

select
    access_explained.provider_id,
    left(cast(access_explained.worked_on as varchar), 7) as month,
    access_user.role,
    access_user.role_group,
    access_department.department,
    access_explained.is_deliberate,
    first_look.user_no is not null as is_first,
    access_explained.reasons,
    access_explained.reasons > 0 as is_explained,
    coalesce(access_cover.is_covered, false) as is_assessable
from access_explained
inner join access_user on access_user.user_no = access_explained.user_no
left join access_department on access_department.department_no = access_explained.department_no
left join first_look
    on first_look.user_no = access_explained.user_no
    and first_look.patient_no = access_explained.patient_no
    and first_look.opened_at = access_explained.opened_at
left join access_cover
    on access_cover.provider_id = access_explained.provider_id
    and access_cover.month = left(cast(access_explained.worked_on as varchar), 7)
    and access_cover.role_group = access_user.role_group
