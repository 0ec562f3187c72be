-- One row per release: its best paper as an authorization, and what else the papers of its request give.
-- standing as in release_paper; missing where no paper is on file. has_valid_authorization: a written one of those.
-- has_part2_consent: a valid one, or a valid authorization of which the log tells a consent's elements and none missing.
-- ..._unclear_for: the column that leaves another such paper in doubt.
with paper as (
    select
        provider_id,
        release_id,
        count(*) filter (where standing = 'unknown') > 0 as has_unknown_paper,
        count(*) filter (where kind = 'written_authorization' and standing = 'valid') > 0 as has_valid_authorization,
        max(case when kind = 'written_authorization' and standing = 'unclear' then unclear_for end) as authorization_unclear_for,
        count(*) filter (
            where standing = 'valid' and (kind = 'part2_consent' or (part2_present > 0 and part2_missing = 0))
        ) > 0 as has_part2_consent,
        max(case when kind = 'part2_consent' and standing = 'unclear' then unclear_for end) as part2_unclear_for,
        count(*) filter (where kind = 'part2_consent' and standing = 'signed_after') > 0 as has_late_part2_consent,
        count(*) filter (where kind = 'court_order') > 0 as has_court_order,
        count(*) filter (where kind in ('warrant', 'court_order', 'subpoena', 'administrative_request', 'statute')) > 0
            as has_process
    from release_paper
    group by
        provider_id,
        release_id
)

select
    release.provider_id,
    release.release_id,
    best.authority_id,
    best.kind,
    coalesce(best.standing, 'missing') as standing,
    best.signed_on,
    best.expires_on,
    best.revoked_on,
    best.has_expiry,
    best.has_revocation,
    coalesce(best.expiry_state, 'not_recorded') as expiry_state,
    feeds.table_name is not null as is_authority_fed,
    coalesce(paper.has_unknown_paper, false) as has_unknown_paper,
    coalesce(paper.has_valid_authorization, false) as has_valid_authorization,
    paper.authorization_unclear_for,
    coalesce(paper.has_part2_consent, false) as has_part2_consent,
    paper.part2_unclear_for,
    coalesce(paper.has_late_part2_consent, false) as has_late_part2_consent,
    coalesce(paper.has_court_order, false) as has_court_order,
    coalesce(paper.has_process, false) as has_process
from record_release as release
left join release_paper as best
    on best.provider_id = release.provider_id
    and best.release_id = release.release_id
    and best.place = 1
left join paper
    on paper.provider_id = release.provider_id
    and paper.release_id = release.release_id
left join provider_table as feeds
    on feeds.provider_id = release.provider_id
    and feeds.table_name = 'authority'
