-- One row per disclosure that belongs in the accounting: was it entered?
-- title: A disclosure not entered in the accounting
-- subject: disclosures
-- citation: 45 CFR 164.528(a)(1), (b)
-- applies_to: public_authority, legal_process, required_by_law, and any disclosure of these purposes
-- needs: disclosure.purpose, disclosure.accounted_on
-- The rule sets no number of days for the entry, and no column tells of custody, national security and limited data sets, which it
-- lets off. On an authorization in force none is due, and none is judged while the right to it is suspended for law enforcement or
-- oversight. counted_on is the day of disclosure.
with entry as (
    select
        made.provider_id, made.disclosure_id, made.request_id, made.legal_path, made.purpose, made.counted_on, made.released_words,
        rule.law_rule,
        rule.citation,
        coalesce(made.released_on between rule.certain_from and rule.certain_to, false) as is_certain,
        disclosure.extracted_on,
        disclosure.accounted_on is not null or coalesce(disclosure.suspended_until >= disclosure.extracted_on, false) as is_settled,
        case
            when made.purpose is null then 'disclosure.purpose'
            when mapped.load_id is null then 'disclosure.accounted_on'
        end as blank
    from record_release as made
    inner join release_authority as paper
        on paper.provider_id = made.provider_id
        and paper.release_id = made.release_id
    inner join disclosure
        on disclosure.provider_id = made.provider_id
        and disclosure.disclosure_id = made.disclosure_id
    left join load_column as mapped
        on mapped.load_id = disclosure.load_id
        and mapped.table_name = 'disclosure'
        and mapped.column_name = 'accounted_on'
    left join provider_rule as rule
        on rule.provider_id = made.provider_id
        and rule.topic = 'accounting_entry'
        and rule.purpose = made.purpose
        and rule.is_allowed
        and made.counted_on between rule.in_force_from and rule.in_force_to
    where
        not paper.has_valid_authorization
        and (
            rule.law_rule is not null
            or (
                made.purpose is null
                and made.legal_path in ('legal_process', 'required_by_law', 'public_authority', 'unknown')
            )
        )
)

select
    law_rule,
    case
        when is_settled then null
        when blank is not null then 'not_assessable'
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation,
    disclosure_id as case_id,
    provider_id,
    counted_on,
    request_id,
    legal_path,
    case when not is_settled then blank end as missing,
    case
        when blank = 'disclosure.purpose' then 'disclosure.purpose is blank: whether it belongs in the accounting cannot be told.'
        when blank is not null then 'disclosure.accounted_on is not in the log: whether it was entered cannot be told.'
        else released_words || ' for ' || replace(purpose, '_', ' ') || ', not in the accounting when last seen ' || extracted_on || '.'
    end as facts
from entry
