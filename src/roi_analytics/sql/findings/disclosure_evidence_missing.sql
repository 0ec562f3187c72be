-- One row per disclosure without authorization and piece of evidence it needs: is the piece on file?
-- title: A disclosure without the evidence it needs
-- subject: disclosures
-- citation: 45 CFR 164.512, 164.514(h)
-- applies_to: public_authority, legal_process, required_by_law, and any disclosure of these purposes
-- needs: disclosure.purpose, disclosure_evidence.element, disclosure_evidence.state
-- Of several ways one that is complete is enough, else the way of which most is recorded is judged, and is certain only where each way
-- open lacks something. A disclosure of which no evidence is logged has one row. An attestation was due for few disclosures, which
-- no column tells: it is judged where the log speaks of it. The closed list for law enforcement is another question.
with piece as (
    select
        provider_id, disclosure_id, request_id, legal_path, purpose, counted_on, released_words, law_rule, citation, element,
        is_certain, is_open, state, coalesce(way, 'unknown') as way,
        max(case when is_told then 1 else 0 end) over (partition by provider_id, disclosure_id) = 1 as has_word
    from disclosure_proof
    where
        (topic = 'disclosure_evidence' or purpose is null)
        and (coalesce(way, 'unknown') <> 'attestation' or is_told)
),

way as (
    select
        provider_id, disclosure_id, way,
        way = 'attestation' as is_apart,
        count(*) filter (where state = 'missing') as missing,
        count(*) filter (where state in ('present', 'missing')) as recorded,
        count(*) filter (where state in ('present', 'not_required')) = count(*) as is_complete
    from piece
    group by provider_id, disclosure_id, way
    having count(*) filter (where is_open or state in ('present', 'not_required')) = count(*)
),

best as (
    select
        provider_id, disclosure_id, way,
        min(missing) over (partition by provider_id, disclosure_id, is_apart) > 0 as every_way_lacks
    from way
    qualify row_number() over (
        partition by provider_id, disclosure_id, is_apart
        order by is_complete desc, way = 'identification', recorded desc, missing, way
    ) = 1
)

select
    piece.law_rule,
    case
        when piece.state = 'not_recorded' then 'not_assessable'
        when piece.state <> 'missing' then null
        when piece.is_certain and best.every_way_lacks then 'apparent'
        else 'check'
    end as verdict,
    piece.citation,
    case when piece.has_word then piece.disclosure_id || '/' || piece.law_rule else piece.disclosure_id end as case_id,
    piece.provider_id,
    piece.counted_on,
    piece.request_id,
    piece.legal_path,
    case
        when piece.purpose is null then 'disclosure.purpose'
        when piece.state = 'not_recorded' then 'disclosure_evidence.state'
    end as missing,
    case
        when piece.purpose is null then 'disclosure.purpose is blank: what evidence the disclosure needs cannot be told.'
        when piece.state = 'not_recorded' then 'disclosure_evidence.state is not recorded for: ' || piece.element || '.'
        else piece.released_words || ' for ' || replace(piece.purpose, '_', ' ') || ', not on file: ' || piece.element || '.'
    end as facts
from best
inner join piece
    on piece.provider_id = best.provider_id
    and piece.disclosure_id = best.disclosure_id
    and piece.way = best.way
    and piece.way <> 'identification'
qualify piece.has_word or row_number() over (
    partition by piece.provider_id, piece.disclosure_id order by piece.law_rule
) = 1
