-- One row per refused request of the person and rule on when the refusal is told in writing: the day that is due, and how sure that is.
-- The federal day is that of the answer, of two federal times the longer; a state may have a time for denials of its own (topic
-- denial_deadline), of which the earliest counts. overtaken_on: the whole record was handed over, so that the refusal did not
-- stand. A duplicate or invalid request is no case.
with refused as (
    select provider_id, request_id
    from denial
    where request_id is not null
    union
    select provider_id, request_id
    from request
    where status = 'denied'
)

select
    due.provider_id,
    due.request_id,
    due.topic,
    coalesce(rule.law_rule, due.law_rule) as law_rule,
    coalesce(rule.citation, due.citation) as citation,
    due.due_on,
    due.can_be_apparent and coalesce(due.due_on between rule.certain_from and rule.certain_to, true) as can_be_apparent,
    request.dates_are_exact,
    case
        when answer.outcome = 'provided' and coalesce(request.status, 'fulfilled') not in ('fulfilled_partly', 'denied')
            then answer.complete_delivery_on
    end as overtaken_on
from refused
inner join request
    on request.provider_id = refused.provider_id
    and request.request_id = refused.request_id
    and request.legal_path = 'access'
inner join request_answer as answer
    on answer.provider_id = refused.provider_id
    and answer.request_id = refused.request_id
    and answer.is_case
inner join deadline_candidate as due
    on due.provider_id = refused.provider_id
    and due.request_id = refused.request_id
    and (due.topic = 'denial_deadline' or (due.topic = 'response_deadline' and due.jurisdiction = 'US'))
left join provider_rule as rule
    on rule.provider_id = refused.provider_id
    and rule.topic = 'denial_notice'
    and rule.code = 'DN1'
    and due.topic = 'response_deadline'
    and due.due_on between rule.in_force_from and rule.in_force_to
where due.topic = 'denial_deadline' or rule.law_rule is not null
qualify row_number() over (
    partition by due.provider_id, due.request_id, due.topic
    order by case when due.topic = 'response_deadline' then due.due_on end desc, due.due_on asc, due.law_rule asc
) = 1
