-- One row per written denial of a person's own request and thing it must hold: is it there?
-- title: A denial that does not say what it must
-- subject: denials
-- citation: 45 CFR 164.524(d)
-- applies_to: access
-- needs: request.legal_path, denial.ground, denial.is_whole, denial_notice_element.element, denial_notice_element.state
-- The right to a review (DN3) belongs to reviewable grounds, the rest of the record (DN6) to a refusal of a part, where else to ask
-- (DN7) to what is not held or where the log says it was due. A denial of which no element is logged is one row, of no rule.
-- One told to nobody is another question. counted_on is the day it was told, else of the denial.
with noticed as (
    select
        denial.provider_id, denial.denial_id, denial.request_id, denial.legal_path, denial.ground, denial.is_reviewable,
        denial.is_whole, coalesce(denial.told_on, denial.counted_on) as counted_on,
        coalesce(item.outcome = 'not_held', false) as is_not_held,
        listed.denial_id is not null as is_listed
    from request_denial as denial
    left join request_item as item
        on item.provider_id = denial.provider_id and item.request_id = denial.request_id and item.item_no = denial.item_no
    left join (select distinct provider_id, denial_id from denial_notice_element) as listed
        on listed.provider_id = denial.provider_id and listed.denial_id = denial.denial_id
    where
        denial.legal_path in ('access', 'unknown')
        and (
            listed.denial_id is not null
            or denial.told_on is not null or denial.has_undated_letter or denial.told_unclear_for is not null
        )
),

judged as (
    select
        noticed.provider_id, noticed.denial_id, noticed.request_id, noticed.legal_path, noticed.counted_on,
        rule.law_rule, rule.citation, rule.code, told.state,
        noticed.counted_on between rule.certain_from and rule.certain_to as is_certain,
        case
            when told.state = 'present' or (told.state = 'not_required' and rule.code = 'DN6') then null
            when told.state = 'not_required' and rule.code = 'DN3' and noticed.ground is null then null
            when noticed.legal_path = 'unknown' then 'request.legal_path'
            when rule.code = 'DN3' and noticed.ground is null then 'denial.ground'
            when rule.code = 'DN6' and noticed.is_whole is null then 'denial.is_whole'
            when coalesce(told.state, 'not_recorded') <> 'missing' then 'denial_notice_element.state'
        end as missing
    from noticed
    left join provider_rule as rule
        on noticed.is_listed
        and rule.provider_id = noticed.provider_id
        and rule.topic = 'denial_notice'
        and noticed.counted_on between rule.in_force_from and rule.in_force_to
    left join denial_notice_element as told
        on told.provider_id = noticed.provider_id and told.denial_id = noticed.denial_id and told.element = rule.code
    where
        case coalesce(rule.code, 'none')
            when 'DN3' then noticed.is_reviewable or noticed.ground is null
            when 'DN6' then not coalesce(noticed.is_whole, false)
            when 'DN7' then told.state in ('present', 'missing') or noticed.is_not_held
            else rule.code is not null or not noticed.is_listed
        end
)

select
    law_rule,
    case when missing is not null then 'not_assessable' when state <> 'missing' then null when is_certain then 'apparent'
    else 'check' end as verdict,
    citation, denial_id || coalesce('/' || code, '') as case_id, provider_id, counted_on, request_id, legal_path, missing,
    case
        when missing is not null
            then missing || ' is blank or not in the log: whether the denial says what it must' || coalesce(' (' || code || ')', '')
            || ' cannot be told.'
        else 'Denial of ' || counted_on || ', logged as missing: ' || case code
            when 'DN1' then 'plain words in writing' when 'DN2' then 'the basis of the denial'
            when 'DN3' then 'the right to a review and how to use it' when 'DN6' then 'the rest of what was asked for'
            when 'DN4' then 'how to complain to the provider, with a name or title and a telephone'
            when 'DN5' then 'how to complain to the Secretary' when 'DN7' then 'where else to ask'
        end || ' (' || code || ').'
    end as facts
from judged
