-- One row per incident asked for and access around it: of a user's incident all of the stretches of work that weigh most, of a
-- patient's all to that patient from the first day to the last. is_put: of an episode of the incident; other patients are not named.
with stretch as (
    select put_episode.incident_id, put_episode.user_no, put_episode.worked_on
    from put_episode
    where put_episode.kind = 'user'
        and put_episode.incident_id in (select unnest(?))
    group by put_episode.incident_id, put_episode.user_no, put_episode.worked_on
    qualify row_number() over (
        partition by put_episode.incident_id order by max(put_episode.score) desc, put_episode.worked_on
    ) <= ?
),

span as (
    select
        put_episode.incident_id,
        put_episode.patient_no,
        min(put_episode.patient_id) as patient_id,
        min(put_episode.worked_on) as first_on,
        max(put_episode.worked_on) as last_on
    from put_episode
    where put_episode.kind = 'patient'
        and put_episode.incident_id in (select unnest(?))
    group by put_episode.incident_id, put_episode.patient_no
),

laid as (
    select
        stretch.incident_id, put_episode.patient_id, access_explained.provider_id, access_explained.event_id,
        access_explained.opened_at, access_explained.worked_on, access_explained.user_no, access_explained.patient_no,
        access_explained.is_deliberate, access_explained.reasons, put_episode.episode_no is not null as is_put
    from stretch
    inner join access_explained
        on access_explained.user_no = stretch.user_no and access_explained.worked_on = stretch.worked_on
    left join put_episode
        on put_episode.incident_id = stretch.incident_id
        and put_episode.user_no = access_explained.user_no
        and put_episode.patient_no = access_explained.patient_no
        and put_episode.worked_on = access_explained.worked_on
    union all
    select
        span.incident_id, span.patient_id, access_explained.provider_id, access_explained.event_id,
        access_explained.opened_at, access_explained.worked_on, access_explained.user_no, access_explained.patient_no,
        access_explained.is_deliberate, access_explained.reasons, put_episode.episode_no is not null as is_put
    from span
    inner join access_explained
        on access_explained.patient_no = span.patient_no
        and access_explained.worked_on between span.first_on and span.last_on
    left join put_episode
        on put_episode.incident_id = span.incident_id
        and put_episode.user_no = access_explained.user_no
        and put_episode.worked_on = access_explained.worked_on
)

select
    laid.incident_id,
    laid.worked_on,
    coalesce(access_event.local_at, laid.opened_at + place_hour.offset_minutes * interval '1' minute) as local_at,
    laid.event_id, access_user.user_id, laid.patient_no, laid.patient_id,
    access_event.action, access_event.record_class, access_event.access_mode, access_event.is_break_glass,
    laid.is_deliberate, laid.reasons, laid.is_put
from laid
inner join access_event on access_event.provider_id = laid.provider_id and access_event.event_id = laid.event_id
inner join access_user on access_user.user_no = laid.user_no
left join place_hour
    on place_hour.provider_id = laid.provider_id
    and place_hour.hour_no = date_diff('hour', timestamp '1970-01-01', laid.opened_at)
order by laid.incident_id, laid.opened_at, laid.event_id
