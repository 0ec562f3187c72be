-- One row per name a user goes by in a provider's logs: whose it is, and what kind of actor an account of that name is.
-- A login stands for the user of its account. Somebody with two accounts is one user; a user id that is nobody's login
-- stands for itself. A machine's account may have no user.
with login as (
    select user_account.provider_id, user_account.login as alias, user_account.user_id, user_account.actor_kind
    from user_account
),

named as (
    select access_seen_user.provider_id, access_seen_user.user_id from access_seen_user
    union
    select workforce_member.provider_id, workforce_member.user_id from workforce_member
    union
    select assignment.provider_id, assignment.user_id from assignment
    union
    select login.provider_id, login.user_id from login where login.user_id is not null
),

alias as (
    select login.provider_id, login.alias, login.user_id, login.actor_kind
    from login
    union all
    select named.provider_id, named.user_id as alias, named.user_id, account_kind.actor_kind
    from named
    left join login on login.provider_id = named.provider_id and login.alias = named.user_id
    left join (
        select login.provider_id, login.user_id, min(login.actor_kind) as actor_kind
        from login
        where login.user_id is not null
        group by login.provider_id, login.user_id
    ) as account_kind
        on account_kind.provider_id = named.provider_id
        and account_kind.user_id = named.user_id
    where login.alias is null
)

select
    alias.provider_id,
    alias.alias,
    alias.user_id,
    alias.actor_kind,
    case
        when alias.user_id is not null
            then cast(dense_rank() over (order by alias.provider_id, alias.user_id) as integer)
    end as user_no
from alias
