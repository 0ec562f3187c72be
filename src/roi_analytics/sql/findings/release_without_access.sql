-- One row per release by a provider with an access log: does the log show that anyone opened the record before it?
-- title: Records released, and nobody opened them
-- subject: disclosures
-- citation: 45 CFR 164.312(b), 164.308(a)(1)(ii)(D)
-- applies_to: releases of any legal path
-- needs: disclosure.patient_id, disclosure.disclosed_at, access_event.patient_id
-- Two logs that disagree are a question: records may have been read in a system that is not logged here, under another number, or
-- released on paper. How far back to look is house policy. Where the access log does not cover those days it is not judged.
select
    law_rule,
    case when has_trace then null when missing is not null then 'not_assessable' else 'check' end as verdict,
    citation,
    release_id as case_id,
    provider_id,
    counted_on,
    request_id,
    legal_path,
    missing,
    case
        when missing = 'access_event.opened_at' then released_words || ': the access log does not cover the days from ' || from_on || '.'
        when missing is not null then released_words || ': ' || missing || ' is blank, so that no access can be looked for.'
        else released_words || ': in the access log nobody opened, printed or exported the record from ' || from_on || ' on.'
    end as facts
from release_trace
