-- One row per release of records: a disclosure, or what was handed over for a request of which the log has no disclosure.
-- released_on is the day on the provider's clock. A delivery that came back, failed or was not collected is no release; where
-- no delivery is logged, a request logged as fulfilled or an item logged as provided is one. released_as: the legal path of the
-- request; where that is unknown, what the disclosure says it was for.
with handing as (
    select
        provider_id,
        request_id,
        count(*) filter (where coalesce(outcome, 'delivered') in ('delivered', 'wrong_recipient')) as handed_over,
        min(coalesce(sent_on, delivered_on, made_available_on))
            filter (where coalesce(outcome, 'delivered') in ('delivered', 'wrong_recipient')) as handed_over_on
    from delivery
    where request_id is not null
    group by
        provider_id,
        request_id
),

with_disclosure as (
    select distinct
        provider_id,
        request_id
    from disclosure
    where request_id is not null
),

with_item as (
    select distinct
        provider_id,
        request_id
    from request_item
    where outcome = 'provided'
),

made as (
    select
        disclosure.provider_id, disclosure.disclosure_id as release_id, disclosure.disclosure_id, disclosure.request_id,
        disclosure.patient_id, disclosure.purpose, disclosure.record_set, disclosure.extracted_on,
        cast(timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', disclosure.disclosed_at)) as date) as released_on
    from disclosure
    left join provider
        on provider.provider_id = disclosure.provider_id
    union all
    select
        request.provider_id, request.request_id || '/delivery' as release_id, null as disclosure_id, request.request_id,
        request.patient_id, null as purpose, null as record_set, request.extracted_on,
        coalesce(handing.handed_over_on, answer.answered_on, request.completed_on) as released_on
    from request
    inner join request_answer as answer on answer.provider_id = request.provider_id and answer.request_id = request.request_id
    left join handing on handing.provider_id = request.provider_id and handing.request_id = request.request_id
    left join with_item on with_item.provider_id = request.provider_id and with_item.request_id = request.request_id
    left join with_disclosure as told on told.provider_id = request.provider_id and told.request_id = request.request_id
    where
        told.request_id is null
        and case
            when handing.request_id is not null then handing.handed_over > 0
            else with_item.request_id is not null or (answer.outcome = 'provided' and answer.answered_source = 'completed_on')
        end
)

select
    made.provider_id, made.release_id, made.disclosure_id, made.request_id, made.purpose, made.record_set, made.released_on,
    coalesce(made.patient_id, request.patient_id) as patient_id,
    coalesce(made.released_on, request.received_on, made.extracted_on) as counted_on,
    coalesce('Released ' || made.released_on, 'Released on a day the log does not give') as released_words,
    coalesce(request.legal_path, 'unknown') as legal_path,
    request.requester_kind,
    case
        when coalesce(request.legal_path, 'unknown') <> 'unknown' then request.legal_path
        when made.purpose = 'individual_access' then 'access'
        when coalesce(made.purpose, 'other') <> 'other' then made.purpose
        else 'unknown'
    end as released_as
from made
left join request
    on request.provider_id = made.provider_id
    and request.request_id = made.request_id
