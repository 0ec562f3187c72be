-- One row per release by a provider with an access log: did anyone open, print or export the record in the days before it?
-- from_on: the request's receipt, or so many days before the release as house policy looks back, whichever is earlier. A list in
-- which the patient merely stood and a try that failed opened nothing. Records kept wholly on paper or film leave no trace and are
-- no case. missing: the column that stopped a release without a trace from being judged.
with on_paper as (
    select provider_id, request_id
    from request_item
    where coalesce(outcome, 'provided') = 'provided'
    group by provider_id, request_id
    having count(*) = count(*) filter (where held_as in ('paper', 'film'))
),

made as (
    select
        release.provider_id, release.release_id, release.disclosure_id, release.request_id, release.patient_id, release.counted_on,
        release.released_on, release.released_words, release.legal_path, release.requester_kind,
        rule.law_rule,
        rule.citation,
        least(request.received_on, cast(release.released_on - interval (rule.days) day as date)) as from_on
    from record_release as release
    inner join provider_rule as rule
        on rule.provider_id = release.provider_id
        and rule.topic = 'log_reconciliation'
        and rule.way = 'release'
        and release.counted_on between rule.in_force_from and rule.in_force_to
    left join request on request.provider_id = release.provider_id and request.request_id = release.request_id
    left join on_paper on on_paper.provider_id = release.provider_id and on_paper.request_id = release.request_id
    where
        on_paper.request_id is null
        and exists (select 1 from access_log_gap where access_log_gap.provider_id = release.provider_id)
),

sought as (
    select provider_id, release_id, patient_id, from_on, released_on from made
    union all
    select made.provider_id, made.release_id, alias.also_patient_id as patient_id, made.from_on, made.released_on
    from made
    inner join patient_alias as alias on alias.provider_id = made.provider_id and alias.patient_id = made.patient_id
),

traced as (
    select distinct
        sought.provider_id,
        sought.release_id
    from sought
    inner join access_event
        on access_event.provider_id = sought.provider_id
        and access_event.patient_id = sought.patient_id
    left join provider on provider.provider_id = sought.provider_id
    where
        coalesce(access_event.outcome, 'success') = 'success'
        and coalesce(access_event.access_mode, 'deliberate') not in ('incidental', 'query_hit')
        and cast(
            coalesce(
                access_event.local_at, timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', access_event.opened_at))
            ) as date
        ) between sought.from_on and sought.released_on
)

select
    made.provider_id, made.release_id, made.request_id, made.patient_id, made.counted_on, made.released_on, made.released_words,
    made.legal_path, made.requester_kind, made.from_on, made.law_rule, made.citation,
    traced.release_id is not null as has_trace,
    case
        when traced.release_id is not null then null
        when made.patient_id is null then case when made.disclosure_id is null then 'request' else 'disclosure' end || '.patient_id'
        when made.released_on is null then case when made.disclosure_id is null then 'delivery.sent_on' else 'disclosure.disclosed_at' end
        when exists (
            select 1
            from access_log_gap as gap
            where gap.provider_id = made.provider_id
                and (gap.before_on is null or made.from_on < gap.before_on)
                and (gap.after_on is null or made.released_on > gap.after_on)
        ) then 'access_event.opened_at'
    end as missing
from made
left join traced on traced.provider_id = made.provider_id and traced.release_id = made.release_id
