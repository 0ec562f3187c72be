-- One row per person's own request refused in part only: was anything of the rest given?
-- title: A part denied, and nothing of the rest given
-- subject: denials
-- citation: 45 CFR 164.524(d)(1)
-- applies_to: access
-- needs: request.legal_path, denial.is_whole, request_item.outcome, delivery.sent_on
-- How far the rest could be given is for a person to look at. Until the answer is due the rest may still come: no case; nor where
-- the items show no rest, or the request was withdrawn. The first denial is the case, counted_on its day.
with refused as (
    select
        provider_id, request_id, legal_path,
        min(denial_id) as denial_id, min(counted_on) as counted_on, min(last_seen_on) as seen_on,
        count(*) filter (where is_whole is null) > 0 as is_extent_unclear
    from request_denial
    where legal_path in ('access', 'unknown')
    group by provider_id, request_id, legal_path
    having count(*) filter (where is_whole) = 0
),

rest as (
    select
        item.provider_id, item.request_id, count(*) filter (where item.outcome = 'provided') as provided,
        count(*) filter (where item.outcome = 'pending' and denial.denial_id is null) as pending,
        count(*) filter (where coalesce(item.outcome, 'pending') not in ('denied', 'not_held') and denial.denial_id is null) as owed
    from request_item as item
    left join request_denial as denial
        on denial.provider_id = item.provider_id and denial.request_id = item.request_id and denial.item_no = item.item_no
    group by item.provider_id, item.request_id
),

handed as (
    select provider_id, request_id from request_delivery
    union
    select provider_id, request_id from record_release where request_id is not null
),

judged as (
    select
        refused.provider_id, refused.denial_id, refused.request_id, refused.legal_path, refused.counted_on,
        refused.seen_on, due.federal_due_on, handed.request_id is not null or coalesce(rest.provided > 0, false) as is_given,
        case
            when refused.legal_path = 'unknown' then 'request.legal_path'
            when refused.is_extent_unclear then 'denial.is_whole'
            when fed.table_name is null and coalesce(rest.pending, 0) = 0 then 'delivery.sent_on'
            when refused.seen_on <= due.federal_due_on then 'request.extracted_on'
        end as blank
    from refused cross join clock
    inner join request_answer as answer on answer.provider_id = refused.provider_id and answer.request_id = refused.request_id
    left join rest on rest.provider_id = refused.provider_id and rest.request_id = refused.request_id
    left join handed on handed.provider_id = refused.provider_id and handed.request_id = refused.request_id
    left join request_deadline as due on due.provider_id = refused.provider_id and due.request_id = refused.request_id
    left join provider_table as fed on fed.provider_id = refused.provider_id and fed.table_name = 'delivery'
    where
        answer.is_case and answer.outcome not in ('withdrawn', 'redirected', 'abandoned')
        and coalesce(rest.owed + rest.provided, 1) > 0
        and (
            refused.legal_path = 'unknown' or handed.request_id is not null or rest.provided > 0
            or refused.seen_on > due.federal_due_on or due.federal_due_on < clock.as_of
        )
)

select
    rule.law_rule,
    case
        when judged.is_given then null
        when judged.blank is not null then 'not_assessable'
        when judged.counted_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation, judged.denial_id as case_id, judged.provider_id, judged.counted_on, judged.request_id, judged.legal_path,
    case when not judged.is_given then judged.blank end as missing,
    case
        when judged.blank is not null
            then judged.blank || ' is unknown, too old or not in the log: whether the rest was given cannot be told.'
        else 'A part denied ' || judged.counted_on || ', due ' || judged.federal_due_on
            || ', nothing of the rest given when last seen ' || judged.seen_on || '.'
    end as facts
from judged
inner join provider_rule as rule
    on rule.provider_id = judged.provider_id and rule.topic = 'partial_denial' and judged.counted_on between rule.in_force_from and rule.in_force_to
