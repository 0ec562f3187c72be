-- One row per release and paper of its request: what the paper was worth on the day of release, and its place among them.
-- standing: valid, unclear (something that decides is blank or not in the log: unclear_for), signed_after, revoked, expired,
-- other (another kind of permission), unknown (no kind), none (recorded as none), missing (kin, which is no authority).
-- A form is valid on the day of its signature and on its last day. place 1 is the best paper: it counts.
with mapped as (
    select
        load_id,
        max(case when column_name = 'expires_on' then 1 else 0 end) = 1 as has_expiry,
        max(case when column_name = 'revoked_on' then 1 else 0 end) = 1 as has_revocation
    from load_column
    where table_name = 'authority'
    group by load_id
),

paper as (
    select
        release.provider_id, release.release_id, release.released_on, authority.authority_id, authority.kind,
        authority.signed_on, authority.expires_on, authority.revoked_on, form.expiry_state,
        coalesce(authority.proof_received_on, authority.verified_on) as proof_on,
        coalesce(form.authorization_missing, 0) as authorization_missing,
        coalesce(form.directive_present, 0) as directive_present,
        coalesce(form.part2_present, 0) as part2_present,
        coalesce(form.part2_missing, 0) as part2_missing,
        coalesce(mapped.has_expiry, false) as has_expiry,
        coalesce(mapped.has_revocation, false) as has_revocation,
        case
            when release.released_on is null then 'disclosure.disclosed_at'
            when authority.signed_on is null then 'authority.signed_on'
            when not coalesce(mapped.has_expiry, false) then 'authority.expires_on'
            when not coalesce(mapped.has_revocation, false) then 'authority.revoked_on'
        end as unclear_for
    from record_release as release
    inner join authority
        on authority.provider_id = release.provider_id
        and authority.request_id = release.request_id
    left join authority_form as form
        on form.provider_id = authority.provider_id
        and form.authority_id = authority.authority_id
    left join mapped
        on mapped.load_id = authority.load_id
),

weighed as (
    select
        provider_id, release_id, authority_id, kind, signed_on, expires_on, revoked_on, expiry_state, proof_on, has_expiry, has_revocation,
        authorization_missing, directive_present, part2_present, part2_missing, unclear_for,
        case
            when kind is null then 'unknown'
            when kind = 'none' then 'none'
            when kind = 'next_of_kin' then 'missing'
            when kind not in ('written_authorization', 'part2_consent') then 'other'
            when signed_on > released_on then 'signed_after'
            when revoked_on <= released_on then 'revoked'
            when expires_on < released_on then 'expired'
            when unclear_for is not null then 'unclear'
            else 'valid'
        end as standing
    from paper
)

select
    provider_id, release_id, authority_id, kind, signed_on, expires_on, revoked_on, expiry_state, proof_on, has_expiry, has_revocation,
    authorization_missing, directive_present, part2_present, part2_missing, unclear_for, standing,
    row_number() over (
        partition by provider_id, release_id
        order by
            (standing = 'valid') desc,
            (standing = 'other') desc,
            (standing = 'unclear') desc,
            (standing = 'unknown') desc,
            (standing = 'signed_after') desc,
            (standing in ('expired', 'revoked')) desc,
            (standing = 'none') desc,
            authorization_missing + part2_missing asc,
            (expires_on is null) asc,
            signed_on desc nulls last,
            authority_id asc
    ) as place
from weighed
