-- One row per denial of a person's own request on a ground that is none, or whose ground cannot be told.
-- title: Denied without a lawful ground
-- citation: 45 CFR 164.524(a)(1)-(3), (d)(2)
-- applies_to: access
-- needs: request.legal_path, denial.ground
-- counted_on is the day of denial. The lawful grounds have conditions of their own; naming one is no proof of them.
with refusal as (
    select
        denial.provider_id,
        denial.denial_id,
        denial.request_id,
        denial.ground,
        coalesce(request.legal_path, 'unknown') as legal_path,
        coalesce(denial.denied_on, denial.notice_sent_on, request.received_on, denial.extracted_on) as denied_on
    from denial
    left join request
        on request.provider_id = denial.provider_id
        and request.request_id = denial.request_id
    where coalesce(request.legal_path, 'unknown') in ('access', 'unknown')
)

select
    rule.law_rule,
    case
        when refusal.legal_path = 'unknown' then 'not_assessable'
        when refusal.denied_on >= rule.certain_from then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    refusal.denial_id as case_id,
    refusal.provider_id,
    refusal.denied_on as counted_on,
    refusal.request_id,
    refusal.legal_path,
    case
        when refusal.legal_path = 'unknown'
            then 'request.legal_path is unknown: whether the grounds for denial are limited by law cannot be told.'
        else 'Denied ' || refusal.denied_on || ', ground recorded: ' || replace(replace(lower(refusal.ground), 'x_', ''), '_', ' ') || '.'
    end as facts
from refusal
inner join provider_rule as rule
    on rule.provider_id = refusal.provider_id
    and rule.topic = 'denial_ground'
    and rule.code = refusal.ground
    and not rule.is_allowed
where
    refusal.denied_on >= coalesce(rule.effective_from, refusal.denied_on)
    and refusal.denied_on <= coalesce(rule.effective_to, refusal.denied_on)
union all
select
    null as law_rule,
    'not_assessable' as verdict,
    null as citation,
    denial_id as case_id,
    provider_id,
    denied_on as counted_on,
    request_id,
    legal_path,
    'denial.ground is blank: on what ground it was denied on ' || denied_on || ' cannot be told.' as facts
from refusal
where
    ground is null
    and legal_path = 'access'
