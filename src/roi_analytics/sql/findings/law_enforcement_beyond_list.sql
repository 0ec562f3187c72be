-- One row per disclosure to law enforcement without process: did it keep to the closed list?
-- title: To law enforcement beyond the closed list
-- citation: 45 CFR 164.512(f)(2)
-- applies_to: public_authority, and any disclosure to law enforcement
-- needs: disclosure.purpose, authority.kind, disclosure_evidence.element, disclosure_evidence.state
-- Without process only the eight items that identify or locate someone. counted_on is the day of disclosure.
select
    law_rule,
    case
        when state = 'not_recorded' then 'not_assessable'
        when state <> 'missing' then null
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation,
    disclosure_id as case_id,
    provider_id,
    counted_on,
    request_id,
    legal_path,
    case when state = 'not_recorded' then 'disclosure_evidence.state' end as missing,
    case
        when state = 'not_recorded' then 'disclosure_evidence.state is not recorded for: ' || element || '.'
        else released_words || ' to law enforcement without process, more than the eight listed items as the log says.'
    end as facts
from disclosure_proof
where
    element = 'only the eight listed items'
    and not has_process
