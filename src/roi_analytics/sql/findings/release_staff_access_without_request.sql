-- One row per user of release of information, patient and day: was a request of that patient open when the record was opened?
-- title: Release staff opened a record, and nobody had asked
-- subject: access
-- citation: 45 CFR 164.312(b), 164.308(a)(1)(ii)(D)
-- applies_to: access events
-- needs: access_event.user_id, access_event.patient_id, request.patient_id
-- Only a request accounts for it, from receipt until some days after it was done; the days are house policy. Whoever has other work
-- besides may have had a reason that no log holds: a question, never a breach. What was not opened on purpose, as in a list, is no
-- case. case_id is the first access of the day.
with opened as (
    select
        access_event.provider_id, access_event.event_id, access_event.opened_at, access_event.patient_id, staff.user_id,
        cast(
            coalesce(
                access_event.local_at, timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', access_event.opened_at))
            ) as date
        ) as opened_on
    from access_event
    inner join access_explanation as explanation
        on explanation.provider_id = access_event.provider_id
        and explanation.event_id = access_event.event_id
        and explanation.actor_kind = 'human'
    inner join access_user as staff
        on staff.provider_id = explanation.provider_id
        and staff.user_id = explanation.user_id
        and staff.role_group = 'release'
    left join provider on provider.provider_id = access_event.provider_id
    where
        access_event.patient_id is not null
        and coalesce(access_event.outcome, 'success') = 'success'
        and (
            coalesce(access_event.access_mode, 'deliberate') = 'deliberate'
            or access_event.record_class in ('print', 'export')
        )
),

glance as (
    select
        provider_id, user_id, patient_id, opened_on, event_id,
        count(*) over (partition by provider_id, user_id, patient_id, opened_on) as accesses
    from opened
    qualify row_number() over (partition by provider_id, user_id, patient_id, opened_on order by opened_at, event_id) = 1
),

judged as (
    select
        glance.provider_id, glance.event_id, glance.opened_on, glance.accesses, rule.law_rule, rule.citation,
        exists (
            select 1
            from request_span as span
            where span.provider_id = glance.provider_id
                and span.patient_id = glance.patient_id
                and span.is_request
                and glance.opened_on >= span.begun_on
                and (span.done_on is null or glance.opened_on <= cast(span.done_on + interval (rule.days) day as date))
        ) as is_accounted_for,
        case
            when not exists (
                select 1 from request_span where request_span.provider_id = glance.provider_id and request_span.is_request
            ) then 'request.patient_id'
            when cast(glance.opened_on - interval (rule.days) day as date) < log.first_on or glance.opened_on > log.seen_on
                then 'request.received_on'
        end as blank
    from glance
    inner join provider_rule as rule
        on rule.provider_id = glance.provider_id and rule.topic = 'log_reconciliation' and rule.way = 'release staff'
        and glance.opened_on between rule.in_force_from and rule.in_force_to
    left join provider_seen as log on log.provider_id = glance.provider_id
)

select
    law_rule, case when is_accounted_for then null when blank is not null then 'not_assessable' else 'check' end as verdict,
    citation, event_id as case_id, provider_id, opened_on as counted_on, cast(null as varchar) as request_id,
    cast(null as varchar) as legal_path, case when not is_accounted_for then blank end as missing,
    case when accesses = 1 then '1 access' else accesses || ' accesses' end || ' by release staff on ' || opened_on
    || case
        when blank is not null then ': ' || blank || ' does not tell whether a request was open.'
        else ': no request of the patient was open or lately done.'
    end as facts
from judged
