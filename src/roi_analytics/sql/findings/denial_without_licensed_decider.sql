-- One row per denial on a reviewable ground: did a licensed health care professional decide?
-- title: Denied without a licensed professional
-- citation: 45 CFR 164.524(a)(3)
-- applies_to: access
-- needs: request.legal_path, denial.ground, denial.decider_is_licensed
-- counted_on is the day of denial.
select
    rule.law_rule,
    case
        when denial.decider_is_licensed is null then 'not_assessable'
        when denial.decider_is_licensed then null
        when denial.counted_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    denial.denial_id as case_id,
    denial.provider_id,
    denial.counted_on,
    denial.request_id,
    denial.legal_path,
    case when denial.decider_is_licensed is null then 'denial.decider_is_licensed' end as missing,
    case
        when denial.decider_is_licensed is null
            then 'denial.decider_is_licensed is blank or not in the log: who decided cannot be told.'
        else 'Denied ' || denial.counted_on || ' on ground ' || denial.ground || ', decided by someone not licensed as the log says.'
    end as facts
from request_denial as denial
inner join provider_rule as rule
    on rule.provider_id = denial.provider_id
    and rule.topic = 'licensed_decider'
    and denial.counted_on between rule.in_force_from and rule.in_force_to
where
    denial.is_reviewable
    and denial.legal_path = 'access'
