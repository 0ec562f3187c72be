-- One row per written denial of a person's own request and element it must have: is the element there?
-- title: A written denial that lacks an element
-- citation: 45 CFR 164.524(d)
-- applies_to: access
-- needs: request.legal_path, denial.notice_sent_on, denial_notice_element.element, denial_notice_element.state
-- What to do for a review belongs to reviewable grounds only; where else to ask is judged where the log tells of it. A provider that
-- feeds no elements has one row a denial. counted_on is the day of the notice.
with element as (
    select
        denial.provider_id, denial.denial_id, denial.request_id, denial.legal_path, denial.told_on,
        rule.law_rule, rule.citation, rule.code,
        denial.told_on between rule.certain_from and rule.certain_to as is_certain,
        feeds.table_name is not null as is_fed,
        coalesce(told.state, 'not_recorded') as state
    from request_denial as denial
    inner join provider_rule as rule
        on rule.provider_id = denial.provider_id
        and rule.topic = 'denial_notice'
        and denial.told_on between rule.in_force_from and rule.in_force_to
    left join provider_table as feeds
        on feeds.provider_id = denial.provider_id
        and feeds.table_name = 'denial_notice_element'
    left join denial_notice_element as told
        on told.provider_id = denial.provider_id
        and told.denial_id = denial.denial_id
        and told.element = rule.code
    where
        denial.legal_path = 'access'
        and (rule.code <> 'DN3' or denial.is_reviewable)
        and (rule.code <> 'DN7' or told.state is not null)
        and (rule.code <> 'DN6' or not denial.is_whole or told.state is not null)
    qualify feeds.table_name is not null or row_number() over (
        partition by denial.provider_id, denial.denial_id order by rule.code
    ) = 1
)

select
    law_rule,
    case
        when not is_fed or state = 'not_recorded' then 'not_assessable'
        when state <> 'missing' then null
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation,
    case when is_fed then denial_id || '/' || code else denial_id end as case_id,
    provider_id,
    told_on as counted_on,
    request_id,
    legal_path,
    case when not is_fed or state = 'not_recorded' then 'denial_notice_element.state' end as missing,
    case
        when not is_fed then 'denial_notice_element.state is not in the log: what the denial of ' || told_on || ' says cannot be told.'
        when state = 'not_recorded' then 'denial_notice_element.state is not recorded for ' || code || ' of the denial of ' || told_on || '.'
        else 'Denied in writing ' || told_on || ', ' || code || ' is missing.'
    end as facts
from element
