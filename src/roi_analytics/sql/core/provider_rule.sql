-- One row per provider and rule of law that binds it on some day: federal law, the law of its own state, and house policy.
-- A place outside the fifty states and the District has no calendar, and no law here: what binds there is unknown.
-- certain_from: the day from which the rule's text is known well enough for a breach to be called apparent; null is never.
with place as (
    select distinct state
    from calendar
)

select
    provider.provider_id,
    law_rule.law_rule,
    law_rule.jurisdiction,
    law_rule.topic,
    law_rule.applies_to,
    law_rule.clock_start,
    law_rule.code,
    law_rule.days,
    law_rule.day_type,
    law_rule.extension_days,
    law_rule.amount_usd,
    law_rule.is_allowed,
    law_rule.citation,
    law_rule.authority_kind,
    law_rule.effective_from,
    law_rule.effective_to,
    case when law_rule.is_text then coalesce(law_rule.effective_from, law_rule.seen_in_force_on) end as certain_from
from provider
cross join law_rule
left join place
    on place.state = provider.state
where
    (
        law_rule.authority_kind = 'policy'
        or (
            law_rule.jurisdiction = 'US'
            and coalesce(provider.is_covered_entity, true)
            and (provider.state is null or place.state is not null)
        )
        or law_rule.jurisdiction = provider.state
    )
    and (
        law_rule.provider_scope in ('any', provider.kind)
        or (law_rule.provider_scope = 'any_but_laboratory' and provider.kind <> 'laboratory')
        or (law_rule.provider_scope = 'health_care_provider' and provider.kind <> 'health_insurer')
    )
