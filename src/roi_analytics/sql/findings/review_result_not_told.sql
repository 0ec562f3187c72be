-- One row per review that was decided: was the person told in writing what it decided?
-- title: The result of a review not told
-- subject: denials
-- citation: 45 CFR 164.524(d)(4)
-- applies_to: access
-- needs: request.legal_path, denial.ground, denial_review.requested_on, denial_review.notified_on, correspondence.kind
-- The rule says promptly and sets no number: a result not told when last seen, after the day of decision, is to be checked. A letter
-- on the outcome of a review tells it too. counted_on is the day of decision, else referred, else asked for.
with letter as (
    select
        provider_id,
        request_id,
        count(*) filter (where kind = 'review_outcome' and sent_on is null) > 0 as has_undated,
        count(*) filter (where kind is null) > 0 as has_unclear,
        max(case when kind = 'review_outcome' then sent_on end) as told_on
    from correspondence
    where coalesce(kind, 'review_outcome') = 'review_outcome' and request_id is not null
    group by provider_id, request_id
),

decided as (
    select
        review.provider_id, review.case_id, review.request_id, review.legal_path, review.counted_on, review.seen_on,
        rule.law_rule, rule.citation,
        review.counted_on between rule.certain_from and rule.certain_to as is_certain,
        review.notified_on is not null or coalesce(letter.told_on >= review.counted_on or letter.has_undated, false) as is_told,
        case
            when review.unknown_for is not null then review.unknown_for
            when letter.has_unclear then 'correspondence.kind'
            when not review.has_notice and fed.table_name is null then 'denial_review.notified_on'
        end as blank
    from review
    inner join provider_rule as rule
        on rule.provider_id = review.provider_id
        and rule.topic = 'denial_review'
        and rule.code = 'notice'
        and review.counted_on between rule.in_force_from and rule.in_force_to
    left join letter on letter.provider_id = review.provider_id and letter.request_id = review.request_id
    left join provider_table as fed on fed.provider_id = review.provider_id and fed.table_name = 'correspondence'
    where review.is_decided
)

select
    law_rule,
    case
        when is_told then null
        when blank is not null then 'not_assessable'
        when is_certain then 'apparent'
        else 'check'
    end as verdict,
    citation,
    case_id,
    provider_id,
    counted_on,
    request_id,
    legal_path,
    case when not is_told then blank end as missing,
    case
        when blank is not null
            then blank || ' is blank, unknown or not in the log: whether the result of a review was told cannot be said.'
        else 'Review decided by ' || counted_on || ', its result not told in the log when last seen ' || seen_on || ', days since: '
            || date_diff('day', counted_on, seen_on) || '.'
    end as facts
from decided
where is_told or blank is not null or seen_on > counted_on
