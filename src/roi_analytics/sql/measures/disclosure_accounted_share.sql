-- One row per disclosure that belongs in the accounting: was it entered?
-- title: Disclosures entered in the accounting
-- summary: share
-- better: higher
-- unit: share of disclosures that belong in the accounting
-- citation: 45 CFR 164.528(a)(1), (b)
-- counted_on: disclosed_at, by the place's own clock (the day of receipt, else of the log, where none is known)
-- rows_of: disclosure
-- apart: purpose
-- Which purposes belong in it is law. On an authorization in force none is due. The rule sets no day for the entry: the share
-- of a young month still grows. While the right to an accounting is suspended one not entered is immature. One of unknown
-- purpose is not assessable where its request may be of such a kind.
with judged as (
    select
        made.provider_id,
        made.disclosure_id,
        made.request_id,
        made.legal_path,
        coalesce(made.purpose, 'not_recorded') as purpose,
        made.counted_on,
        disclosure.accounted_on,
        case
            when made.purpose is null then 'the log does not say what it was for'
            when mapped.load_id is null then 'disclosure.accounted_on is not in the log'
        end as not_judged,
        disclosure.accounted_on is null and coalesce(disclosure.suspended_until >= disclosure.last_seen_on, false) as is_suspended
    from record_release as made
    inner join release_authority as paper
        on paper.provider_id = made.provider_id
        and paper.release_id = made.release_id
    inner join disclosure
        on disclosure.provider_id = made.provider_id
        and disclosure.disclosure_id = made.disclosure_id
    left join load_column as mapped
        on mapped.load_id = disclosure.load_id
        and mapped.table_name = 'disclosure'
        and mapped.column_name = 'accounted_on'
    left join provider_rule as rule
        on rule.provider_id = made.provider_id
        and rule.topic = 'accounting_entry'
        and rule.purpose = made.purpose
        and rule.is_allowed
        and made.counted_on between rule.in_force_from and rule.in_force_to
    where
        not paper.has_valid_authorization
        and (
            rule.law_rule is not null
            or (made.purpose is null and made.legal_path in ('legal_process', 'required_by_law', 'public_authority', 'unknown'))
        )
    qualify row_number() over (partition by made.provider_id, made.disclosure_id order by rule.law_rule) = 1
)

select
    judged.disclosure_id as case_id,
    judged.provider_id,
    judged.counted_on,
    left(cast(judged.counted_on as varchar), 7) as month,
    judged.legal_path,
    request.requester_kind,
    provider.state,
    provider.kind,
    request.channel,
    request.handled_by,
    request.business_associate_id,
    judged.purpose,
    case
        when judged.not_judged is not null or judged.is_suspended then null
        when judged.accounted_on is not null then 1
        else 0
    end as value,
    case when judged.not_judged is not null then 'not_assessable' when judged.is_suspended then 'immature' else 'counted' end as standing,
    coalesce(judged.not_judged, case when judged.is_suspended then 'suspended when last seen' end) as reason
from judged
left join provider on provider.provider_id = judged.provider_id
left join request on request.provider_id = judged.provider_id and request.request_id = judged.request_id
