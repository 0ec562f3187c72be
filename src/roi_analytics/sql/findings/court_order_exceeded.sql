-- One row per disclosure on a court order: is it on file that it kept to the order?
-- title: More than the court order allows
-- subject: disclosures
-- citation: 45 CFR 164.512(e)(1)(i)
-- applies_to: legal_process
-- needs: disclosure.purpose, authority.kind, disclosure_evidence.element, disclosure_evidence.state
-- That the proof is missing is not that more was given: to be checked. What the log records of the limit shows an order too.
-- counted_on is the day of disclosure.
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
        else released_words || ' on a court order, recorded as missing: ' || element || '.'
    end as facts
from disclosure_proof
where
    topic = 'disclosure_limit'
    and (has_court_order or is_told)
