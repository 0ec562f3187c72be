-- One row per disclosure without authorization and piece of evidence it needs: is the piece on file?
-- title: A disclosure without the evidence it needs
-- citation: 45 CFR 164.512, 164.514(h)
-- applies_to: public_authority, legal_process, required_by_law, and any disclosure of these purposes
-- needs: disclosure.purpose, disclosure_evidence.element, disclosure_evidence.state
-- Of several ways one that is complete is enough; else the way of which most is recorded is judged, and is certain only where every way lacks
-- something. A provider that feeds no evidence has one row a disclosure. The closed list for law enforcement is another question.
with way as (
    select
        provider_id, disclosure_id, way,
        way <> 'attestation' as is_choice,
        count(*) filter (where state = 'missing') as missing,
        count(*) filter (where state in ('present', 'missing')) as recorded,
        count(*) filter (where state in ('present', 'not_required')) = count(*) as is_complete
    from disclosure_proof
    where topic = 'disclosure_evidence' and element <> 'only the eight listed items'
    group by provider_id, disclosure_id, way
),

best as (
    select
        provider_id, disclosure_id, way,
        min(missing) over (partition by provider_id, disclosure_id, is_choice) > 0 as every_way_lacks
    from way
    qualify row_number() over (
        partition by provider_id, disclosure_id, is_choice
        order by is_complete desc, recorded desc, missing, way
    ) = 1
),

needed as (
    select
        proof.provider_id, proof.disclosure_id, proof.request_id, proof.legal_path, proof.purpose, proof.counted_on, proof.released_words,
        proof.law_rule, proof.citation, proof.element, proof.is_certain, proof.is_fed, proof.state, best.every_way_lacks
    from best
    inner join disclosure_proof as proof
        on proof.provider_id = best.provider_id
        and proof.disclosure_id = best.disclosure_id
        and proof.way = best.way
        and proof.topic = 'disclosure_evidence'
        and proof.element <> 'only the eight listed items'
    qualify proof.is_fed or row_number() over (partition by proof.provider_id, proof.disclosure_id order by proof.way, proof.law_rule) = 1
)

select
    law_rule,
    case
        when not is_fed or state = 'not_recorded' then 'not_assessable'
        when state <> 'missing' then null
        when is_certain and every_way_lacks then 'apparent'
        else 'check'
    end as verdict,
    citation,
    case when is_fed then disclosure_id || '/' || law_rule else disclosure_id end as case_id,
    provider_id,
    counted_on,
    request_id,
    legal_path,
    case when not is_fed or state = 'not_recorded' then 'disclosure_evidence.state' end as missing,
    case
        when not is_fed then 'disclosure_evidence.state is not in the log: what the disclosure rested on cannot be told.'
        when state = 'not_recorded' then 'disclosure_evidence.state is not recorded for: ' || element || '.'
        else released_words || ' for ' || replace(purpose, '_', ' ') || ', not on file: ' || element || '.'
    end as facts
from needed
