-- One row per refusal of a personal representative's request: was proof of the authority on file?
-- title: A representative refused with proof on file
-- citation: 45 CFR 164.502(g)(1)
-- applies_to: access
-- needs: request.requester_kind, authority.kind, authority.proof_received_on, denial.ground
-- A ground that has nothing to do with who asks (U1 to U5, R1 to R3) is another question. Abuse, neglect or danger may have been judged
-- under (g)(5), which no column tells: to be checked. counted_on is the day of denial.
with proof as (
    select
        provider_id,
        request_id,
        min(coalesce(proof_received_on, verified_on, signed_on)) as proof_on,
        count(*) filter (where kind in ('parent_of_minor', 'guardianship', 'health_care_power_of_attorney', 'executor')) as papers
    from authority
    where request_id is not null
    group by
        provider_id,
        request_id
),

refused as (
    select
        denial.provider_id, denial.denial_id, denial.request_id, denial.legal_path, denial.requester_kind, denial.ground, denial.counted_on,
        coalesce(denial.proof_on, case when proof.papers > 0 then proof.proof_on end) as proof_on,
        coalesce(proof.papers, 0) as papers,
        feeds.table_name is not null or denial.proof_on is not null as is_proof_logged
    from request_denial as denial
    left join proof
        on proof.provider_id = denial.provider_id
        and proof.request_id = denial.request_id
    left join provider_table as feeds
        on feeds.provider_id = denial.provider_id
        and feeds.table_name = 'authority'
    where
        denial.requester_kind in ('parent', 'guardian', 'health_care_agent', 'executor')
        and denial.legal_path = 'access'
        and (denial.ground is null or denial.ground like 'X%')
)

select
    rule.law_rule,
    case
        when refused.ground is null or not refused.is_proof_logged then 'not_assessable'
        when refused.proof_on <= refused.counted_on or (refused.papers > 0 and refused.proof_on is null) then 'check'
    end as verdict,
    rule.citation,
    refused.denial_id as case_id,
    refused.provider_id,
    refused.counted_on,
    refused.request_id,
    refused.legal_path,
    case when refused.ground is null then 'denial.ground' when not refused.is_proof_logged then 'authority.proof_received_on' end as missing,
    case
        when refused.ground is null then 'denial.ground is blank: why a representative was refused cannot be told.'
        when not refused.is_proof_logged then 'authority.proof_received_on is not in the log: whether proof was on file cannot be told.'
        else 'Denied ' || refused.counted_on || ' to a ' || replace(refused.requester_kind, '_', ' ')
            || coalesce(', proof of authority received ' || refused.proof_on, ', a paper that gives the authority on file') || '.'
    end as facts
from refused
inner join provider_rule as rule
    on rule.provider_id = refused.provider_id
    and rule.topic = 'representative'
    and rule.code = 'proof'
    and refused.counted_on between rule.in_force_from and rule.in_force_to
