-- One row per denial of a minor's parent for want of standing or reason: was the whole record refused?
-- title: A parent denied the whole record
-- subject: denials
-- citation: 45 CFR 164.502(g)(3)
-- applies_to: access
-- needs: request.requester_kind, request.patient_id, denial.ground, denial.is_whole, patient.birth_on
-- One service that the minor may seek alone is no ground to refuse all the rest; which services those are is the law of the state,
-- which is not tabulated: to be checked. A lawful ground, an excuse that has nothing to do with who asks, and a child who is of
-- age are no case. counted_on is the day of denial.
with judged as (
    select
        denial.provider_id, denial.denial_id, denial.request_id, denial.legal_path, denial.ground, denial.counted_on,
        denial.is_whole, rule.law_rule, rule.citation,
        denial.counted_on between rule.certain_from and rule.certain_to as is_certain,
        case
            when not denial.is_whole then null
            when denial.legal_path = 'unknown' then 'request.legal_path'
            when denial.is_whole is null then 'denial.is_whole'
            when denial.comes_of_age_on is null then 'patient.birth_on'
            when denial.ground is null then 'denial.ground'
        end as missing
    from representative_denial as denial
    inner join provider_rule as rule
        on rule.provider_id = denial.provider_id
        and rule.topic = 'representative'
        and rule.code = 'minor'
        and denial.counted_on between rule.in_force_from and rule.in_force_to
    where
        denial.requester_kind = 'parent'
        and coalesce(denial.comes_of_age_on > denial.counted_on, true)
        and coalesce(denial.ground, 'X_NO_REASON') in ('X_PR_REFUSED', 'X_NO_REASON', 'X_STATE_LAW', 'X_PSYCH_BLANKET')
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when not is_whole then null
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
    case
        when missing is not null
            then missing || ' is blank, unknown or not in the log: whether a minor''s parent was denied all of it cannot be told.'
        else 'Denied ' || counted_on || ' to a minor''s parent, the whole record, ground recorded: '
            || replace(replace(lower(ground), 'x_', ''), '_', ' ') || '.'
    end as facts
from judged
