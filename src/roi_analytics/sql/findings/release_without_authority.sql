-- One row per release made under an authorization: is one on file?
-- title: Released without an authorization
-- subject: authority
-- citation: 45 CFR 164.508(a)(1)
-- applies_to: authorization
-- needs: request.legal_path, authority.kind, disclosure.purpose
-- Releases on access, for treatment, by legal process and the like are not judged here. What the paper says is another
-- question (authorization_defective, authorization_incomplete). counted_on is the day of release.
with release as (
    select
        made.provider_id,
        made.release_id,
        made.request_id,
        made.legal_path,
        made.counted_on,
        made.released_on,
        made.released_words,
        paper.standing,
        case
            when paper.standing not in ('none', 'missing', 'unknown') then null
            when made.released_as = 'unknown' then 'request.legal_path'
            when paper.has_unknown_paper or not paper.is_authority_fed then 'authority.kind'
        end as missing
    from record_release as made
    inner join release_authority as paper
        on paper.provider_id = made.provider_id
        and paper.release_id = made.release_id
    where
        made.released_as = 'authorization'
        or (made.released_as = 'unknown' and paper.standing in ('none', 'missing', 'unknown'))
)

select
    rule.law_rule,
    case
        when release.missing is not null then 'not_assessable'
        when release.standing not in ('none', 'missing') then null
        when release.standing = 'none' and release.released_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    release.release_id as case_id,
    release.provider_id,
    release.counted_on,
    release.request_id,
    release.legal_path,
    release.missing,
    case
        when release.missing = 'request.legal_path'
            then release.released_words || ', request.legal_path is unknown: what it had to rest on cannot be told.'
        when release.missing is not null then release.released_words || ', authority.kind is blank or not in the log.'
        when release.standing = 'none' then release.released_words || ', authority recorded: none.'
        else release.released_words || ', no authorization is recorded.'
    end as facts
from release
inner join provider_rule as rule
    on rule.provider_id = release.provider_id
    and rule.topic = 'authorization_required'
    and release.counted_on between rule.in_force_from and rule.in_force_to
