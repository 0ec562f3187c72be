-- One row per person's own request with a charge: was the person told the fee before the records were handed over?
-- title: No word of the fee beforehand
-- subject: fees
-- citation: HHS access guidance, questions on fees: advance notice
-- applies_to: access
-- needs: request.legal_path, invoice.sent_on, correspondence.kind, delivery.sent_on
-- A bill sent before the records is itself such notice. counted_on is the day of the first bill, else of the answer.
with notice as (
    select provider_id, request_id, min(sent_on) as sent_on
    from correspondence
    where kind = 'fee_notice' and request_id is not null
    group by provider_id, request_id
),

bills as (
    select provider_id, request_id, count(*) as invoices
    from invoice
    where request_id is not null
    group by provider_id, request_id
),

charge as (
    select
        charged.provider_id, charged.request_id, charged.legal_path, charged.charged_on, charged.charged_usd,
        least(charged.first_billed_on, notice.sent_on) as told_on,
        handed.first_delivery_on,
        case
            when handed.first_delivery_on is null then 'delivery.sent_on'
            when least(charged.first_billed_on, notice.sent_on) is null and letters.table_name is null then 'correspondence.kind'
            when charged.first_billed_on is null and notice.sent_on is null and (bills.invoices is not null or billing.table_name is null)
                then 'invoice.sent_on'
        end as missing
    from access_charge as charged
    left join notice
        on notice.provider_id = charged.provider_id
        and notice.request_id = charged.request_id
    left join request_delivery as handed
        on handed.provider_id = charged.provider_id
        and handed.request_id = charged.request_id
    left join provider_table as letters
        on letters.provider_id = charged.provider_id
        and letters.table_name = 'correspondence'
    left join bills on bills.provider_id = charged.provider_id and bills.request_id = charged.request_id
    left join provider_table as billing on billing.provider_id = charged.provider_id and billing.table_name = 'invoice'
    left join provider_table as deliveries
        on deliveries.provider_id = charged.provider_id
        and deliveries.table_name = 'delivery'
    where
        charged.legal_path = 'access'
        and (handed.request_id is not null or deliveries.table_name is null)
)

select
    rule.law_rule,
    case
        when charge.missing is not null then 'not_assessable'
        when charge.told_on < charge.first_delivery_on then null
        else 'check'
    end as verdict,
    rule.citation,
    charge.request_id as case_id,
    charge.provider_id,
    charge.charged_on as counted_on,
    charge.request_id,
    charge.legal_path,
    charge.missing,
    case
        when charge.missing is not null then charge.missing || ' is blank or not in the log: whether the fee was told beforehand cannot be said.'
        else 'USD ' || charge.charged_usd || ' charged, records handed over ' || charge.first_delivery_on
            || coalesce(', first told of the fee ' || charge.told_on, ', no notice of the fee and no bill') || '.'
    end as facts
from charge
inner join provider_rule as rule
    on rule.provider_id = charge.provider_id
    and rule.topic = 'fee_notice'
    and charge.charged_on between rule.in_force_from and rule.in_force_to
