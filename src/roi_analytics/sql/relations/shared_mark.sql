-- One row per user and patient of an episode who share a mark outside care: home, block, name, workplace, or being one.
-- Read from the patients' contact marks, which nothing but flags may read. Who is the patient shares nothing besides.
with pair as (
    select access_episode.provider_id, access_user.role_group, access_episode.user_no, access_episode.patient_no
    from access_episode
    inner join access_user on access_user.user_no = access_episode.user_no
    group by access_episode.provider_id, access_user.role_group, access_episode.user_no, access_episode.patient_no
),

shared as (
    select pair.provider_id, pair.role_group, pair.user_no, pair.patient_no, user_mark.kind
    from pair
    inner join user_mark on user_mark.user_no = pair.user_no
    inner join patient_mark
        on patient_mark.patient_no = pair.patient_no
        and patient_mark.kind = user_mark.kind
        and patient_mark.mark = user_mark.mark
    group by pair.provider_id, pair.role_group, pair.user_no, pair.patient_no, user_mark.kind
)

select
    shared.provider_id,
    shared.role_group,
    shared.user_no,
    shared.patient_no,
    shared.kind
from shared
where shared.kind = 'self'
    or not exists (
        select 1
        from shared as own
        where own.user_no = shared.user_no
            and own.patient_no = shared.patient_no
            and own.kind = 'self'
    )
