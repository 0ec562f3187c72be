-- One row per episode: the user's department usually works on patients of a department that has this patient.
-- title: Usual work of the department
-- code: A3
-- weighs: against
-- needs: access_event.department, care_record.department
-- says: The user's department usually works on patients of a department that has this patient.
with asked as (
    select
        access_episode.episode_no,
        access_episode.patient_no,
        coalesce(access_episode.shift_department_no, access_episode.department_no) as department_no
    from access_episode
    inner join access_flag on access_flag.flag = 'usual_for_department' and access_flag.is_on
    where access_episode.is_question
),

pair as (
    select distinct asked.patient_no, asked.department_no from asked
),

usual as (
    select distinct pair.patient_no, pair.department_no
    from pair
    inner join patient_department on patient_department.patient_no = pair.patient_no
    inner join department_affinity
        on department_affinity.user_department_no = pair.department_no
        and department_affinity.patient_department_no = patient_department.department_no
    inner join access_flag
        on access_flag.flag = 'usual_for_department'
        and department_affinity.times_chance >= access_flag.least
)

select asked.episode_no
from asked
inner join usual on usual.patient_no = asked.patient_no and usual.department_no = asked.department_no
