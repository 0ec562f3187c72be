-- One row per denial of the month: on which ground, and was the ground a lawful one?
-- A denial without any date counts in the month its request was received.
with ground as (
    select
        law_rule.code,
        law_rule.summary
    from law_rule
    where law_rule.topic = 'denial_ground'
    qualify row_number() over (partition by law_rule.code order by law_rule.checked_on desc, law_rule.law_rule desc) = 1
)

select
    denial.denial_id,
    denial.provider_id,
    denial.request_id,
    request.legal_path,
    request.requester_kind,
    coalesce(denial.denied_on, denial.notice_sent_on) as denied_on,
    denial.is_whole,
    denial.ground,
    ground.summary as ground_in_words,
    finding.verdict,
    finding.citation,
    finding.facts
from denial
left join request on request.provider_id = denial.provider_id and request.request_id = denial.request_id
left join ground on ground.code = denial.ground
left join denial_without_lawful_ground as finding
    on finding.provider_id = denial.provider_id
    and finding.case_id = denial.denial_id
where left(cast(coalesce(denial.denied_on, denial.notice_sent_on, request.received_on) as varchar), 7) = ?
order by
    case when request.legal_path = 'access' then 0 else 1 end,
    denial.provider_id,
    denial.denial_id
