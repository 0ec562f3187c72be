-- One row per denial of a person's own request that may cover an item asked to be seen: does the ground cover seeing it?
-- title: Seeing the record refused
-- subject: denials
-- citation: 45 CFR 164.524(a)(1), (c)(1)
-- applies_to: access
-- needs: request.legal_path, denial.ground, request_item.format_requested
-- The ground of a correctional institution covers the copy only, and what the law does not know as a ground covers nothing; how
-- sure that is goes with the ground. Where the form asked for is not known, only a ground that fits copies alone is a case.
-- counted_on is the day of denial.
with asked as (
    select
        provider_id,
        denial_id,
        count(*) filter (where format_requested = 'inspection') > 0 as is_inspection,
        count(*) = count(format_requested) as is_form_known
    from denied_item
    group by
        provider_id,
        denial_id
),

judged as (
    select
        denial.provider_id, denial.denial_id, denial.request_id, denial.legal_path, denial.ground, denial.counted_on,
        rule.law_rule, rule.citation,
        denial.ground = 'U2' or not coalesce(ground.is_allowed, true) as is_uncovered,
        denial.counted_on between rule.certain_from and rule.certain_to
        and denial.counted_on between ground.certain_from and ground.certain_to as is_certain,
        case
            when coalesce(denial.ground <> 'U2' and ground.is_allowed, false) then null
            when not coalesce(asked.is_inspection, false) then 'request_item.format_requested'
            when denial.legal_path = 'unknown' then 'request.legal_path'
            when denial.ground is null then 'denial.ground'
        end as missing
    from request_denial as denial
    inner join provider_rule as rule
        on rule.provider_id = denial.provider_id
        and rule.topic = 'inspection_right'
        and denial.counted_on between rule.in_force_from and rule.in_force_to
    left join provider_rule as ground
        on ground.provider_id = denial.provider_id
        and ground.topic = 'denial_ground'
        and ground.code = denial.ground
        and denial.counted_on between ground.in_force_from and ground.in_force_to
    left join asked
        on asked.provider_id = denial.provider_id
        and asked.denial_id = denial.denial_id
    where
        denial.legal_path in ('access', 'unknown')
        and (asked.is_inspection or (denial.ground in ('U2', 'X_COPY_INVOICE') and not coalesce(asked.is_form_known, false)))
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when not is_uncovered then null
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
            then missing || ' is blank, unknown or not in the log: whether seeing the record was denied so cannot be told.'
        else 'Asked to see the record, denied ' || counted_on || ', ground recorded: '
            || case when ground = 'U2' then ground else replace(replace(lower(ground), 'x_', ''), '_', ' ') end || '.'
    end as facts
from judged
