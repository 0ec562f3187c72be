-- One row per incident asked for and user and patient of a question in it who meet elsewhere with a recorded reason: the nearest time.
with pair as (
    select distinct
        put_episode.incident_id, put_episode.user_no, put_episode.patient_no, put_episode.worked_on
    from put_episode
    where put_episode.is_question
        and put_episode.incident_id in (select unnest(?))
)

select
    pair.incident_id,
    pair.patient_no,
    pair.worked_on,
    access_episode.worked_on as explained_on,
    access_episode.reasons,
    access_explained.provider_id,
    access_explained.event_id,
    access_explained.opened_at,
    access_explained.user_no,
    access_explained.department_no,
    access_explained.shift_department_no
from pair
inner join access_episode
    on access_episode.user_no = pair.user_no
    and access_episode.patient_no = pair.patient_no
    and access_episode.reasons > 0
inner join access_explained
    on access_explained.user_no = access_episode.user_no
    and access_explained.patient_no = access_episode.patient_no
    and access_explained.worked_on = access_episode.worked_on
    and access_explained.reasons > 0
qualify row_number() over (
    partition by pair.incident_id, pair.patient_no
    order by abs(date_diff('day', pair.worked_on, access_episode.worked_on)), access_episode.worked_on,
    access_explained.opened_at, access_explained.event_id
) = 1
