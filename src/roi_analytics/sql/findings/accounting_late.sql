-- One row per request for an accounting of disclosures: was it given, or last seen owed, after its due day?
-- title: Accounting of disclosures given late
-- subject: turnaround
-- citation: 45 CFR 164.528(c)(1)
-- applies_to: any
-- needs: accounting_request.received_on, accounting_request.acted_on, accounting_request.extended_on
-- A notice of extension by the first due day moves it once; its words are not in any log. Where the log has no column for the
-- notice, only what is later than any extension can be judged. counted_on is the due day.
with asked as (
    select
        asked.provider_id,
        asked.request_id,
        asked.received_on,
        asked.acted_on,
        asked.extended_on,
        asked.last_seen_on,
        rule.law_rule,
        rule.citation,
        asked.received_on between rule.certain_from and rule.certain_to as is_certain,
        cast(asked.received_on + rule.days * interval 1 day as date) as base_due_on,
        cast(asked.received_on + (rule.days + rule.extension_days) * interval 1 day as date) as longest_due_on,
        coalesce(asked.acted_on, asked.last_seen_on) as judged_on,
        imprecise.load_id is not null as is_imprecise,
        acted_column.load_id is not null as is_acted_logged,
        extended_column.load_id is not null as is_extended_logged
    from accounting_request as asked
    inner join provider_rule as rule
        on rule.provider_id = asked.provider_id
        and rule.topic = 'accounting_deadline'
        and rule.day_type = 'calendar'
        and asked.received_on between rule.in_force_from and rule.in_force_to
    left join (select distinct load_id, source_row from row_note where code = 'precision_month') as imprecise
        on imprecise.load_id = asked.load_id
        and imprecise.source_row = asked.source_row
    left join load_column as acted_column
        on acted_column.load_id = asked.load_id
        and acted_column.table_name = 'accounting_request'
        and acted_column.column_name = 'acted_on'
    left join load_column as extended_column
        on extended_column.load_id = asked.load_id
        and extended_column.table_name = 'accounting_request'
        and extended_column.column_name = 'extended_on'
),

judged as (
    select
        provider_id, request_id, received_on, acted_on, extended_on, last_seen_on, law_rule, citation, is_certain, judged_on,
        case when extended_on <= base_due_on then longest_due_on else base_due_on end as due_on,
        case
            when is_imprecise or acted_on < received_on then 'accounting_request.received_on'
            when not is_acted_logged then 'accounting_request.acted_on'
            when not is_extended_logged and judged_on > base_due_on and judged_on <= longest_due_on
                then 'accounting_request.extended_on'
            when acted_on is null and last_seen_on <= base_due_on and base_due_on < clock.as_of
                then 'accounting_request.extracted_on'
        end as missing
    from asked
    cross join clock
)

select
    law_rule,
    case
        when missing is not null then 'not_assessable'
        when judged_on <= due_on then null
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation, request_id as case_id, provider_id, due_on as counted_on, request_id, cast(null as varchar) as legal_path, missing,
    case
        when missing = 'accounting_request.received_on'
            then missing || ' is known to the month only, or lies after the day it was given.'
        when missing = 'accounting_request.extracted_on'
            then 'Last seen owed ' || last_seen_on || ', not after its due day: no extract since tells whether it was given.'
        when missing is not null then missing || ' is not in the log: whether it was given in time cannot be told.'
        else 'Accounting asked for ' || received_on || ', ' || coalesce('told ' || extended_on || ' that it would take longer, ', '')
            || 'due ' || due_on || ', ' || coalesce('given ' || acted_on, 'not given when last seen ' || last_seen_on) || '.'
    end as facts
from judged
