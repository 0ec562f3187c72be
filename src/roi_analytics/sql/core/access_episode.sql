-- One row per episode: a user, a patient and a stretch of work; what was opened, and which recorded reasons it had.
-- It is a question where a record was opened on purpose without a reason and the sources that could give one are there.
with numbered as (
    select
        episode_tally.user_no,
        episode_tally.patient_no,
        episode_tally.worked_on,
        row_number() over (
            order by episode_tally.user_no, episode_tally.worked_on, episode_tally.patient_no
        ) as episode_no
    from episode_tally
),

counted as (
    select
        cast(numbered.episode_no as integer) as episode_no,
        access_user.provider_id,
        access_user.role_group,
        episode_tally.user_no,
        episode_tally.patient_no,
        episode_tally.worked_on,
        left(cast(episode_tally.worked_on as varchar), 7) as month,
        episode_tally.first_at,
        episode_tally.last_at,
        date_diff('second', episode_tally.first_at, episode_tally.last_at) as seconds,
        episode_tally.hour_no,
        episode_tally.department_no,
        episode_tally.shift_department_no,
        episode_tally.accesses,
        episode_tally.deliberate,
        episode_tally.unexplained,
        episode_tally.searches,
        episode_tally.changes,
        episode_tally.outputs,
        episode_tally.identities,
        episode_tally.elsewhere,
        episode_tally.is_break_glass,
        episode_tally.direct_reasons,
        episode_tally.reasons
    from episode_tally
    inner join numbered
        on numbered.user_no = episode_tally.user_no
        and numbered.patient_no = episode_tally.patient_no
        and numbered.worked_on = episode_tally.worked_on
    inner join access_user on access_user.user_no = episode_tally.user_no
)

select
    counted.episode_no,
    counted.provider_id,
    counted.user_no,
    counted.patient_no,
    counted.worked_on,
    counted.month,
    counted.first_at,
    counted.last_at,
    counted.seconds,
    counted.hour_no,
    counted.department_no,
    counted.shift_department_no,
    counted.role_group,
    counted.accesses,
    counted.deliberate,
    counted.unexplained,
    counted.searches,
    counted.changes,
    counted.outputs,
    counted.identities,
    counted.elsewhere,
    counted.is_break_glass,
    counted.direct_reasons,
    counted.reasons,
    coalesce(access_cover.is_covered, false) as is_covered,
    counted.unexplained > 0 and coalesce(access_cover.is_covered, false) as is_question
from counted
left join access_cover
    on access_cover.provider_id = counted.provider_id
    and access_cover.month = counted.month
    and access_cover.role_group = counted.role_group
