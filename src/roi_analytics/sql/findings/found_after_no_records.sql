-- One row per person's request told that there are no records: were records handed over afterwards?
-- title: Said not to exist, and later found
-- citation: 45 CFR 164.524(a)(1), (d)(3)
-- applies_to: access, directive
-- needs: request.legal_path, request.status, correspondence.kind, delivery.sent_on
-- A delivery on the same request, or on a later one that names this one as the earlier, shows that there were some. They may
-- have been made or come in since: a person must look. counted_on is the day of the answer that there were none.
with told as (
    select
        request.provider_id, request.request_id, request.legal_path,
        coalesce(notice.no_records_on, answer.answered_on, request.completed_on, request.last_seen_on) as told_on
    from request
    inner join request_answer as answer
        on answer.provider_id = request.provider_id
        and answer.request_id = request.request_id
    left join request_notice as notice
        on notice.provider_id = request.provider_id
        and notice.request_id = request.request_id
    where
        answer.is_case
        and (notice.no_records_on is not null or request.status = 'no_records')
        and request.legal_path in ('access', 'directive', 'unknown')
),

named as (
    select provider_id, request_id, request_id as earlier_id
    from request
    union all
    select provider_id, request_id, prior_request_id as earlier_id
    from request
    where prior_request_id is not null
),

later_given as (
    select told.provider_id, told.request_id, min(made.released_on) as given_on
    from told
    inner join named on named.provider_id = told.provider_id and named.earlier_id = told.request_id
    inner join record_release as made
        on made.provider_id = named.provider_id
        and made.request_id = named.request_id
        and made.released_on > told.told_on
    group by told.provider_id, told.request_id
),

fed as (
    select distinct provider_id
    from provider_table
    where table_name in ('delivery', 'disclosure')
)

select
    rule.law_rule,
    case
        when fed.provider_id is null then 'not_assessable'
        when later_given.request_id is null then null
        when told.legal_path = 'unknown' then 'not_assessable'
        when told.told_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation, told.request_id as case_id, told.provider_id,
    told.told_on as counted_on, told.request_id, told.legal_path,
    case
        when fed.provider_id is null then 'delivery.sent_on'
        when told.legal_path = 'unknown' and later_given.request_id is not null then 'request.legal_path'
    end as missing,
    case
        when fed.provider_id is null then 'delivery.sent_on is not in the log: whether records were found later cannot be told.'
        when told.legal_path = 'unknown' then 'request.legal_path is unknown: whether a person asked for their own record cannot be told.'
        else 'Told ' || told.told_on || ' that there are no records, and records handed over ' || later_given.given_on || '.'
    end as facts
from told
inner join provider_rule as rule
    on rule.provider_id = told.provider_id
    and rule.topic = 'unfounded_no_records'
    and told.told_on between rule.in_force_from and rule.in_force_to
left join later_given
    on later_given.provider_id = told.provider_id
    and later_given.request_id = told.request_id
left join fed
    on fed.provider_id = told.provider_id
