-- One row per department of users and department of patients: how many times more often than by chance do they meet?
-- Read from explained work only, and smoothed, so that no clique of unexplained looks makes itself usual.
with met as (
    select
        coalesce(access_episode.shift_department_no, access_episode.department_no) as user_department_no,
        patient_department.department_no as patient_department_no,
        count(*) as episodes
    from access_episode
    inner join patient_department on patient_department.patient_no = access_episode.patient_no
    where access_episode.direct_reasons > 0
        and coalesce(access_episode.shift_department_no, access_episode.department_no) is not null
    group by
        coalesce(access_episode.shift_department_no, access_episode.department_no), patient_department.department_no
),

of_users as (
    select met.user_department_no, sum(met.episodes) as episodes
    from met
    group by met.user_department_no
),

of_patients as (
    select met.patient_department_no, sum(met.episodes) as episodes
    from met
    group by met.patient_department_no
)

select
    met.user_department_no,
    met.patient_department_no,
    (met.episodes + 1.0) / (of_users.episodes * of_patients.episodes / everybody.episodes + 1.0) as times_chance
from met
inner join of_users on of_users.user_department_no = met.user_department_no
inner join of_patients on of_patients.patient_department_no = met.patient_department_no
cross join (select sum(met.episodes) as episodes from met) as everybody
