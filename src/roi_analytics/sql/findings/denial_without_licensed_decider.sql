-- One row per denial of a person's own request on a reviewable ground: did a licensed professional decide?
-- title: Denied without a licensed professional's decision
-- subject: denials
-- citation: 45 CFR 164.524(a)(3)
-- applies_to: access
-- needs: request.legal_path, denial.ground, denial.decider_is_licensed
-- Who decided is what the log says of it. counted_on is the day of denial.
with decided as (
    select
        denial.provider_id, denial.denial_id, denial.request_id, denial.legal_path, denial.ground, denial.counted_on,
        rule.law_rule, rule.citation, denial.decider_is_licensed,
        denial.counted_on between rule.certain_from and rule.certain_to as is_certain,
        case
            when denial.decider_is_licensed then null
            when denial.legal_path = 'unknown' then 'request.legal_path'
            when denial.ground is null then 'denial.ground'
            when denial.decider_is_licensed is null then 'denial.decider_is_licensed'
        end as missing
    from request_denial as denial
    inner join provider_rule as rule
        on rule.provider_id = denial.provider_id
        and rule.topic = 'licensed_decider'
        and denial.counted_on between rule.in_force_from and rule.in_force_to
    where
        denial.legal_path in ('access', 'unknown')
        and (denial.is_reviewable or denial.ground is null)
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when decider_is_licensed then null
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation,
    denial_id as case_id,
    provider_id,
    counted_on,
    request_id,
    legal_path,
    missing,
    case missing
        when 'request.legal_path'
            then 'request.legal_path is unknown: whether a licensed professional had to decide cannot be told.'
        when 'denial.ground' then 'denial.ground is blank: whether a licensed professional had to decide cannot be told.'
        when 'denial.decider_is_licensed' then 'denial.decider_is_licensed is blank or not in the log: who decided cannot be told.'
        else 'Denied ' || counted_on || ' on the reviewable ground ' || ground || ', the decider logged as not licensed.'
    end as facts
from decided
