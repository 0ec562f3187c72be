-- One row per provider and rule of law that binds it on some day: federal law, the law of its own state, and house policy.
-- A place outside the fifty states and the District has no calendar, and no law here: what binds there is unknown.
-- certain_from and certain_to: the days on which a breach can be called apparent; an empty span is never. Where it is not
-- sure that the law means a provider of this kind, never.
with place as (
    select distinct state
    from calendar
)

select
    provider.provider_id,
    law_rule.law_rule,
    law_rule.jurisdiction,
    law_rule.topic,
    law_rule.provider_scope,
    law_rule.record_format,
    law_rule.clock_start,
    law_rule.code,
    law_rule.purpose,
    law_rule.way,
    law_rule.days,
    law_rule.day_type,
    law_rule.extension_days,
    law_rule.extension_from,
    law_rule.years,
    law_rule.amount_usd,
    law_rule.usd_per_hour,
    law_rule.usd_per_day,
    law_rule.percent,
    law_rule.minimum_usd,
    law_rule.maximum_usd,
    law_rule.basis,
    law_rule.indexed,
    law_rule.amounts_confirmed_to,
    law_rule.is_allowed,
    law_rule.citation,
    law_rule.authority_kind,
    law_rule.in_force_from,
    law_rule.in_force_to,
    case when law_scope.is_certain then law_rule.certain_from else law_rule.in_force_to end as certain_from,
    case when law_scope.is_certain then law_rule.certain_to else law_rule.in_force_from end as certain_to
from provider
cross join law_rule
inner join law_scope
    on law_scope.provider_scope = law_rule.provider_scope
    and law_scope.kind = provider.kind
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
    and (law_rule.provider_scope <> 'outside_hipaa' or not coalesce(provider.is_covered_entity, true))
