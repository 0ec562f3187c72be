-- One row per print or export of a record by a person: was there a request, or another recorded need?
-- title: Printed or exported, and nobody had asked
-- subject: access
-- citation: 45 CFR 164.312(b), 164.308(a)(1)(ii)(D)
-- applies_to: access events
-- needs: access_event.record_class, access_event.patient_id, request.patient_id
-- Accounted for by a request from receipt until some days after it was done, a disclosure some days around, treatment, payment
-- or operations as purpose, or a recorded reason. What is not is a question, never a breach. The days are house policy.
with judged as (
    select
        export.provider_id,
        export.event_id,
        export.record_class,
        export.exported_on,
        rule.law_rule,
        rule.citation,
        coalesce(explanation.is_explained, false)
        or coalesce(
            export.purpose in (
                'treatment', 'treat', 'etreat', 'caremgt', 'payment', 'hpaymt', 'operations', 'health care operations', 'hoperat'
            ),
            false
        )
        or exists (
            select 1
            from request_span as span
            where
                span.provider_id = export.provider_id
                and span.patient_id = export.patient_id
                and cast(export.exported_on + case when span.is_request then 0 else rule.days end * interval 1 day as date)
                >= span.begun_on
                and (span.done_on is null or export.exported_on <= cast(span.done_on + interval (rule.days) day as date))
        ) as is_accounted_for,
        case
            when explanation.actor_kind = 'unknown' then 'access_event.actor_kind'
            when explanation.user_id is null then 'access_event.user_id'
            when not exists (select 1 from care_record where care_record.provider_id = export.provider_id) then 'care_record.user_id'
            when not exists (
                select 1 from request_span where request_span.provider_id = export.provider_id and request_span.is_request
            ) then 'request.patient_id'
            when cast(export.exported_on - interval (rule.days) day as date) < log.first_on or export.exported_on > log.seen_on
                then 'request.received_on'
        end as blank
    from record_export as export
    inner join access_explanation as explanation
        on explanation.provider_id = export.provider_id
        and explanation.event_id = export.event_id
        and explanation.actor_kind in ('human', 'unknown')
    inner join provider_rule as rule
        on rule.provider_id = export.provider_id
        and rule.topic = 'log_reconciliation'
        and rule.way = 'export'
        and export.exported_on between rule.in_force_from and rule.in_force_to
    left join provider_seen as log on log.provider_id = export.provider_id
)

select
    law_rule,
    case when is_accounted_for then null when blank is not null then 'not_assessable' else 'check' end as verdict,
    citation,
    event_id as case_id,
    provider_id,
    exported_on as counted_on,
    cast(null as varchar) as request_id,
    cast(null as varchar) as legal_path,
    case when not is_accounted_for then blank end as missing,
    case record_class when 'print' then 'Printed on ' else 'Exported on ' end || exported_on
    || case
        when blank is not null then ': ' || blank || ' does not tell whether there was a need.'
        else ': no request or disclosure around that day, no other purpose and no recorded reason.'
    end as facts
from judged
