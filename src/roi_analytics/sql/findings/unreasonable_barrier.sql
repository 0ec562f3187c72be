-- One row per way a provider takes requests, and per refusal for the way one was made: does it bar people from asking?
-- title: An unreasonable barrier to asking
-- subject: barriers
-- citation: HHS access guidance: unreasonable measures; 45 CFR 164.524(c)(3)
-- applies_to: access
-- needs: request.legal_path, denial.ground, provider_procedure.own_form_required, provider_procedure.identity_copy_required
-- Guidance: a person must look. A provider may have a form of its own where that delays nobody: what came of the request is told.
-- A refusal without a ground is told by denial_without_lawful_ground. counted_on is the day of the refusal, or the last day the
-- way of taking requests was in force or seen.
with barred as (
    select
        provider_id, law_rule, citation, is_certain, code,
        valid_from || '/' || code as case_id, until_on as counted_on,
        cast(null as varchar) as request_id, 'access' as legal_path, is_raised, missing,
        'In force ' || valid_from || ' to ' || until_on || ': ' as what,
        '.' as outcome
    from procedure_barrier
    union all
    select
        denial.provider_id, rule.law_rule, rule.citation,
        denial.counted_on between rule.certain_from and rule.certain_to as is_certain, rule.code,
        denial.denial_id as case_id, denial.counted_on, denial.request_id, denial.legal_path, true as is_raised,
        case when denial.legal_path = 'unknown' then 'request.legal_path' end as missing,
        'Refused ' || denial.counted_on || ': ' as what,
        coalesce(', records given ' || answer.first_delivery_on, ', no records given when last seen ' || denial.last_seen_on, '')
        || '.' as outcome
    from request_denial as denial
    inner join provider_rule as rule
        on rule.provider_id = denial.provider_id
        and rule.topic = 'barrier'
        and rule.code = case denial.ground
            when 'X_IN_PERSON' then 'in_person'
            when 'X_PORTAL_ONLY' then 'portal_only'
            when 'X_MAIL_ONLY' then 'mail_only'
            when 'X_FORM_ONLY' then 'own_form'
        end
        and denial.counted_on between rule.in_force_from and rule.in_force_to
    left join request_answer as answer
        on answer.provider_id = denial.provider_id
        and answer.request_id = denial.request_id
    where denial.legal_path in ('access', 'unknown')
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when not is_raised then null
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation,
    case_id,
    provider_id,
    counted_on,
    request_id,
    legal_path,
    missing,
    case
        when missing = 'request.legal_path'
            then 'request.legal_path is unknown: whether a person asked for their own record cannot be told.'
        when missing is not null then missing || ' is blank or not in the log: whether people can ask in another way cannot be told.'
        else what || case code
            when 'in_person' then 'requests taken in person only'
            when 'portal_only' then 'requests taken on the portal only'
            when 'mail_only' then 'requests taken by post only'
            when 'own_form' then 'the own form of the provider required'
            when 'identity_copy' then 'a photocopy of an identity document required'
        end || outcome
    end as facts
from barred
