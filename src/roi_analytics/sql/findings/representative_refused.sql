-- One row per denial of a personal representative for want of standing, paper or reason: was proof of authority on file?
-- title: A representative denied with proof on file
-- subject: denials
-- citation: 45 CFR 164.502(g)(1)
-- applies_to: access
-- needs: request.requester_kind, request.authority_proof_on, denial.ground, denial.is_whole, authority.proof_received_on
-- A lawful ground, and an excuse that has nothing to do with who asks, are other questions. Abuse or danger may have been judged
-- under (g)(5): to be checked. A parent's standing ends when the child is of age; what a minor may seek alone is the law of the
-- state, which is not tabulated: a parent denied a part only cannot be judged. counted_on is the day of denial.
with judged as (
    select
        denial.provider_id, denial.denial_id, denial.request_id, denial.legal_path, denial.requester_kind, denial.ground,
        denial.counted_on, denial.proof_on, rule.law_rule, rule.citation,
        denial.counted_on between rule.certain_from and rule.certain_to as is_certain,
        denial.is_without_proof
        or coalesce(denial.proof_on > denial.counted_on and denial.is_day_known, false)
        or coalesce(denial.is_parent_only and denial.comes_of_age_on <= denial.counted_on, false) as is_kept,
        case
            when denial.legal_path = 'unknown' then 'request.legal_path'
            when denial.ground is null then 'denial.ground'
            when denial.proof_on is null then 'authority.proof_received_on'
            when denial.proof_on > denial.counted_on then 'denial.denied_on'
            when denial.is_parent_only and denial.is_whole is null then 'denial.is_whole'
            when denial.is_parent_only and not denial.is_whole then 'provider.state'
        end as blank
    from representative_denial as denial
    inner join provider_rule as rule
        on rule.provider_id = denial.provider_id
        and rule.topic = 'representative'
        and rule.code = 'proof'
        and denial.counted_on between rule.in_force_from and rule.in_force_to
    where coalesce(denial.ground, 'X_NO_REASON') in ('X_PR_REFUSED', 'X_NO_REASON', 'X_TECHNICALITY', 'X_FORM_ONLY')
)

select
    law_rule,
    case
        when is_kept then null
        when blank is not null then 'not_assessable'
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation,
    denial_id as case_id,
    provider_id,
    counted_on,
    request_id,
    legal_path,
    case when not is_kept then blank end as missing,
    case
        when blank = 'request.legal_path'
            then 'request.legal_path is unknown: whether the person''s own right was used cannot be told.'
        when blank = 'provider.state'
            then 'Denied ' || counted_on || ' to a parent, a part of the record: what a minor may seek alone there is not tabulated.'
        when blank is not null
            then blank || ' is blank or not in the log: whether proof was on file when the ' || replace(requester_kind, '_', ' ')
            || ' was denied cannot be told.'
        else 'Denied ' || counted_on || ' to the ' || replace(requester_kind, '_', ' ') || ', ground recorded: '
            || replace(replace(lower(ground), 'x_', ''), '_', ' ') || ', proof of authority on file since ' || proof_on || '.'
    end as facts
from judged
