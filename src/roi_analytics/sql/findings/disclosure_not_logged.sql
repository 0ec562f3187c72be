-- One row per request on legal process, by law or of an authority whose records were printed or exported: is a disclosure logged?
-- title: Exported for a request that belongs in the accounting, and no disclosure logged
-- subject: disclosures
-- citation: 45 CFR 164.528(a)(1), (b)
-- applies_to: legal_process, required_by_law, public_authority
-- needs: request.legal_path, request.patient_id, access_event.record_class, disclosure.request_id
-- An accounting can only tell what the log of disclosures holds; what it holds and is not entered is disclosure_not_accounted. The
-- export is one by release staff or without another recorded reason, from receipt until the request was done. A copy may have been
-- made and kept in the house: a question. Refused, withdrawn and open requests are no case, nor is one with an authorization.
with asked as (
    select
        span.provider_id, span.request_id, span.patient_id, span.begun_on, span.done_on, request.legal_path,
        case
            when request.legal_path = 'required_by_law' then 'required_by_law'
            when request.requester_kind in ('law_enforcement', 'oversight', 'research') then request.requester_kind
            when request.requester_kind = 'coroner' then 'decedent'
            when request.legal_path = 'legal_process' then 'judicial'
            else 'public_health'
        end as purpose
    from request_span as span
    inner join request on request.provider_id = span.provider_id and request.request_id = span.request_id
    inner join request_answer as answer on answer.provider_id = span.provider_id and answer.request_id = span.request_id
    where
        span.is_request
        and request.legal_path in ('legal_process', 'required_by_law', 'public_authority')
        and answer.outcome in ('provided', 'unknown')
        and not exists (
            select 1
            from authority
            where authority.provider_id = span.provider_id and authority.request_id = span.request_id
                and authority.kind = 'written_authorization'
        )
),

exported as (
    select asked.provider_id, asked.request_id, min(export.exported_on) as exported_on
    from asked
    inner join record_export as export
        on export.provider_id = asked.provider_id
        and export.patient_id = asked.patient_id
        and export.exported_on between asked.begun_on and asked.done_on
    inner join access_explanation as explanation
        on explanation.provider_id = export.provider_id and explanation.event_id = export.event_id and explanation.actor_kind = 'human'
    left join access_user as staff on staff.provider_id = explanation.provider_id and staff.user_id = explanation.user_id
    where staff.role_group = 'release' or not explanation.is_explained
    group by asked.provider_id, asked.request_id
),

judged as (
    select distinct
        asked.provider_id, asked.request_id, asked.legal_path, asked.purpose, asked.done_on, exported.exported_on,
        not exists (select 1 from disclosure where disclosure.provider_id = asked.provider_id) as is_not_fed,
        exists (
            select 1
            from request_span as span
            where span.provider_id = asked.provider_id and not span.is_request
                and (
                    span.request_id = asked.request_id
                    or (span.patient_id = asked.patient_id and span.begun_on between asked.begun_on and asked.done_on)
                )
        ) as is_logged
    from asked
    inner join exported on exported.provider_id = asked.provider_id and exported.request_id = asked.request_id
)

select
    rule.law_rule,
    case when judged.is_logged then null when judged.is_not_fed then 'not_assessable' else 'check' end as verdict,
    rule.citation, judged.request_id as case_id, judged.provider_id, judged.done_on as counted_on, judged.request_id, judged.legal_path,
    case when judged.is_not_fed then 'disclosure.request_id' end as missing,
    'Printed or exported ' || judged.exported_on || ' for a request on the path ' || replace(judged.legal_path, '_', ' ')
    || case when judged.is_not_fed then ', and disclosures are not in the log.' else ', done ' || judged.done_on || ': no disclosure is logged.' end
    as facts
from judged
inner join provider_rule as rule
    on rule.provider_id = judged.provider_id and rule.topic = 'accounting_entry' and rule.purpose = judged.purpose and rule.is_allowed
    and judged.done_on between rule.in_force_from and rule.in_force_to
