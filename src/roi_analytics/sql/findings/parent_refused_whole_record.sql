-- One row per refusal of a parent's request: was the whole record refused?
-- title: A parent refused the whole record
-- citation: 45 CFR 164.502(g)(3)
-- applies_to: access
-- needs: request.requester_kind, denial.is_whole, denial.ground
-- Services a minor may seek alone are for state law that is not tabulated: one such service is no ground to refuse all of it, so a whole
-- refusal is to be checked. A ground that covers the whole record (U2 to U5, R1 to R3) is another question.
select
    rule.law_rule,
    case
        when denial.ground is null then 'not_assessable'
        when denial.is_whole then 'check'
    end as verdict,
    rule.citation,
    denial.denial_id as case_id,
    denial.provider_id,
    denial.counted_on,
    denial.request_id,
    denial.legal_path,
    case when denial.ground is null then 'denial.ground' end as missing,
    case
        when denial.ground is null then 'denial.ground is blank: why a parent was refused cannot be told.'
        else 'Denied ' || denial.counted_on || ' to a parent, the whole record, ground recorded: '
            || case when denial.ground like 'X%' then replace(replace(lower(denial.ground), 'x_', ''), '_', ' ') else denial.ground end || '.'
    end as facts
from request_denial as denial
inner join provider_rule as rule
    on rule.provider_id = denial.provider_id
    and rule.topic = 'representative'
    and rule.code = 'minor'
    and denial.counted_on between rule.in_force_from and rule.in_force_to
where
    denial.requester_kind = 'parent'
    and denial.legal_path = 'access'
    and (denial.ground is null or denial.ground = 'U1' or denial.ground like 'X%')
