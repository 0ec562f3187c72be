-- One row per open access or directive request whose law is known: what goes late, by which law, and who it waits for.
-- days_left below nought: late now, for it was still open when last seen after its due day. One whose due day passed unseen,
-- for its provider stopped sending, is not listed: it may have been answered (the finding past_due tells it as unknown).
select
    request.request_id,
    request.provider_id,
    request.legal_path,
    request.requester_kind,
    request.received_on,
    deadline.due_on,
    deadline.law_rule,
    deadline.citation,
    deadline.beaten_citation,
    deadline.federal_due_on,
    deadline.is_extended,
    deadline.can_be_apparent,
    deadline.days_left,
    waiting.waiting_on,
    waiting.since_on,
    waiting.stage,
    request.owner,
    request.last_seen_on
from request
cross join clock
inner join request_answer as answer
    on answer.provider_id = request.provider_id
    and answer.request_id = request.request_id
    and answer.outcome = 'open'
inner join request_deadline as deadline
    on deadline.provider_id = request.provider_id
    and deadline.request_id = request.request_id
left join request_waiting_on as waiting
    on waiting.provider_id = request.provider_id
    and waiting.request_id = request.request_id
where
    request.legal_path in ('access', 'directive')
    and (deadline.due_on >= clock.as_of or request.last_seen_on > deadline.due_on)
