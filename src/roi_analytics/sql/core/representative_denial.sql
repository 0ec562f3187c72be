-- One row per denial of someone who acts for the person: what the log has of the authority on the day, and of the person's age.
-- A paper counts if it was neither revoked nor expired. is_without_proof: papers are logged and none counts, or none is recorded
-- in so many words. is_parent_only: a parent, with no other standing. comes_of_age_on: null where the day of birth is unknown.
with refused as (
    select
        denial.provider_id, denial.denial_id, denial.request_id, denial.legal_path, denial.requester_kind, denial.ground,
        denial.is_whole, denial.counted_on, coalesce(denial.denied_on, denial.told_on) is not null as is_day_known,
        request.patient_id, request.authority_proof_on
    from request_denial as denial
    inner join request
        on request.provider_id = denial.provider_id
        and request.request_id = denial.request_id
    where
        denial.requester_kind in ('parent', 'guardian', 'health_care_agent', 'executor')
        and denial.legal_path in ('access', 'unknown')
),

paper as (
    select
        refused.provider_id, refused.denial_id, authority.kind,
        coalesce(authority.proof_received_on, authority.verified_on) as proof_on,
        coalesce(authority.revoked_on > refused.counted_on, true)
        and coalesce(authority.expires_on >= refused.counted_on, true)
        and authority.kind <> 'none' as is_in_force
    from refused
    inner join authority
        on authority.provider_id = refused.provider_id
        and authority.request_id = refused.request_id
        and authority.kind in ('parent_of_minor', 'guardianship', 'health_care_power_of_attorney', 'executor', 'none')
),

proof as (
    select
        provider_id,
        denial_id,
        count(*) filter (where is_in_force) = 0 as is_without_proof,
        count(*) filter (where is_in_force and kind <> 'parent_of_minor') > 0 as has_other_standing,
        min(proof_on) filter (where is_in_force) as proof_on
    from paper
    group by
        provider_id,
        denial_id
)

select
    refused.provider_id, refused.denial_id, refused.request_id, refused.legal_path, refused.requester_kind, refused.ground,
    refused.is_whole, refused.counted_on, refused.is_day_known,
    coalesce(proof.is_without_proof, false) as is_without_proof,
    case when not coalesce(proof.is_without_proof, false) then least(refused.authority_proof_on, proof.proof_on) end as proof_on,
    refused.requester_kind = 'parent' and not coalesce(proof.has_other_standing, false) as is_parent_only,
    majority.of_age_on as comes_of_age_on
from refused
left join proof
    on proof.provider_id = refused.provider_id
    and proof.denial_id = refused.denial_id
left join patient_majority as majority
    on majority.provider_id = refused.provider_id
    and majority.patient_id = refused.patient_id
