-- One row per provider, day its way of taking requests began and barrier the law knows: does that way of taking them raise it?
-- A way is the only one where the log says of every other that it is not taken. is_raised is null where that cannot be told.
-- until_on: the day before the next way began, else the day it was last seen.
with way as (
    select
        provider_id, valid_from, own_form_required, identity_copy_required,
        accepts_in_person, accepts_portal, accepts_mail,
        coalesce(
            cast(lead(valid_from) over (partition by provider_id order by valid_from) - interval 1 day as date),
            last_seen_on
        ) as until_on,
        case when accepts_in_person then 1 else 0 end + case when accepts_phone then 1 else 0 end
        + case when accepts_mail then 1 else 0 end + case when accepts_fax then 1 else 0 end
        + case when accepts_email then 1 else 0 end + case when accepts_portal then 1 else 0 end as ways,
        case
            when accepts_in_person is null then 'provider_procedure.accepts_in_person'
            when accepts_phone is null then 'provider_procedure.accepts_phone'
            when accepts_mail is null then 'provider_procedure.accepts_mail'
            when accepts_fax is null then 'provider_procedure.accepts_fax'
            when accepts_email is null then 'provider_procedure.accepts_email'
            when accepts_portal is null then 'provider_procedure.accepts_portal'
        end as unknown_way
    from provider_procedure
),

named as (
    select
        way.provider_id, way.valid_from, way.until_on, way.ways, way.unknown_way,
        rule.law_rule, rule.citation, rule.code,
        way.until_on between rule.certain_from and rule.certain_to as is_certain,
        case rule.code
            when 'in_person' then way.accepts_in_person
            when 'portal_only' then way.accepts_portal
            when 'mail_only' then way.accepts_mail
            when 'own_form' then way.own_form_required
            when 'identity_copy' then way.identity_copy_required
        end as is_named,
        rule.code in ('in_person', 'portal_only', 'mail_only') as is_way
    from way
    inner join provider_rule as rule
        on rule.provider_id = way.provider_id
        and rule.topic = 'barrier'
        and way.until_on between rule.in_force_from and rule.in_force_to
),

judged as (
    select
        provider_id, valid_from, until_on, law_rule, citation, code, is_certain, is_way, unknown_way,
        case
            when not is_way then is_named
            when not coalesce(is_named, true) or ways > case when is_named then 1 else 0 end then false
            when unknown_way is null then true
        end as is_raised
    from named
)

select
    provider_id, valid_from, until_on, law_rule, citation, code, is_certain, is_raised,
    case
        when is_raised is not null then null
        when is_way then unknown_way
        else 'provider_procedure.' || code || '_required'
    end as missing
from judged
