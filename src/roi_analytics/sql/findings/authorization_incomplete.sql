-- One row per authorization a release rested on, and element it must have: is it there?
-- title: An authorization that lacks an element
-- subject: authority
-- citation: 45 CFR 164.508(c)(1), (c)(2)
-- applies_to: authorization
-- needs: request.legal_path, authority.kind, authority_element.element, authority_element.state
-- An access request needs none of these. The best paper counts, on the day it was first used.
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
        else released_words || ' on an authorization without ' || element || '.'
    end as facts
from release_element
where topic = 'authorization_element'
