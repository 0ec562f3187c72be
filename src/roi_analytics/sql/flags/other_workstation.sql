-- One row per episode: opened at a workstation another department has nearly to itself, while the user mostly worked elsewhere.
-- title: Another department's workstation
-- code: S18
-- weighs: for
-- needs: access_event.workstation, access_event.department
-- says: The record was opened at another department's workstation; the user may be somebody else.
-- Who works most of a stretch at such workstations was sent there, though no schedule says so. Where neither log nor shift
-- says where the user works, no workstation is another department's.
with stretch as (
    select
        access_episode.user_no,
        access_episode.worked_on,
        sum(access_episode.accesses) as accesses,
        sum(access_episode.elsewhere) as elsewhere
    from access_episode
    group by access_episode.user_no, access_episode.worked_on
    having sum(access_episode.elsewhere) > 0
)

select access_episode.episode_no
from access_episode
inner join access_flag on access_flag.flag = 'other_workstation' and access_flag.is_on
inner join stretch
    on stretch.user_no = access_episode.user_no
    and stretch.worked_on = access_episode.worked_on
    and stretch.elsewhere <= access_flag.share * stretch.accesses
where access_episode.elsewhere > 0
    and coalesce(access_episode.shift_department_no, access_episode.department_no) is not null
