-- One row per person's request told that there are no records: were records handed over afterwards?
-- title: Said not to exist, and later found
-- subject: turnaround
-- citation: 45 CFR 164.524(a)(1), (d)(3)
-- applies_to: access
-- needs: request.legal_path, request.status, correspondence.kind, correspondence.sent_on, delivery.sent_on
-- A release on the same request, or on a later one that names this one as the earlier, shows that there were some. They may
-- have been made or come in since: a person must look. Where the log marks one item as not held and another as given, the
-- answer spoke of the one. counted_on is the day of the answer that there were none.
with told as (
    select
        request.provider_id, request.request_id, request.legal_path, request.received_on,
        coalesce(notice.no_records_on, request.completed_on, request.closed_on) as told_on
    from request
    inner join request_answer as answer on answer.provider_id = request.provider_id and answer.request_id = request.request_id
    left join request_notice as notice on notice.provider_id = request.provider_id and notice.request_id = request.request_id
    where
        answer.is_case
        and (notice.no_records_on is not null or request.status = 'no_records')
        and request.legal_path in ('access', 'unknown')
),

split_item as (
    select provider_id, request_id
    from request_item
    group by provider_id, request_id
    having count(*) filter (where outcome = 'not_held') > 0 and count(*) filter (where outcome = 'provided') > 0
),

named as (
    select told.provider_id, told.request_id, told.request_id as given_id
    from told
    left join split_item on split_item.provider_id = told.provider_id and split_item.request_id = told.request_id
    where split_item.request_id is null
    union all
    select provider_id, prior_request_id as request_id, request_id as given_id
    from request
    where prior_request_id is not null
),

judged as (
    select
        told.provider_id, told.request_id, told.legal_path, coalesce(told.told_on, told.received_on) as counted_on,
        min(case when made.released_on > told.told_on then made.released_on end) as given_on,
        case
            when count(*) filter (where made.released_on > told.told_on) > 0
                then case when told.legal_path = 'unknown' then 'request.legal_path' end
            when count(made.release_id) > 0 and told.told_on is null then 'correspondence.sent_on'
            when count(made.release_id) > count(made.released_on) or max(fed.table_name) is null then 'delivery.sent_on'
        end as missing
    from told
    left join named on named.provider_id = told.provider_id and named.request_id = told.request_id
    left join record_release as made on made.provider_id = named.provider_id and made.request_id = named.given_id
    left join provider_table as fed on fed.provider_id = told.provider_id and fed.table_name in ('delivery', 'disclosure')
    group by told.provider_id, told.request_id, told.legal_path, told.told_on, told.received_on
)

select
    rule.law_rule,
    case
        when judged.missing is not null then 'not_assessable'
        when judged.given_on is null then null
        when judged.counted_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation, judged.request_id as case_id, judged.provider_id, judged.counted_on, judged.request_id, judged.legal_path,
    judged.missing,
    case
        when judged.missing = 'request.legal_path'
            then 'request.legal_path is unknown: whether a person asked for their own record cannot be told.'
        when judged.missing is not null
            then judged.missing || ' is blank or not in the log: whether records were found after that answer cannot be told.'
        else 'Told ' || judged.counted_on || ' that there are no records, and records handed over ' || judged.given_on || '.'
    end as facts
from judged
inner join provider_rule as rule
    on rule.provider_id = judged.provider_id
    and rule.topic = 'unfounded_no_records'
    and judged.counted_on between rule.in_force_from and rule.in_force_to
