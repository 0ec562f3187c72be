-- One row per denial on a lawful ground that has conditions of its own: are they shown?
-- title: A lawful ground without its conditions
-- citation: 45 CFR 164.524(a)(2)(ii)-(v), (a)(3)(ii)-(iii)
-- applies_to: access
-- needs: request.legal_path, request.requester_kind, denial.ground
-- R3 needs a personal representative who asks. A correctional institution, the Privacy Act, research, a confidential source and
-- harm to another rest on facts no log holds: named, they are to be checked. counted_on is the day of denial.
with named as (
    select
        provider_id,
        denial_id,
        request_id,
        legal_path,
        requester_kind,
        ground,
        counted_on,
        case ground
            when 'R3' then 'by_representative'
            when 'U2' then 'correctional'
            when 'U4' then 'federal_agency'
            else 'evidence'
        end as condition
    from request_denial
    where
        ground in ('U2', 'U3', 'U4', 'U5', 'R2', 'R3')
        and legal_path = 'access'
)

select
    rule.law_rule,
    case
        when named.ground <> 'R3' then 'check'
        when coalesce(named.requester_kind, 'unknown') = 'unknown' then 'not_assessable'
        when named.requester_kind <> 'patient' then null
        when named.counted_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    named.denial_id as case_id,
    named.provider_id,
    named.counted_on,
    named.request_id,
    named.legal_path,
    case when named.ground = 'R3' and coalesce(named.requester_kind, 'unknown') = 'unknown' then 'request.requester_kind' end as missing,
    case
        when named.ground = 'R3' and coalesce(named.requester_kind, 'unknown') = 'unknown'
            then 'request.requester_kind is unknown: whether a personal representative asked cannot be told.'
        when named.ground = 'R3' then 'Denied ' || named.counted_on || ' for harm by a representative, and the patient asked.'
        else 'Denied ' || named.counted_on || ', ground recorded: ' || named.ground || '. The facts it rests on are not in the log.'
    end as facts
from named
inner join provider_rule as rule
    on rule.provider_id = named.provider_id
    and rule.topic = 'ground_condition'
    and rule.code = named.condition
    and named.counted_on between rule.in_force_from and rule.in_force_to
