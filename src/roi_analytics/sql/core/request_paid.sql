-- One row per request with a bill that was paid: the first day on which money came in.
select
    invoice.provider_id,
    invoice.request_id,
    min(payment.paid_on) as paid_on
from payment
inner join invoice
    on invoice.provider_id = payment.provider_id
    and invoice.invoice_id = payment.invoice_id
where
    payment.kind = 'paid'
    and invoice.request_id is not null
group by
    invoice.provider_id,
    invoice.request_id
