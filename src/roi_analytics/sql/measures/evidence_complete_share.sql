-- One row per disclosure without authorization of a kind that needs evidence: is every piece of it on file?
-- title: Disclosures whose evidence is complete
-- summary: share
-- better: higher
-- unit: share of disclosures that need evidence
-- citation: 45 CFR 164.512, 164.514(h)
-- counted_on: disclosed_at, by the place's own clock (the day of receipt, else of the log, where none is known)
-- rows_of: disclosure
-- apart: purpose
-- Which pieces a purpose needs is law. Of several ways one that is complete is enough, else the way of which most is recorded
-- is judged, as in the finding disclosure_evidence_missing; an attestation comes beside, where the log speaks of it. A piece
-- that is not recorded is neither there nor missing: without one recorded as missing the disclosure is not assessable.
with piece as (
    select
        provider_id, disclosure_id, request_id, legal_path, purpose, counted_on, is_open, state, coalesce(way, 'unknown') as way
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
    select provider_id, disclosure_id, missing, is_complete
    from way
    qualify row_number() over (
        partition by provider_id, disclosure_id, is_apart
        order by is_complete desc, way = 'identification', recorded desc, missing, way
    ) = 1
),

judged as (
    select
        provider_id, disclosure_id,
        sum(missing) > 0 as is_missing,
        count(*) filter (where is_complete) = count(*) as is_complete
    from best
    group by provider_id, disclosure_id
),

needing as (
    select distinct provider_id, disclosure_id, request_id, legal_path, purpose, counted_on
    from piece
)

select
    needing.disclosure_id as case_id, needing.provider_id, needing.counted_on, left(cast(needing.counted_on as varchar), 7) as month,
    needing.legal_path, request.requester_kind, provider.state, provider.kind, request.channel, request.handled_by,
    request.business_associate_id,
    coalesce(needing.purpose, 'not_recorded') as purpose,
    case when judged.is_missing then 0 when judged.is_complete then 1 end as value,
    case when judged.is_missing or judged.is_complete then 'counted' else 'not_assessable' end as standing,
    case
        when judged.is_missing or judged.is_complete then null
        when needing.purpose is null then 'the log does not say what it was for'
        when judged.disclosure_id is null then 'the paper on file points to none of the ways to make it'
        else 'the log does not say of each piece whether it is on file'
    end as reason
from needing
left join judged on judged.provider_id = needing.provider_id and judged.disclosure_id = needing.disclosure_id
left join provider on provider.provider_id = needing.provider_id
left join request on request.provider_id = needing.provider_id and request.request_id = needing.request_id
