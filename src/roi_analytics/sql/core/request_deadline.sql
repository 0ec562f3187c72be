-- One row per request whose law is known: the day its answer is due by the law that binds first, and the federal day beside it.
-- Where proof of authority came after the request, proof_due_on is the federal day counted from the proof: told, not binding.
-- A request on a path without a clock (an authorization, a court order, unknown) has no row: absence is unknown, not "no duty".
with ranked as (
    select
        provider_id,
        request_id,
        law_rule,
        jurisdiction,
        citation,
        base_due_on,
        due_on,
        is_extended,
        can_be_apparent,
        proof_due_on,
        row_number() over by_due as place,
        row_number() over (
            partition by provider_id, request_id, jurisdiction
            order by due_on, can_be_apparent desc, law_rule
        ) as federal_place,
        lead(citation) over by_due as beaten_citation,
        lead(due_on) over by_due as beaten_due_on
    from deadline_candidate
    where topic = 'response_deadline'
    window by_due as (partition by provider_id, request_id order by due_on, can_be_apparent desc, law_rule)
)

select
    binding.provider_id,
    binding.request_id,
    binding.due_on,
    binding.base_due_on,
    binding.law_rule,
    binding.citation,
    binding.jurisdiction,
    binding.is_extended,
    binding.can_be_apparent,
    federal.due_on as federal_due_on,
    federal.law_rule as federal_law_rule,
    federal.citation as federal_citation,
    federal.proof_due_on,
    date_diff('day', clock.as_of, binding.due_on) as days_left,
    binding.beaten_citation,
    binding.beaten_due_on
from ranked as binding
cross join clock
left join ranked as federal
    on federal.provider_id = binding.provider_id
    and federal.request_id = binding.request_id
    and federal.jurisdiction = 'US'
    and federal.federal_place = 1
where binding.place = 1
