-- One row per release of psychotherapy notes to someone else than the patient: is there an authorization?
-- title: Psychotherapy notes released without an authorization
-- subject: authority
-- citation: 45 CFR 164.508(a)(2)
-- applies_to: authorization, directive, treatment, payment, operations
-- needs: request_item.record_set, request_item.notes_kept_separate, authority.kind, disclosure.purpose
-- Notes not kept apart are none. The writer's own treatment, training and a defence in court need no authorization, and a direction of
-- the person may be one: to be checked. Whether a form is for the notes alone no column tells. counted_on is the day of release.
with held as (
    select
        provider_id,
        request_id,
        max(case when notes_kept_separate then 1 else 0 end) = 1 as is_separate
    from request_item
    where
        record_set = 'psychotherapy_notes'
        and coalesce(notes_kept_separate, true)
        and coalesce(outcome, 'provided') = 'provided'
    group by
        provider_id,
        request_id
),

released as (
    select
        made.provider_id, made.release_id, made.request_id, made.legal_path, made.released_as, made.released_on, made.counted_on,
        made.released_words, paper.has_valid_authorization as is_kept,
        made.released_as in ('authorization', 'payment') and paper.standing <> 'signed_after' as is_sure,
        case
            when not held.is_separate then 'request_item.notes_kept_separate'
            when paper.has_unknown_paper or not paper.is_authority_fed then 'authority.kind'
            when paper.authorization_unclear_for is not null then paper.authorization_unclear_for
            when made.released_as = 'unknown' then 'request.legal_path'
        end as blank
    from record_release as made
    inner join held
        on held.provider_id = made.provider_id
        and held.request_id = made.request_id
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
    rule.citation,
    released.release_id as case_id,
    released.provider_id,
    released.counted_on,
    released.request_id,
    released.legal_path,
    case when not released.is_kept then released.blank end as missing,
    case
        when released.blank is not null
            then released.released_words || ', ' || released.blank || ' is blank, unknown or not in the log.'
        else released.released_words || ' (' || released.released_as
            || '), psychotherapy notes kept apart, no authorization in force on file.'
    end as facts
from released
inner join provider_rule as rule
    on rule.provider_id = released.provider_id
    and rule.topic = 'psychotherapy_notes'
    and released.counted_on between rule.in_force_from and rule.in_force_to
