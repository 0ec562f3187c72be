-- One row per disclosure without authorization and piece of evidence a way to make it asks for: is the piece on file?
-- Some purposes have several ways (a subpoena: notice, protective order, the entity's own notice). is_open: a way to which the
-- paper of the request points, each where no such paper is logged. is_told: the log has a row of the piece, else state is not_recorded.
-- A disclosure of unknown purpose has one row without a rule where its request may be of such a kind. On an authorization in
-- force nothing of this is asked, and where there may be one nothing is certain.
with tied as (
    select distinct law_rule
    from law_word
    where field = 'authority'
),

pointed as (
    select distinct
        paper.provider_id,
        paper.release_id,
        word.law_rule
    from release_paper as paper
    inner join law_word as word
        on word.field = 'authority'
        and word.word = paper.kind
    where paper.kind <> 'none'
),

piece as (
    select
        made.provider_id, made.disclosure_id, made.request_id, made.legal_path, made.purpose, made.counted_on, made.released_words,
        rule.law_rule, rule.topic, rule.citation, rule.way, rule.code as element,
        coalesce(made.released_on between rule.certain_from and rule.certain_to, false)
        and not paper.has_unknown_paper and paper.authorization_unclear_for is null as is_certain,
        tied.law_rule is null or pointed.law_rule is not null or not paper.has_process as is_open,
        paper.has_process,
        paper.has_court_order,
        paper.has_unknown_paper or not paper.is_authority_fed as is_paper_unknown
    from record_release as made
    inner join release_authority as paper
        on paper.provider_id = made.provider_id
        and paper.release_id = made.release_id
    left join provider_rule as rule
        on rule.provider_id = made.provider_id
        and rule.topic in ('disclosure_evidence', 'disclosure_limit')
        and rule.purpose = made.purpose
        and made.counted_on between rule.in_force_from and rule.in_force_to
    left join tied
        on tied.law_rule = rule.law_rule
    left join pointed
        on pointed.provider_id = made.provider_id
        and pointed.release_id = made.release_id
        and pointed.law_rule = rule.law_rule
    where
        made.disclosure_id is not null
        and not paper.has_valid_authorization
        and (
            rule.law_rule is not null
            or (
                made.purpose is null
                and made.legal_path in ('legal_process', 'required_by_law', 'public_authority', 'unknown')
            )
        )
)

select
    piece.provider_id, piece.disclosure_id, piece.request_id, piece.legal_path, piece.purpose, piece.counted_on,
    piece.released_words, piece.law_rule, piece.topic, piece.citation, piece.way, piece.element, piece.is_certain, piece.is_open,
    piece.has_process, piece.has_court_order, piece.is_paper_unknown,
    told.element is not null as is_told,
    coalesce(told.state, 'not_recorded') as state
from piece
left join disclosure_evidence as told
    on told.provider_id = piece.provider_id
    and told.disclosure_id = piece.disclosure_id
    and told.element = piece.element
