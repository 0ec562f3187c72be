-- One row per release to one who acts for the person: was the authority proved by then?
-- title: Released to a representative without proof
-- subject: authority
-- citation: 45 CFR 164.514(h)(1), 164.502(g)
-- applies_to: access
-- needs: request.requester_kind, authority.kind, authority.proof_received_on
-- The authority may have been known already, which no column tells: to be checked. The person's own authorization and an order
-- serve from the day of their signature. A paper without a day of proof leaves it unknown. counted_on is the day of release.
with paper as (
    select
        provider_id,
        request_id,
        count(*) as papers,
        min(coalesce(proof_received_on, verified_on, case when kind in ('written_authorization', 'court_order') then signed_on end))
            as proof_on
    from authority
    where coalesce(kind, 'unknown') not in ('self', 'none', 'next_of_kin')
    group by
        provider_id,
        request_id
),

released as (
    select
        made.provider_id, made.release_id, made.request_id, made.legal_path, made.requester_kind, made.released_on, made.counted_on,
        made.released_words,
        least(paper.proof_on, request.authority_proof_on) as proof_on,
        case
            when made.released_on is null then 'disclosure.disclosed_at'
            when coalesce(paper.proof_on, request.authority_proof_on) is not null then null
            when paper.papers > 0 or feeds.table_name is null then 'authority.proof_received_on'
        end as blank
    from record_release as made
    inner join request
        on request.provider_id = made.provider_id
        and request.request_id = made.request_id
    left join paper
        on paper.provider_id = made.provider_id
        and paper.request_id = made.request_id
    left join provider_table as feeds
        on feeds.provider_id = made.provider_id
        and feeds.table_name = 'authority'
    where
        made.legal_path = 'access'
        and made.requester_kind in ('parent', 'guardian', 'health_care_agent', 'executor')
)

select
    rule.law_rule,
    case
        when released.blank is not null then 'not_assessable'
        when released.proof_on <= released.released_on then null
        when released.released_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    released.release_id as case_id,
    released.provider_id,
    released.counted_on,
    released.request_id,
    released.legal_path,
    released.blank as missing,
    case
        when released.blank is not null
            then released.blank || ' is blank or not in the log: whether the authority was proved by then cannot be told.'
        else released.released_words || ' to the ' || replace(released.requester_kind, '_', ' ')
            || coalesce(', proof of authority received ' || released.proof_on, ', no paper that gives the authority on file') || '.'
    end as facts
from released
inner join provider_rule as rule
    on rule.provider_id = released.provider_id
    and rule.topic = 'representative_proof'
    and released.counted_on between rule.in_force_from and rule.in_force_to
