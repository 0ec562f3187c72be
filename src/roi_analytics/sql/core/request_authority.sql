-- One row per request with papers on file: which kinds of authority they give.
-- A directive needs its three marks and nothing else (45 CFR 164.524(c)(3)(ii)): written, signed, whom and where to send it.
with directive as (
    select
        provider_id,
        authority_id
    from authority_element
    where state = 'present'
    group by
        provider_id,
        authority_id
    having
        max(case when element = 'C1' then 1 else 0 end) = 1
        and max(case when element = 'C2' then 1 else 0 end) = 1
        and max(case when element = 'C3' then 1 else 0 end) = 1
)

select
    authority.provider_id,
    authority.request_id,
    max(case when directive.authority_id is not null then 1 else 0 end) = 1 as is_directive,
    max(case when authority.kind = 'self' then 1 else 0 end) = 1 as is_self,
    max(
        case
            when authority.kind in ('parent_of_minor', 'guardianship', 'health_care_power_of_attorney', 'executor') then 1
            else 0
        end
    ) = 1 as is_representative,
    max(case when authority.kind in ('written_authorization', 'part2_consent') then 1 else 0 end) = 1 as is_authorization,
    max(case when authority.kind in ('subpoena', 'court_order', 'warrant') then 1 else 0 end) = 1 as is_legal_process,
    max(case when authority.kind = 'statute' then 1 else 0 end) = 1 as is_statute,
    max(case when authority.kind = 'administrative_request' then 1 else 0 end) = 1 as is_administrative,
    min(case when authority.kind <> 'none' then authority.proof_received_on end) as proof_received_on
from authority
left join directive
    on directive.provider_id = authority.provider_id
    and directive.authority_id = authority.authority_id
where authority.request_id is not null
group by
    authority.provider_id,
    authority.request_id
