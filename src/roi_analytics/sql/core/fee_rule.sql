-- One row per bill and part of a fee schedule that may bind it on the day of the bill, by who asks and what for.
-- need_state: met, or unknown where the law asks what the copy is for and the log does not say. A narrower law comes before
-- a wider one; where two are as narrow the more generous counts.
with need as (
    select distinct law_rule
    from law_word
    where field = 'condition'
),

barred as (
    select distinct law_rule
    from law_word
    where field = 'unless'
)

select
    bill.provider_id,
    bill.request_id,
    rule.law_rule,
    rule.jurisdiction,
    rule.citation,
    rule.topic,
    rule.record_format,
    rule.way,
    rule.amount_usd,
    rule.minimum_usd,
    rule.maximum_usd,
    rule.basis is not null or rule.usd_per_hour is not null or rule.percent is not null as is_in_words,
    rule.days,
    rule.usd_per_day,
    rule.indexed is not null and coalesce(rule.amounts_confirmed_to < bill.charged_on, true) as is_unconfirmed,
    rule.amounts_confirmed_to,
    bill.charged_on between rule.certain_from and rule.certain_to
    and bill.is_day_known
    and (barred.law_rule is null or bill.stated_need is not null) as is_certain,
    case when need.law_rule is null or word.word is not null then 'met' else 'unknown' end as need_state,
    party.narrowness
from bill
inner join provider_rule as rule
    on rule.provider_id = bill.provider_id
    and bill.charged_on between rule.in_force_from and rule.in_force_to
    and rule.topic in (
        'copy_fee', 'image_fee', 'microfilm_fee', 'search_fee', 'retrieval_fee', 'certification_fee', 'rush_fee', 'fee_cap',
        'late_reduction'
    )
inner join law_party as party
    on party.law_rule = rule.law_rule
    and party.legal_path = bill.legal_path
    and (party.requester_kind is null or party.requester_kind = bill.requester_kind)
    and (party.stated_need is null or party.stated_need = bill.stated_need)
left join need
    on need.law_rule = rule.law_rule
left join barred
    on barred.law_rule = rule.law_rule
left join law_word as exception
    on exception.law_rule = rule.law_rule
    and exception.field = 'unless'
    and exception.word = bill.stated_need
left join law_word as word
    on word.law_rule = rule.law_rule
    and word.field = 'condition'
    and word.word = bill.stated_need
where
    exception.word is null
    and (need.law_rule is null or word.word is not null or bill.stated_need is null)
qualify row_number() over (partition by bill.provider_id, bill.request_id, rule.law_rule order by party.narrowness desc) = 1
