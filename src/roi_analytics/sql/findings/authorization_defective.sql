-- One row per release on an authorization and defect its form may have: was it signed after the release, expired or revoked?
-- title: Released on a defective authorization
-- subject: authority
-- citation: 45 CFR 164.508(b)(2), (c)(1)(vi), or the state's law on how long an authorization lasts
-- applies_to: authorization
-- needs: request.legal_path, authority.kind, authority.signed_on, authority.expires_on, authority.revoked_on, disclosure.disclosed_at
-- The best paper counts, also on the day of its signature and on its last day. A revocation of the day of release, and a blank end where a
-- state's term runs (it may stand for an event), are to be checked.
with used as (
    select
        made.provider_id, made.release_id, made.request_id, made.legal_path, made.released_as, made.released_on,
        made.counted_on, made.released_words, rule.law_rule, rule.citation, coalesce(rule.code, 'lapsed') as defect,
        coalesce(made.released_on between rule.certain_from and rule.certain_to, false) as is_certain,
        paper.signed_on, paper.expires_on, paper.revoked_on, paper.has_expiry, paper.has_revocation, paper.expiry_state,
        cast(paper.signed_on + rule.days * interval 1 day as date) as lapses_on
    from record_release as made
    inner join release_authority as paper
        on paper.provider_id = made.provider_id
        and paper.release_id = made.release_id
        and paper.kind in ('written_authorization', 'part2_consent')
    inner join provider_rule as rule
        on rule.provider_id = made.provider_id
        and (rule.topic = 'authorization_expiry' or (rule.topic = 'authorization_defect' and rule.code <> 'scope'))
        and made.counted_on between rule.in_force_from and rule.in_force_to
    where
        made.released_as in ('authorization', 'unknown')
        and (
            rule.topic = 'authorization_defect'
            or (paper.expires_on is null and paper.expiry_state in ('missing', 'not_recorded'))
        )
),

judged as (
    select
        provider_id, release_id, request_id, legal_path, released_as, counted_on, released_words, law_rule, citation, defect,
        is_certain, signed_on, expires_on, revoked_on, lapses_on,
        case defect
            when 'signed_after' then signed_on > released_on
            when 'expired' then expires_on < released_on
            when 'revoked' then revoked_on <= released_on
            else lapses_on < released_on
        end as is_defective,
        case defect
            when 'revoked' then revoked_on < released_on
            when 'lapsed' then expiry_state = 'missing'
            else true
        end as is_sure,
        case
            when released_on is null then 'disclosure.disclosed_at'
            when defect in ('signed_after', 'lapsed') and signed_on is null then 'authority.signed_on'
            when defect = 'expired' and not has_expiry then 'authority.expires_on'
            when defect = 'lapsed' and not has_expiry and expiry_state <> 'missing' and lapses_on < released_on
                then 'authority.expires_on'
            when defect = 'revoked' and not has_revocation then 'authority.revoked_on'
        end as blank
    from used
)

select
    law_rule,
    case
        when blank is not null then 'not_assessable'
        when not coalesce(is_defective, false) then null
        when released_as = 'unknown' then 'not_assessable'
        when is_certain and is_sure then 'apparent'
        else 'check'
    end as verdict,
    citation, release_id || '/' || defect as case_id, provider_id, counted_on, request_id, legal_path,
    coalesce(blank, case when is_defective and released_as = 'unknown' then 'request.legal_path' end) as missing,
    case
        when blank is not null then released_words || ', ' || blank || ' is blank or not in the log.'
        when released_as = 'unknown' then released_words || ', request.legal_path is unknown: what it had to rest on cannot be told.'
        when defect = 'signed_after' then released_words || ', authorization signed ' || signed_on || ', after the release.'
        when defect = 'expired' then released_words || ', authorization expired ' || expires_on || '.'
        when defect = 'revoked' then released_words || ', authorization revoked ' || revoked_on || '.'
        else released_words || ', authorization signed ' || signed_on || ' with no end recorded: its term ended ' || lapses_on || '.'
    end as facts
from judged
where released_as <> 'unknown' or is_defective
