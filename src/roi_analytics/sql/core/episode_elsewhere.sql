-- One row per episode whose user worked in no department that had the patient within a quarter.
-- The departments are those logged, of the shift and of the assignments of that time. Residents rotate and floats work where
-- they are sent: they are left out, and so is work that is not of one department.
with judged as (
    select
        access_episode.episode_no,
        access_episode.user_no,
        access_episode.patient_no,
        access_episode.worked_on,
        access_episode.first_at,
        access_episode.last_at,
        access_episode.department_no,
        access_episode.shift_department_no
    from access_episode
    inner join access_user
        on access_user.user_no = access_episode.user_no
        and coalesce(access_user.employer_kind, 'employee') not in ('resident', 'student', 'agency')
    where access_episode.role_group in ('clinical', 'emergency', 'support', 'registration', 'other')
        and access_episode.is_covered
        and coalesce(access_episode.shift_department_no, access_episode.department_no, 0)
        = coalesce(access_episode.department_no, access_episode.shift_department_no, 0)
),

place as (
    select judged.episode_no, judged.patient_no, judged.worked_on, judged.department_no
    from judged
    where judged.department_no is not null
    union all
    select judged.episode_no, judged.patient_no, judged.worked_on, judged.shift_department_no as department_no
    from judged
    where judged.department_no is null and judged.shift_department_no is not null
    union all
    select judged.episode_no, judged.patient_no, judged.worked_on, access_assignment.department_no
    from judged
    inner join access_assignment
        on access_assignment.user_no = judged.user_no
        and access_assignment.starts_at <= judged.last_at
        and (access_assignment.ends_at is null or access_assignment.ends_at > judged.first_at)
    where access_assignment.department_no is distinct from judged.department_no
)

select place.episode_no
from place
inner join access_flag on access_flag.flag = 'other_department'
left join department_care_day
    on department_care_day.patient_no = place.patient_no
    and department_care_day.department_no = place.department_no
    and department_care_day.until_on >= cast(place.worked_on - access_flag.days * interval '1' day as date)
    and department_care_day.from_on <= cast(place.worked_on + access_flag.days * interval '1' day as date)
group by place.episode_no
having count(department_care_day.patient_no) = 0
