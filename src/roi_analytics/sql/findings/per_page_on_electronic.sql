-- One row per person's own request charged by the page: was it for an electronic copy of a record kept electronically?
-- title: A price by the page for an electronic copy
-- subject: fees
-- citation: HHS access guidance, questions on fees (2016-01-07)
-- applies_to: access
-- needs: request.legal_path, fee_line.kind, request_item.format_provided, request_item.held_as
-- A price by the page is for paper that is copied or scanned. counted_on is the day of the first bill.
with charge as (
    select
        provider_id, request_id, legal_path, charged_on, per_page_usd, form_given, held_as,
        case
            when form_given = 'paper' or held_as in ('paper', 'film') then null
            when legal_path = 'unknown' then 'request.legal_path'
            when form_given is null then 'request_item.format_provided'
            when held_as is null then 'request_item.held_as'
        end as missing
    from access_charge
    where per_page_usd > 0
)

select
    rule.law_rule,
    case
        when charge.missing is not null then 'not_assessable'
        when charge.form_given in ('electronic', 'portal', 'media') and charge.held_as = 'electronic' then 'check'
    end as verdict,
    rule.citation,
    charge.request_id as case_id,
    charge.provider_id,
    charge.charged_on as counted_on,
    charge.request_id,
    charge.legal_path,
    charge.missing,
    case
        when charge.missing = 'request.legal_path' then 'request.legal_path is unknown: whose fee rule binds cannot be told.'
        when charge.missing is not null then charge.missing || ' is blank: whether electronic records were charged by the page cannot be told.'
        else 'USD ' || charge.per_page_usd || ' charged by the page on ' || charge.charged_on
            || ' for a record kept and given electronically.'
    end as facts
from charge
inner join provider_rule as rule
    on rule.provider_id = charge.provider_id
    and rule.topic = 'per_page_electronic'
    and charge.charged_on between rule.in_force_from and rule.in_force_to
