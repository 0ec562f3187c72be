-- One row per disclosure to law enforcement without process: did it keep to the closed list?
-- title: To law enforcement beyond the closed list
-- subject: disclosures
-- citation: 45 CFR 164.512(f)(2)
-- applies_to: public_authority, and any disclosure to law enforcement
-- needs: disclosure.purpose, authority.kind, disclosure_evidence.element, disclosure_evidence.state
-- Without process, to find or identify someone, eight items may be told. About a victim, a death or a crime on the premises other
-- rules hold, which no column tells: to be checked. counted_on is the day of disclosure.
with process as (
    select distinct
        provider_id,
        disclosure_id
    from disclosure_proof
    where
        way = 'process'
        and state = 'present'
),

told as (
    select
        proof.provider_id, proof.disclosure_id, proof.request_id, proof.legal_path, proof.counted_on, proof.released_words,
        proof.law_rule, proof.citation, proof.element, proof.state, proof.is_certain,
        case
            when proof.state = 'not_recorded' then 'disclosure_evidence.state'
            when proof.state = 'missing' and proof.is_paper_unknown then 'authority.kind'
        end as missing
    from disclosure_proof as proof
    left join process
        on process.provider_id = proof.provider_id
        and process.disclosure_id = proof.disclosure_id
    where
        proof.way = 'identification'
        and not proof.has_process
        and process.disclosure_id is null
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when state <> 'missing' then null
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation,
    disclosure_id as case_id,
    provider_id,
    counted_on,
    request_id,
    legal_path,
    missing,
    case missing
        when 'disclosure_evidence.state' then 'disclosure_evidence.state is not recorded for: ' || element || '.'
        when 'authority.kind' then 'authority.kind is blank or not in the log: whether there was process cannot be told.'
        else released_words || ' to law enforcement without process on file, recorded as missing: ' || element || '.'
    end as facts
from told
