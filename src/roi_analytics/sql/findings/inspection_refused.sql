-- One row per refusal of a person who asked to see the record: does its ground cover seeing it?
-- title: Seeing the record refused
-- citation: 45 CFR 164.524(a)(1), (c)(1)
-- applies_to: access
-- needs: request.legal_path, request_item.format_requested, denial.ground
-- The ground of a correctional institution covers the copy only; a reason the law does not know covers nothing. counted_on is the
-- day of denial.
with refused as (
    select
        denial.provider_id, denial.denial_id, denial.request_id, denial.legal_path, denial.ground, denial.counted_on,
        item.format_requested as item_form,
        asked.is_inspection_asked
    from request_denial as denial
    left join request_item as item
        on item.provider_id = denial.provider_id
        and item.request_id = denial.request_id
        and item.item_no = denial.item_no
    left join request_asked as asked
        on asked.provider_id = denial.provider_id
        and asked.request_id = denial.request_id
    where
        denial.legal_path = 'access'
        and (denial.ground is null or denial.ground = 'U2' or denial.ground like 'X%')
)

select
    rule.law_rule,
    case
        when refused.ground is null then 'not_assessable'
        when refused.counted_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    refused.denial_id as case_id,
    refused.provider_id,
    refused.counted_on,
    refused.request_id,
    refused.legal_path,
    case when refused.ground is null then 'denial.ground' end as missing,
    case
        when refused.ground is null then 'denial.ground is blank: whether it covers seeing the record cannot be told.'
        else 'Seeing the record denied ' || refused.counted_on || ', ground recorded: '
            || case when refused.ground like 'X%' then replace(replace(lower(refused.ground), 'x_', ''), '_', ' ') else refused.ground end || '.'
    end as facts
from refused
inner join provider_rule as rule
    on rule.provider_id = refused.provider_id
    and rule.topic = 'inspection_right'
    and refused.counted_on between rule.in_force_from and rule.in_force_to
where coalesce(refused.item_form = 'inspection', refused.is_inspection_asked, false)
