-- One row per release of Part 2 records to someone else than the patient: is there a consent for it?
-- title: Part 2 records released without their consent
-- subject: authority
-- citation: 42 CFR 2.31, 2.33
-- applies_to: authorization, directive, treatment, payment, operations
-- needs: request_item.is_part2_record, authority.kind, disclosure.purpose
-- Research, audits and court orders have rules of their own and are not judged here. An emergency or a service organization may
-- explain a release for care, payment or operations, a general form may be a consent, and of a program's records some are none: to
-- be checked. A blank is asked about only for records on substance use. counted_on is the day of release.
with held as (
    select
        item.provider_id,
        item.request_id,
        max(case when item.is_part2_record then 1 else 0 end) = 1 as is_told,
        max(case when item.is_part2_record is null and provider.is_part2_program then 1 else 0 end) = 1 as is_of_program,
        max(case when item.is_part2_record is null and item.record_set = 'substance_use' then 1 else 0 end) = 1 as is_open
    from request_item as item
    left join provider
        on provider.provider_id = item.provider_id
    where coalesce(item.outcome, 'provided') = 'provided'
    group by
        item.provider_id,
        item.request_id
),

released as (
    select
        made.provider_id, made.release_id, made.request_id, made.legal_path, made.released_as, made.released_on, made.counted_on,
        made.released_words, paper.has_part2_consent as is_kept, held.is_told, paper.has_valid_authorization,
        held.is_told
        and made.released_as = 'authorization'
        and not paper.has_valid_authorization
        and not paper.has_late_part2_consent as is_sure,
        case
            when not held.is_told and not held.is_of_program then 'request_item.is_part2_record'
            when paper.has_unknown_paper or not paper.is_authority_fed then 'authority.kind'
            when paper.part2_unclear_for is not null then paper.part2_unclear_for
            when made.released_as = 'unknown' then 'request.legal_path'
        end as blank
    from record_release as made
    inner join held
        on held.provider_id = made.provider_id
        and held.request_id = made.request_id
        and (held.is_told or held.is_of_program or held.is_open)
    inner join release_authority as paper
        on paper.provider_id = made.provider_id
        and paper.release_id = made.release_id
    where made.released_as in ('authorization', 'directive', 'treatment', 'payment', 'operations', 'unknown')
)

select
    rule.law_rule,
    case
        when released.is_kept then null
        when released.blank is not null then 'not_assessable'
        when released.is_sure and released.released_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation, released.release_id as case_id, released.provider_id, released.counted_on, released.request_id,
    released.legal_path,
    case when not released.is_kept then released.blank end as missing,
    case
        when released.blank is not null
            then released.released_words || ', ' || released.blank || ' is blank, unknown or not in the log.'
        else released.released_words || ' (' || released.released_as || '), '
            || case when released.is_told then 'Part 2 records' else 'records of a Part 2 program' end || ', no Part 2 consent in force on file'
            || case when released.has_valid_authorization then ', an authorization is.' else '.' end
    end as facts
from released
inner join provider_rule as rule
    on rule.provider_id = released.provider_id
    and rule.topic = 'part2_consent'
    and released.counted_on between rule.in_force_from and rule.in_force_to
