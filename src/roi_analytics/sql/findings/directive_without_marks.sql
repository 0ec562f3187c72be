-- One row per direction a release rested on, and mark it must have: is it there?
-- title: A direction to a third party without its marks
-- subject: authority
-- citation: 45 CFR 164.524(c)(3)(ii)
-- applies_to: directive
-- needs: request.legal_path, authority.kind, authority_element.element, authority_element.state
-- Written, signed, and clear whom and where to send it: nothing else is needed. The best paper counts.
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
        else released_words || ' on a direction without ' || element || '.'
    end as facts
from release_element
where topic = 'directive_mark'
