-- One row per person's own request with a fee: was it charged for inspecting a record or viewing it on a portal?
-- title: A fee where access is free
-- subject: fees
-- citation: HHS access guidance, FAQ 2035 and questions on fees, or the state's rule
-- applies_to: access
-- needs: request.legal_path, fee_line.kind, fee_line.amount_usd, request_item.format_provided
-- Labour for uploading to a portal what was not kept there may be charged. counted_on is the day of the first bill.
with fee as (
    select
        request.provider_id, request.request_id, request.legal_path, request.requester_kind, request_fee.charged_on,
        case
            when request_fee.inspection_usd > 0 then request_fee.inspection_usd
            when request_fee.portal_view_usd > 0 then request_fee.portal_view_usd
            when given.is_inspection_only then request_fee.charged_usd
        end as free_usd,
        case
            when coalesce(request_fee.inspection_usd, 0) = 0 and request_fee.portal_view_usd > 0 then 'portal_view'
            else 'inspection'
        end as channel,
        given.request_id is null and not request_fee.is_copy_shown as is_form_unknown,
        request_fee.is_amount_missing
    from request_fee
    inner join request
        on request.provider_id = request_fee.provider_id
        and request.request_id = request_fee.request_id
    left join request_given as given
        on given.provider_id = request.provider_id
        and given.request_id = request.request_id
    where
        request.legal_path in ('access', 'unknown')
        and (request_fee.charged_usd > 0 or request_fee.is_amount_missing)
),

judged as (
    select
        provider_id, request_id, legal_path, requester_kind, charged_on, free_usd, channel,
        case
            when legal_path = 'unknown' and free_usd > 0 then 'request.legal_path'
            when coalesce(free_usd, 0) = 0 and is_amount_missing then 'fee_line.amount_usd'
            when legal_path = 'access' and coalesce(free_usd, 0) = 0 and is_form_unknown then 'request_item.format_provided'
        end as missing
    from fee
)

select
    rule.law_rule,
    case
        when judged.missing is not null then 'not_assessable'
        when judged.legal_path = 'unknown' or coalesce(judged.free_usd, 0) = 0 then null
        when judged.charged_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    judged.request_id as case_id,
    judged.provider_id,
    judged.charged_on as counted_on,
    judged.request_id,
    judged.legal_path,
    judged.missing,
    case judged.missing
        when 'request.legal_path' then 'request.legal_path is unknown: whose fee rule binds cannot be told.'
        when 'fee_line.amount_usd' then 'fee_line.amount_usd is blank for a channel that is free.'
        when 'request_item.format_provided'
            then 'request_item.format_provided is blank: whether anything but inspection was given cannot be told.'
        else 'USD ' || judged.free_usd || ' charged for ' || replace(judged.channel, '_', ' ') || ' on ' || judged.charged_on || '.'
    end as facts
from judged
inner join provider_rule as rule
    on rule.provider_id = judged.provider_id
    and rule.topic = 'free_channel'
    and rule.code = judged.channel
    and judged.charged_on between rule.in_force_from and rule.in_force_to
inner join law_party as party
    on party.law_rule = rule.law_rule
    and party.legal_path = 'access'
    and (party.requester_kind is null or party.requester_kind = judged.requester_kind)
qualify row_number() over (
    partition by judged.provider_id, judged.request_id
    order by judged.charged_on between rule.certain_from and rule.certain_to desc, rule.law_rule
) = 1
