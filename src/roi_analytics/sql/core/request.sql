-- One row per request: its newest version, the legal path it takes and whether its dates are exact.
-- The path comes before any law. The log's own word stands; else who asks decides, else the paper; else it is unknown.
-- A representative stands in the person's place (45 CFR 164.502(g)). An attorney, insurer or other third party is nothing
-- by that alone: an authorization on file makes it an authorization, no paper makes it unknown.
with imprecise as (
    select distinct
        load_id,
        source_row
    from load_note
    where
        code = 'precision_month'
        and "column" in ('received_on', 'completed_on')
),

reading as (
    select
        request_newest.provider_id,
        request_newest.request_id,
        case
            when
                request_newest.requester_kind in ('patient', 'parent', 'guardian', 'health_care_agent', 'executor')
                and not coalesce(paper.is_directive, false) then 'access'
            when request_newest.requester_kind = 'provider' then 'treatment'
            when request_newest.requester_kind = 'payer_audit' then 'payment'
            when request_newest.requester_kind in ('public_health', 'coroner', 'oversight') then 'public_authority'
            when request_newest.requester_kind = 'court' then 'legal_process'
        end as path_by_requester,
        case
            when paper.is_directive then 'directive'
            when paper.is_representative then 'access'
            when
                paper.is_self
                and coalesce(request_newest.requester_kind, 'unknown')
                in ('family_member', 'health_app', 'other', 'unknown') then 'access'
            when paper.is_authorization then 'authorization'
            when paper.is_legal_process then 'legal_process'
            when paper.is_statute then 'required_by_law'
            when paper.is_administrative then 'public_authority'
        end as path_by_paper,
        paper.request_id is not null as has_paper,
        paper.proof_received_on
    from request_newest
    left join request_authority as paper
        on paper.provider_id = request_newest.provider_id
        and paper.request_id = request_newest.request_id
)

select
    newest.provider_id, newest.request_id, newest.patient_id, newest.prior_request_id, newest.requester_kind,
    coalesce(newest.legal_path, reading.path_by_requester, reading.path_by_paper, 'unknown') as legal_path,
    case
        when newest.legal_path is not null then 'log'
        when reading.path_by_requester is not null then 'requester_kind'
        when reading.path_by_paper is not null then 'authority'
        else 'unknown'
    end as legal_path_source,
    case
        when newest.legal_path is not null then 'The log says so.'
        when reading.path_by_requester is not null then 'Who asks decides: ' || replace(newest.requester_kind, '_', ' ') || '.'
        when reading.path_by_paper is not null then 'The paper on file decides.'
        when not reading.has_paper
            then 'No paper on file, and who asks does not decide: '
            || replace(coalesce(newest.requester_kind, 'not recorded'), '_', ' ') || '.'
        else 'The paper on file names no right that the requester could have.'
    end as legal_path_reason,
    newest.stated_need, newest.handled_by, newest.business_associate_id, newest.channel, newest.is_written,
    newest.signed_on, newest.received_on, newest.vendor_received_on, newest.identity_proof_on, newest.authority_proof_on,
    coalesce(newest.authority_proof_on, reading.proof_received_on) as proof_on,
    newest.completed_on, newest.closed_on, newest.status, newest.owner,
    imprecise.load_id is null as dates_are_exact,
    newest.extracted_on, newest.first_seen_on, newest.last_seen_on,
    newest.load_id, newest.source_file, newest.source_row
from request_newest as newest
inner join reading
    on reading.provider_id = newest.provider_id
    and reading.request_id = newest.request_id
left join imprecise
    on imprecise.load_id = newest.load_id
    and imprecise.source_row = newest.source_row
