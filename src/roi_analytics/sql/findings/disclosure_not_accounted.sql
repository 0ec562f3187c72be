-- One row per disclosure that belongs in the accounting: was it entered?
-- title: A disclosure not entered in the accounting
-- citation: 45 CFR 164.528(a)(1), (b)
-- applies_to: public_authority, legal_process, required_by_law, and any disclosure of these purposes
-- needs: disclosure.purpose, disclosure.accounted_on
-- The rule sets no number of days for the entry: one not there when last seen is to be checked. The right may be suspended for
-- law enforcement or oversight. counted_on is the day of disclosure.
with entry as (
    select
        made.provider_id, made.disclosure_id, made.request_id, made.legal_path, made.purpose, made.released_on, made.counted_on,
        made.released_words,
        disclosure.accounted_on,
        disclosure.suspended_until,
        disclosure.extracted_on,
        mapped.load_id is not null as is_entry_logged
    from record_release as made
    inner join disclosure
        on disclosure.provider_id = made.provider_id
        and disclosure.disclosure_id = made.disclosure_id
    left join load_column as mapped
        on mapped.load_id = disclosure.load_id
        and mapped.table_name = 'disclosure'
        and mapped.column_name = 'accounted_on'
)

select
    rule.law_rule,
    case
        when entry.accounted_on is not null or entry.suspended_until >= entry.extracted_on then null
        when not entry.is_entry_logged then 'not_assessable'
        else 'check'
    end as verdict,
    rule.citation,
    entry.disclosure_id as case_id,
    entry.provider_id,
    entry.counted_on,
    entry.request_id,
    entry.legal_path,
    case
        when entry.accounted_on is null and coalesce(entry.suspended_until < entry.extracted_on, true) and not entry.is_entry_logged
            then 'disclosure.accounted_on'
    end as missing,
    case
        when entry.is_entry_logged
            then entry.released_words || ' for ' || replace(entry.purpose, '_', ' ') || ', not in the accounting when last seen '
            || entry.extracted_on || '.'
        else 'disclosure.accounted_on is not in the log: whether it was entered cannot be told.'
    end as facts
from entry
inner join provider_rule as rule
    on rule.provider_id = entry.provider_id
    and rule.topic = 'accounting_entry'
    and rule.purpose = entry.purpose
    and rule.is_allowed
    and entry.counted_on between rule.in_force_from and rule.in_force_to
