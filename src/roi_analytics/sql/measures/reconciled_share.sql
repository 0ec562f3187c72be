-- One row per release by a provider with an access log: did anyone open the record in the days before it?
-- title: Releases with an access behind them
-- summary: share
-- better: higher
-- unit: share of releases
-- citation: 45 CFR 164.312(b), 164.308(a)(1)(ii)(D)
-- counted_on: the day of release, by the place's own clock (the day of receipt, else of the log, where none is known)
-- rows_of: disclosure
-- Any person or machine that opened, printed or exported the record counts, from receipt of the request, or from so many days
-- before the release as house policy looks back. Two logs that disagree are a question. What was released from paper or film is no
-- case; days the access log does not cover are not assessable. From the finding release_without_access.
select
    trace.release_id as case_id,
    trace.provider_id,
    trace.counted_on,
    left(cast(trace.counted_on as varchar), 7) as month,
    trace.legal_path,
    trace.requester_kind,
    provider.state,
    provider.kind,
    request.channel,
    request.handled_by,
    request.business_associate_id,
    case when trace.missing is not null then null when trace.has_trace then 1 else 0 end as value,
    case when trace.missing is not null then 'not_assessable' else 'counted' end as standing,
    case
        when trace.missing = 'access_event.opened_at' then 'the access log does not cover the days before it'
        when trace.missing is not null then trace.missing || ' is not in the log'
    end as reason
from release_trace as trace
left join provider on provider.provider_id = trace.provider_id
left join request on request.provider_id = trace.provider_id and request.request_id = trace.request_id
