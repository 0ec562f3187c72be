-- One row per paper used for a release and element its form must have, on the day it was first used.
-- topic: authorization_element for the authorization that carried a release, directive_mark for the paper of a directive,
-- part2_element for a consent used for a release to others. An access request needs none of them. The best paper counts.
-- A provider that feeds no elements has one row a paper, for the first of them. On an unknown path only what is told missing
-- is a row: it may matter. unclear_for: the column that stops a verdict, told in unclear_words.
with offered as (
    select
        made.provider_id, made.release_id, made.request_id, made.legal_path, made.released_as, made.released_on,
        made.counted_on, made.released_words, paper.authority_id, paper.place, paper.directive_present,
        case
            when paper.kind = 'part2_consent' then 'part2_element'
            when made.released_as = 'directive' then 'directive_mark'
            when paper.kind = 'written_authorization' then 'authorization_element'
            else 'directive_mark'
        end as topic
    from record_release as made
    inner join release_paper as paper
        on paper.provider_id = made.provider_id
        and paper.release_id = made.release_id
        and coalesce(paper.kind, 'self') <> 'none'
    where
        (paper.kind = 'part2_consent' and coalesce(made.purpose, made.released_as) not in ('individual_access', 'access'))
        or made.released_as in ('directive', 'unknown')
        or (made.released_as = 'authorization' and paper.kind = 'written_authorization')
),

best as (
    select provider_id, release_id, request_id, legal_path, released_as, released_on, counted_on, released_words, authority_id, topic
    from offered
    qualify row_number() over (
        partition by provider_id, release_id, topic
        order by (case when topic = 'directive_mark' then directive_present else 0 end) desc, place
    ) = 1
),

used as (
    select provider_id, request_id, legal_path, released_as, released_on, counted_on, released_words, authority_id, topic
    from best
    qualify row_number() over (partition by provider_id, authority_id, topic order by counted_on, release_id) = 1
),

asked as (
    select
        used.provider_id, used.request_id, used.legal_path, used.released_as, used.counted_on, used.released_words, used.topic,
        case when feeds.table_name is null then used.authority_id else used.authority_id || '/' || rule.code end as case_id,
        rule.law_rule, rule.citation, rule.code as element, element.state,
        coalesce(used.released_on between rule.certain_from and rule.certain_to, false) as is_certain
    from used
    inner join provider_rule as rule
        on rule.provider_id = used.provider_id
        and rule.topic = used.topic
        and used.counted_on between rule.in_force_from and rule.in_force_to
    left join provider_table as feeds
        on feeds.provider_id = used.provider_id
        and feeds.table_name = 'authority_element'
    left join authority_element as element
        on element.provider_id = used.provider_id
        and element.authority_id = used.authority_id
        and element.element = rule.code
    where
        used.released_as <> 'unknown'
        or element.state = 'missing'
    qualify feeds.table_name is not null or row_number() over (
        partition by used.provider_id, used.authority_id, used.topic order by rule.law_rule
    ) = 1
)

select
    provider_id, request_id, legal_path, counted_on, released_words, topic, case_id, law_rule, citation, element, is_certain,
    coalesce(state = 'missing', false) as is_missing,
    case
        when coalesce(state, 'not_recorded') = 'not_recorded' then 'authority_element.state'
        when state = 'missing' and released_as = 'unknown' then 'request.legal_path'
    end as unclear_for,
    case
        when coalesce(state, 'not_recorded') = 'not_recorded'
            then 'authority_element.state is not recorded for ' || element || ': whether it is there cannot be told.'
        else 'request.legal_path is unknown: what the paper had to say cannot be told.'
    end as unclear_words
from asked
