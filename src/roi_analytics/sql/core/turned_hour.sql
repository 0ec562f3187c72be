-- One row per user and hour in which the account worked at two workstations by turns.
with ordered as (
    select
        station_hour.user_no,
        station_hour.hour_no,
        station_hour.first_at,
        max(station_hour.last_at) over (
            partition by station_hour.user_no, station_hour.hour_no
            order by station_hour.first_at, station_hour.workstation
            rows between unbounded preceding and 1 preceding
        ) as busy_until
    from station_hour
)

select distinct ordered.user_no, ordered.hour_no
from ordered
where ordered.first_at < ordered.busy_until
