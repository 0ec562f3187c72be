-- One row per disclosure without authorization and piece of evidence a way to make it asks for: is the piece on file?
-- Some purposes have several ways (a subpoena: notice, protective order, the entity's own notice); which of them are open follows from the paper
-- of the request, and all are where no paper is logged. state is not_recorded where the log has no word of the piece.
with process as (
    select distinct
        provider_id,
        release_id,
        kind
    from release_paper
    where kind in ('warrant', 'court_order', 'subpoena', 'administrative_request', 'statute')
),

has_process as (
    select distinct
        provider_id,
        release_id
    from process
),

open_way as (
    select
        made.provider_id, made.disclosure_id, made.request_id, made.legal_path, made.purpose, made.released_on, made.counted_on,
        made.released_words,
        rule.law_rule, rule.topic, rule.citation, rule.way, rule.code as element,
        coalesce(made.released_on between rule.certain_from and rule.certain_to, false) as is_certain
    from record_release as made
    inner join provider_rule as rule
        on rule.provider_id = made.provider_id
        and rule.topic in ('disclosure_evidence', 'disclosure_limit')
        and rule.purpose = made.purpose
        and made.counted_on between rule.in_force_from and rule.in_force_to
    left join has_process
        on has_process.provider_id = made.provider_id
        and has_process.release_id = made.release_id
    left join law_word as word
        on word.law_rule = rule.law_rule
        and word.field = 'authority'
    left join process
        on process.provider_id = made.provider_id
        and process.release_id = made.release_id
        and process.kind = word.word
    where
        made.disclosure_id is not null
        and (word.word is null or process.kind is not null or has_process.release_id is null)
    qualify row_number() over (partition by made.provider_id, made.release_id, rule.law_rule order by process.kind) = 1
)

select
    way.provider_id, way.disclosure_id, way.request_id, way.legal_path, way.purpose, way.released_on, way.counted_on, way.released_words,
    way.law_rule, way.topic, way.citation, way.way, way.element, way.is_certain,
    has_process.release_id is not null as has_process,
    feeds.table_name is not null as is_fed,
    coalesce(told.state, 'not_recorded') as state
from open_way as way
left join has_process
    on has_process.provider_id = way.provider_id
    and has_process.release_id = way.disclosure_id
left join provider_table as feeds
    on feeds.provider_id = way.provider_id
    and feeds.table_name = 'disclosure_evidence'
left join disclosure_evidence as told
    on told.provider_id = way.provider_id
    and told.disclosure_id = way.disclosure_id
    and told.element = way.element
