-- One row per episode: nothing has been recorded of the patient's care for so long that it is over.
-- title: The patient's care was over
-- code: S7
-- weighs: for
-- needs: care_record.patient_id, care_record.starts_at
-- says: Nothing had been recorded of the patient's care for a quarter before.
with cared as (
    select distinct access_episode.episode_no
    from access_episode
    inner join access_flag on access_flag.flag = 'patient_gone' and access_flag.is_on
    inner join patient_care_day
        on patient_care_day.patient_no = access_episode.patient_no
        and patient_care_day.until_on
        >= cast(access_episode.worked_on - access_flag.days * interval '1' day as date)
        and patient_care_day.from_on
        <= cast(access_episode.worked_on + access_flag.days * interval '1' day as date)
)

select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'patient_gone' and access_flag.is_on
left join cared on cared.episode_no = access_episode.episode_no
where access_episode.role_group not in ('release', 'revenue', 'review')
    and access_episode.is_covered
    and cared.episode_no is null
