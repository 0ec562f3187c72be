-- One row per fee line above nought or without an amount, and per bill that has no lines: on which day, for what.
-- charged_on is the day of the first bill, else of the answer, else of receipt.
select
    request.provider_id,
    request.request_id,
    request.request_id || '/' || fee_line.line_no as case_id,
    request.legal_path,
    fee.charged_on,
    true as has_lines,
    fee_line.kind,
    fee_line.amount_usd
from fee_line
inner join request
    on request.provider_id = fee_line.provider_id
    and request.request_id = fee_line.request_id
inner join request_fee as fee
    on fee.provider_id = fee_line.provider_id
    and fee.request_id = fee_line.request_id
where
    fee_line.amount_usd is null
    or fee_line.amount_usd > 0
union all
select
    request.provider_id,
    request.request_id,
    request.request_id as case_id,
    request.legal_path,
    fee.charged_on,
    false as has_lines,
    cast(null as varchar) as kind,
    fee.charged_usd as amount_usd
from request_fee as fee
inner join request
    on request.provider_id = fee.provider_id
    and request.request_id = fee.request_id
where
    not fee.has_lines
    and fee.charged_usd > 0
