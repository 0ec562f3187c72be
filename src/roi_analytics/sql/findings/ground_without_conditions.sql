-- One row per denial of a person's own request on a lawful ground with a condition: does the log show that it is met?
-- title: A lawful ground without its condition
-- subject: denials
-- citation: 45 CFR 164.524(a)(1)(ii), (a)(2)(ii)-(v), (a)(3)(ii)-(iii)
-- applies_to: access
-- needs: request.legal_path, request.requester_kind, denial.ground, request_item.record_set
-- What a proceeding, an institution, a study, a promise of confidence or another's harm takes is on file, not in a log: to be
-- checked. A ground against a representative needs one who asks. Psychotherapy notes are a question of their own: what was
-- refused as excluded and is of another kind can only be material for a proceeding. counted_on is the day of denial.
with other_kind as (
    select distinct provider_id, denial_id
    from denied_item
    where record_set not in ('psychotherapy_notes', 'mental_health', 'notes')
),

named as (
    select
        denial.provider_id, denial.denial_id, denial.request_id, denial.legal_path, denial.ground, denial.counted_on,
        coalesce(denial.requester_kind, 'unknown') as asker,
        denial.requester_kind in ('parent', 'guardian', 'health_care_agent', 'executor')
        or coalesce(paper.is_representative, false) as is_representative,
        coalesce(provider.kind, 'other') = 'other' as is_provider_unclear,
        case denial.ground
            when 'U1' then 'compilation'
            when 'U2' then 'correctional'
            when 'U4' then 'federal_agency'
            when 'R3' then 'by_representative'
            else 'evidence'
        end as condition
    from request_denial as denial
    left join other_kind on other_kind.provider_id = denial.provider_id and other_kind.denial_id = denial.denial_id
    left join request_authority as paper on paper.provider_id = denial.provider_id and paper.request_id = denial.request_id
    left join provider on provider.provider_id = denial.provider_id
    where
        denial.legal_path in ('access', 'unknown')
        and (denial.ground in ('U2', 'U3', 'U4', 'U5', 'R2', 'R3') or (denial.ground = 'U1' and other_kind.denial_id is not null))
),

judged as (
    select
        named.provider_id, named.denial_id, named.request_id, named.legal_path, named.ground, named.counted_on, named.asker,
        rule.law_rule, rule.citation, rule.code,
        named.counted_on between rule.certain_from and rule.certain_to and named.asker = 'patient' as is_certain,
        rule.code = 'by_representative' and coalesce(named.is_representative, false) as is_met,
        case
            when rule.code = 'by_representative' and named.is_representative then null
            when named.legal_path = 'unknown' then 'request.legal_path'
            when rule.code = 'by_representative' and named.asker = 'unknown' then 'request.requester_kind'
            when rule.code in ('correctional', 'federal_agency') and named.is_provider_unclear then 'provider.kind'
        end as missing
    from named
    inner join provider_rule as rule
        on rule.provider_id = named.provider_id
        and rule.topic = 'ground_condition'
        and rule.code = named.condition
        and named.counted_on between rule.in_force_from and rule.in_force_to
)

select
    law_rule,
    case when missing is not null then 'not_assessable' when is_met then null when is_certain then 'apparent' else 'check'
    end as verdict,
    citation, denial_id as case_id, provider_id, counted_on, request_id, legal_path, missing,
    'Denied ' || counted_on || ' on ground ' || ground || case
        when missing is not null then ', ' || missing || ' is unknown: whether its condition is met cannot be told.'
        when code = 'by_representative' then ', harm by a representative, asked by: ' || replace(asker, '_', ' ') || '.'
        when code = 'compilation' then ' for records other than notes: that they were compiled for a proceeding is not in the log.'
        when code = 'correctional' then ': that the provider acts for a correctional institution is not in the log.'
        when code = 'federal_agency' then ': that the records stand under the Privacy Act is not in the log.'
        else ': the facts it stands on are not in the log.'
    end as facts
from judged
