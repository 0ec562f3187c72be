-- One row per user, hour and workstation: from when to when the account worked there.
select
    access_alias.user_no,
    access_event.provider_id,
    access_event.workstation,
    cast(date_diff('hour', timestamp '1970-01-01', access_event.opened_at) as integer) as hour_no,
    min(access_event.opened_at) as first_at,
    max(access_event.opened_at) as last_at
from access_event
inner join access_alias
    on access_alias.provider_id = access_event.provider_id
    and access_alias.alias = coalesce(access_event.user_id, access_event.login)
    and access_alias.user_no is not null
where access_event.workstation is not null
group by access_alias.user_no, access_event.provider_id, access_event.workstation, hour_no
