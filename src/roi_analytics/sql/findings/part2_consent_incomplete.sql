-- One row per Part 2 consent a release rested on, and element it must have: is it there?
-- title: A Part 2 consent that lacks an element
-- subject: authority
-- citation: 42 CFR 2.31
-- applies_to: authorization, treatment, payment, operations
-- needs: request.legal_path, authority.kind, authority_element.element, authority_element.state
-- Effective 2024, to be complied with from 2026: in between it is to be checked. To the patient no consent is needed.
select
    law_rule,
    case
        when unclear_for is not null then 'not_assessable'
        when not is_missing then null
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation,
    case_id,
    provider_id,
    counted_on,
    request_id,
    legal_path,
    unclear_for as missing,
    case
        when unclear_for is not null then unclear_words
        else released_words || ' on a Part 2 consent without ' || element || '.'
    end as facts
from release_element
where topic = 'part2_element'
