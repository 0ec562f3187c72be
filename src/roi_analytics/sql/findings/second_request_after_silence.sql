-- One row per person's request that repeats an earlier one: had the earlier one no answer when it had to be asked again?
-- title: Asked again, because the first had no answer
-- subject: turnaround
-- citation: 45 CFR 164.524(b)(2)
-- applies_to: access
-- needs: request.legal_path, request.prior_request_id, request.patient_id, request_item.record_set
-- A second request breaks nothing by itself: it is the best sign of a case that ends with a regulator, and does not reset the
-- first clock. Of several earlier ones, one that had no answer counts, the oldest first. counted_on is the day of the second.
with earlier as (
    select
        repeat.provider_id,
        repeat.request_id,
        repeat.earlier_id,
        repeat.is_named,
        later.legal_path,
        later.received_on,
        first.received_on as first_on,
        deadline.due_on,
        coalesce(least(answer.answered_on, answer.ended_on) <= later.received_on, false) as is_ended,
        case
            when first.request_id is null then 'request.prior_request_id'
            when answer.assessable_reason is not null then split_part(replace(answer.assessable_reason, ':', ''), ' ', 1)
            when least(answer.answered_on, answer.ended_on) <= later.received_on then null
            when answer.answered_on is null and first.last_seen_on < later.received_on then 'request.extracted_on'
            when later.legal_path = 'unknown' then 'request.legal_path'
        end as missing
    from request_repeat as repeat
    inner join request as later
        on later.provider_id = repeat.provider_id
        and later.request_id = repeat.request_id
        and later.legal_path in ('access', 'unknown')
        and coalesce(later.status <> 'invalid', true)
    left join request as first
        on first.provider_id = repeat.provider_id
        and first.request_id = repeat.earlier_id
    left join request_answer as answer
        on answer.provider_id = repeat.provider_id
        and answer.request_id = repeat.earlier_id
    left join request_deadline as deadline
        on deadline.provider_id = repeat.provider_id
        and deadline.request_id = repeat.earlier_id
    where
        first.request_id is null
        or (answer.is_case and first.received_on < later.received_on)
)

select
    rule.law_rule,
    case
        when earlier.missing is not null then 'not_assessable'
        when earlier.is_ended then null
        when earlier.received_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    earlier.request_id as case_id,
    earlier.provider_id,
    earlier.received_on as counted_on,
    earlier.request_id,
    earlier.legal_path,
    earlier.missing,
    case
        when earlier.missing = 'request.prior_request_id'
            then 'The earlier request it names is not in the log: whether it had an answer cannot be told.'
        when earlier.missing = 'request.legal_path' then 'request.legal_path is unknown: whether a person asked again cannot be told.'
        when earlier.missing is not null
            then earlier.missing || ' of the first request does not tell whether it had an answer by then.'
        else 'Asked again ' || earlier.received_on || ', by then no answer known to the first request of ' || earlier.first_on
            || coalesce(', which was due ' || earlier.due_on, '') || case when earlier.is_named then '.'
                else ' (linked by person and kind of record).' end
    end as facts
from earlier
inner join provider_rule as rule
    on rule.provider_id = earlier.provider_id
    and rule.topic = 'second_request'
    and earlier.received_on between rule.in_force_from and rule.in_force_to
qualify row_number() over (
    partition by earlier.provider_id, earlier.request_id
    order by earlier.is_ended, earlier.missing is not null, earlier.is_named desc, earlier.first_on, earlier.earlier_id
) = 1
