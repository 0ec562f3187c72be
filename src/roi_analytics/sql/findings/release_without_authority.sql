-- One row per release made under an authorization for which no valid one is recorded, or of which that cannot be told.
-- title: Released without an authorization
-- citation: 45 CFR 164.508(a)(1)
-- applies_to: authorization
-- needs: request.legal_path, authority.kind, authority.signed_on, disclosure.disclosed_at
-- Releases on access, for treatment, by legal process and the like are not judged here. counted_on is the day of release.
with release as (
    select
        disclosure_authority.provider_id,
        disclosure_authority.disclosure_id,
        disclosure_authority.request_id,
        coalesce(request.legal_path, 'unknown') as legal_path,
        coalesce(request.legal_path = 'authorization', false)
        or coalesce(disclosure_authority.purpose, 'other') = 'authorization' as is_on_authorization,
        coalesce(disclosure_authority.disclosed_on, disclosure_authority.extracted_on) as counted_on,
        coalesce('Released ' || disclosure_authority.disclosed_on, 'Released on a day the log does not give') as released_words,
        disclosure_authority.paper,
        disclosure_authority.signed_on,
        disclosure_authority.expires_on,
        disclosure_authority.revoked_on,
        feeds_authority.table_name is not null as is_authority_fed
    from disclosure_authority
    left join request
        on request.provider_id = disclosure_authority.provider_id
        and request.request_id = disclosure_authority.request_id
    left join provider_table as feeds_authority
        on feeds_authority.provider_id = disclosure_authority.provider_id
        and feeds_authority.table_name = 'authority'
    where
        coalesce(request.legal_path, 'unknown') in ('authorization', 'unknown')
        and coalesce(disclosure_authority.purpose, 'other') in ('authorization', 'other')
        or request.legal_path = 'authorization'
),

judged as (
    select
        provider_id, disclosure_id, request_id, legal_path, counted_on, released_words, paper, is_on_authorization,
        is_authority_fed, signed_on, expires_on, revoked_on,
        case
            when paper = 'none' and is_on_authorization then 'apparent'
            when not is_on_authorization then 'not_assessable'
            when not is_authority_fed or paper = 'unsigned' then 'not_assessable'
            else 'check'
        end as verdict
    from release
    where paper not in ('valid', 'other')
)

select
    rule.law_rule,
    case when judged.verdict = 'apparent' and coalesce(judged.counted_on < rule.certain_from, true) then 'check' else judged.verdict end
        as verdict,
    rule.citation,
    judged.disclosure_id as case_id,
    judged.provider_id,
    judged.counted_on,
    judged.request_id,
    judged.legal_path,
    case
        when not judged.is_on_authorization
            then judged.released_words || ', request.legal_path is unknown: what it had to rest on cannot be told.'
        when judged.paper = 'none' then judged.released_words || ', authority recorded: none.'
        when not judged.is_authority_fed then judged.released_words || ', authority.kind is not in the log.'
        when judged.paper = 'unsigned'
            then judged.released_words || ', authority.kind, authority.signed_on or disclosure.disclosed_at is blank.'
        when judged.paper = 'signed_after' then judged.released_words || ', authorization signed ' || judged.signed_on || ', after the release.'
        when judged.paper = 'expired' then judged.released_words || ', authorization expired ' || judged.expires_on || '.'
        when judged.paper = 'revoked' then judged.released_words || ', authorization revoked ' || judged.revoked_on || '.'
        else judged.released_words || ', no authorization is recorded.'
    end as facts
from judged
inner join provider_rule as rule
    on rule.provider_id = judged.provider_id
    and rule.topic = 'authorization_required'
    and judged.counted_on >= coalesce(rule.effective_from, judged.counted_on)
    and judged.counted_on <= coalesce(rule.effective_to, judged.counted_on)
