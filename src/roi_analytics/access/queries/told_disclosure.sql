-- One row per logged disclosure of a person's records that may be told: what was given to whom, on which day, for what.
-- Where an agency asked that the accounting be suspended, the disclosure is not told until that time has passed. `is_entered`:
-- the law wants disclosures of that purpose in an accounting; null where no rule is known for it.
select
    cast(
        timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', disclosure.disclosed_at)) as date
    ) as disclosed_on,
    disclosure.recipient,
    disclosure.recipient_kind,
    disclosure.purpose,
    disclosure.record_set,
    rule.is_allowed as is_entered,
    rule.citation
from disclosure
cross join clock
left join provider on provider.provider_id = disclosure.provider_id
left join (
    select law_rule.purpose, bool_or(law_rule.is_allowed) as is_allowed, min(law_rule.citation) as citation
    from law_rule
    where law_rule.topic = 'accounting_entry'
        and law_rule.jurisdiction = 'US'
    group by law_rule.purpose
) as rule
    on rule.purpose = disclosure.purpose
where disclosure.provider_id = ?
    and disclosure.patient_id in (
        select same.patient_id
        from patient as known
        inner join patient as same
            on same.provider_id = known.provider_id
            and (same.patient_id = known.patient_id or same.person_id = known.person_id)
        where known.provider_id = disclosure.provider_id
            and known.patient_id = ?
        union
        select ? as patient_id
    )
    and (disclosure.suspended_until is null or disclosure.suspended_until < clock.as_of)
order by disclosed_on, disclosure.disclosure_id
