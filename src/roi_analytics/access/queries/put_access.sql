-- One row per incident asked for and access of its episodes, with the episode's flags.
select
    put_episode.incident_id,
    put_episode.episode_no,
    put_episode.flags,
    put_episode.is_question,
    access_explained.provider_id,
    access_explained.event_id,
    access_explained.opened_at,
    access_explained.user_no,
    access_explained.patient_no,
    access_explained.department_no,
    access_explained.shift_department_no,
    access_explained.is_deliberate,
    access_explained.reasons
from put_episode
inner join access_explained
    on access_explained.user_no = put_episode.user_no
    and access_explained.patient_no = put_episode.patient_no
    and access_explained.worked_on = put_episode.worked_on
where put_episode.incident_id in (select unnest(?))
