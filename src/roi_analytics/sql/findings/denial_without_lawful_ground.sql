-- One row per denial of a person's own request: does the law know its ground?
-- title: Denied without a lawful ground
-- subject: denials
-- citation: 45 CFR 164.524(a)(1)-(3), (d)(2)
-- applies_to: access
-- needs: request.legal_path, denial.ground
-- counted_on is the day of denial. The lawful grounds have conditions of their own; naming one is no proof of them.
with refusal as (
    select
        denial.provider_id,
        denial.denial_id,
        denial.request_id,
        denial.legal_path,
        denial.ground,
        denial.counted_on,
        rule.law_rule,
        rule.citation,
        coalesce(rule.is_allowed, true) as is_allowed,
        denial.counted_on between rule.certain_from and rule.certain_to as is_certain,
        case
            when denial.legal_path = 'unknown' and not coalesce(rule.is_allowed, true) then 'request.legal_path'
            when denial.legal_path = 'access' and denial.ground is null then 'denial.ground'
        end as missing
    from request_denial as denial
    left join provider_rule as rule
        on rule.provider_id = denial.provider_id
        and rule.topic = 'denial_ground'
        and rule.code = denial.ground
        and denial.counted_on between rule.in_force_from and rule.in_force_to
    where denial.legal_path in ('access', 'unknown')
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when is_allowed then null
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
            then 'request.legal_path is unknown: whether the grounds for denial are limited by law cannot be told.'
        when 'denial.ground' then 'denial.ground is blank: on what ground it was denied on ' || counted_on || ' cannot be told.'
        else 'Denied ' || counted_on || ', ground recorded: ' || replace(replace(lower(ground), 'x_', ''), '_', ' ') || '.'
    end as facts
from refusal
