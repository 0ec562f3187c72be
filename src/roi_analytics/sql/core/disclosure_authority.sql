-- One row per disclosure: its day in the provider's zone, and what the papers of its request say of an authorization.
-- paper: valid, signed_after, unsigned (no day of signing), expired, revoked, none (recorded as none), other (another kind of
-- permission), missing (no paper). The best paper counts.
with released as (
    select
        disclosure.provider_id,
        disclosure.disclosure_id,
        disclosure.request_id,
        disclosure.purpose,
        disclosure.extracted_on,
        cast(
            timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', disclosure.disclosed_at)) as date
        ) as disclosed_on
    from disclosure
    left join provider
        on provider.provider_id = disclosure.provider_id
),

paper as (
    select
        released.provider_id,
        released.disclosure_id,
        authority.signed_on,
        authority.expires_on,
        authority.revoked_on,
        case
            when authority.kind in ('written_authorization', 'part2_consent') then
                case
                    when released.disclosed_on is null or authority.signed_on is null then 'unsigned'
                    when authority.signed_on > released.disclosed_on then 'signed_after'
                    when authority.revoked_on <= released.disclosed_on then 'revoked'
                    when authority.expires_on < released.disclosed_on then 'expired'
                    else 'valid'
                end
            when authority.kind = 'none' then 'none'
            when authority.kind = 'next_of_kin' then 'missing'
            when authority.kind is null then 'unsigned'
            else 'other'
        end as paper
    from released
    inner join authority
        on authority.provider_id = released.provider_id
        and authority.request_id = released.request_id
)

select
    released.provider_id,
    released.disclosure_id,
    released.request_id,
    released.purpose,
    released.extracted_on,
    released.disclosed_on,
    coalesce(paper.paper, 'missing') as paper,
    paper.signed_on,
    paper.expires_on,
    paper.revoked_on
from released
left join paper
    on paper.provider_id = released.provider_id
    and paper.disclosure_id = released.disclosure_id
qualify row_number() over (
    partition by released.provider_id, released.disclosure_id
    order by
        coalesce(paper.paper = 'valid', false) desc,
        coalesce(paper.paper = 'other', false) desc,
        coalesce(paper.paper = 'unsigned', false) desc,
        coalesce(paper.paper = 'signed_after', false) desc,
        coalesce(paper.paper in ('expired', 'revoked'), false) desc,
        coalesce(paper.paper = 'none', false) desc,
        paper.signed_on asc nulls last
) = 1
