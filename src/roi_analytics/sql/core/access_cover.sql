-- One row per provider, month and group of roles: are the records that explain most of the group's work in the logs?
-- What is not there cannot explain: an access without a reason is then not assessable, never a question.
with fed as (
    select distinct
        care_record.provider_id,
        care_record.kind,
        left(cast(cast(care_record.starts_at as date) as varchar), 7) as month
    from care_record
    union
    select distinct request.provider_id, 'request' as kind, left(cast(request.received_on as varchar), 7) as month
    from request
),

seen as (
    select distinct access_user.provider_id, left(cast(day.worked_on as varchar), 7) as month
    from (select distinct episode_tally.user_no, episode_tally.worked_on from episode_tally) as day
    inner join access_user on access_user.user_no = day.user_no
)

select
    seen.provider_id,
    seen.month,
    role_need.role_group,
    count(fed.kind) > 0 as is_covered,
    string_agg(distinct role_need.needs, ', ' order by role_need.needs) as needs
from seen
cross join role_need
left join fed
    on fed.provider_id = seen.provider_id
    and fed.month = seen.month
    and fed.kind = role_need.needs
group by seen.provider_id, seen.month, role_need.role_group
