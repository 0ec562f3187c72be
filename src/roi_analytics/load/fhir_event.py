"""
One FHIR AuditEvent -> who touched whose record, when and how? The rules, as SQL over its JSON.

Three shapes are in the wild (R4, R5, and the ballot of R6, with files from before R5 was published). No declared
version is believed: one shape holds the keys of all of them, and a rule takes the key that is there. Rules: HL7 FHIR
AuditEvent 4.0.1 and 5.0.0; IHE Basic Audit Log Patterns 1.1 (BALP).
"""

import json

from roi_analytics.load.fhir_words import ACTIONS, HUMAN, OUTCOMES, PRINTED, RECORD_CLASSES, SERVERS, SHAPE

REFERRED = r"^(?:.*/)?([A-Z][A-Za-z]+/[A-Za-z0-9.\-]{1,64})(?:/_history/.*)?$"
ASKED = r"(?:[?&]|^)patient(?::Patient)?=([^&#\s]+)"
IS_IP = r"\d{1,3}(\.\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*"

HEADERS = (
    *("event_id", "opened_at", "login", "actor_kind", "user_role", "department", "workstation", "address"),
    *("patient_id", "encounter_id", "action", "record_class", "access_mode", "is_break_glass", "break_glass_reason"),
    *("purpose_of_use", "outcome", "transaction_id", "reported_by", "patients_in_event", "source_system"),
)
"""The columns of an access an AuditEvent can fill. `patient_id` is chosen from the list `patients`."""


def sql(source: str) -> str:
    """
    One row per row of `source` (line_no, raw, and `event`, JSON or null): is it an AuditEvent, and what does it say?

    Columns: `line_no`, `is_event`, `is_bundle`, `unread` (the text of what is no AuditEvent), `patients` (a list), and
    the headers but for `patient_id` and `patients_in_event`.

    **Who**: the requestor typed as a person, else any requestor; none is a service. Its login is the identifier, else
    the reference, else `altId`; a bare display is a name, no id. `actor_kind` is left to the account register where the
    event does not tell. **From where**: the user's own network, else that of the machine that is not the server; which
    is which, the observer and the action tell together. **Whose**: `patient`; else entities in the role of patient;
    else persons; else any reference to a patient; else what the query asked for, which is a hit of a query only.
    Versions of references are cut off. **When**: the moment it happened where one is given, else when it was recorded.
    **Break-glass**: an emergency override started (DICOM 110113 and 110127), or the purpose BTG or ETREAT. An event
    without an id is known by the hash of its text.
    """
    return f"""
    with parsed as (
        select line_no, raw, event, json_transform(event, '{json.dumps(SHAPE)}') as e from {source}
    ),
    told as (
        select
            *,
            coalesce(e.resourceType = 'AuditEvent', false) as is_event,
            list_concat({_codes("e.type")}, {_each("e.category")}) as kinds,
            list_concat({_each("e.subtype")}, {_codes("e.code")}) as subkinds,
            {_agents()} as agents,
            {_entities()} as entities,
            {_party("e.source.observer")} as observer,
            coalesce(e.outcome ->> '$.code.code', e.outcome ->> '$') as outcome_code
        from parsed
    ),
    acted as (
        select
            *,
            coalesce(upper(e.action), {_word_of("subkinds", ACTIONS)}) as action,
            coalesce(
                list_filter(agents, lambda a: a.is_requestor and list_has_any(a.codes, {list(HUMAN)}))[1],
                list_filter(agents, lambda a: a.is_requestor)[1]
            ) as who,
            list_filter(
                list_concat(
                    {_each("e.purposeOfEvent")}, {_each('e."authorization"')},
                    flatten(list_transform(agents, lambda a: a.purposes))
                ),
                lambda code: code is not null
            ) as purposes,
            {_patients()} as found
        from told
    ),
    sided as (
        select
            *,
            list_contains(kinds, 'rest') as is_rest,
            {_side(0)} as server_code,
            {_side(1)} as client_code,
            list_contains(flatten(list_transform(agents, lambda a: a.codes)), {_side(0)})
            and list_contains(flatten(list_transform(agents, lambda a: a.codes)), {_side(1)}) as has_sides
        from acted
    ),
    placed as (
        select
            *,
            {_machine()} as machine,
            case
                when not is_rest or not has_sides then null
                when {_observed("server_code")} then 'server'
                when {_observed("client_code")} then 'client'
            end as reported_by
        from sided
    )
    select
        line_no,
        is_event,
        coalesce(e.resourceType = 'Bundle', false) as is_bundle,
        case when not is_event then coalesce(raw, cast(event as varchar)) end as unread,
        {_distinct("found.ids")} as patients,
        coalesce(e.id, md5(event)) as event_id,
        {_moment()} as opened_at,
        who.id as login,
        {_actor_kind()} as actor_kind,
        who.role as user_role,
        who.department,
        case when {_is_ip("machine")} then null else machine.address end as workstation,
        case when {_is_ip("machine")} then machine.address end as address,
        coalesce(
            {_id("e.encounter")},
            list_filter(list_transform(entities, lambda x: x.id), lambda id: starts_with(id, 'Encounter/'))[1],
            list_filter(
                list_transform(e.extension, lambda x: {_referred("x.valueReference.reference")}),
                lambda id: starts_with(id, 'Encounter/')
            )[1]
        ) as encounter_id,
        action,
        {_record_class()} as record_class,
        case
            when found.how = 'query' or list_contains(kinds, '110112') then 'query_hit'
            when len(found.ids) > 1 and {_is_search()} then 'query_hit'
        end as access_mode,
        {_is_break_glass()} as is_break_glass,
        case when {_is_break_glass()} then coalesce(
            list_filter(list_transform(e.purposeOfEvent, lambda x: x.text), lambda text: text is not null)[1],
            list_filter(list_transform(e."authorization", lambda x: x.text), lambda text: text is not null)[1]
        ) end as break_glass_reason,
        purposes[1] as purpose_of_use,
        coalesce({_word("outcome_code", OUTCOMES)}, outcome_code) as outcome,
        list_filter(entities, lambda x: list_contains(x.types, 'XrequestId'))[1].identifier as transaction_id,
        reported_by,
        coalesce(
            case when json_type(e.source.site) = 'VARCHAR' then e.source.site ->> '$' end,
            e.source.site ->> '$.display',
            e.source.site ->> '$.reference',
            e.source.observer.display,
            observer.identifier,
            observer.reference
        ) as source_system
    from placed"""


def _codes(concept: str) -> str:
    return f"list_concat([{concept}.code], list_transform({concept}.coding, lambda c: c.code))"


def _each(concepts: str) -> str:
    return f"coalesce(flatten(list_transform({concepts}, lambda k: {_codes('k')})), [])"


def _referred(reference: str) -> str:
    """`Type/id` of a reference, without the server before it and the version behind it."""
    return f"regexp_replace({reference}, '{REFERRED}', '\\1')"


def _id(party: str) -> str:
    """What a record is known by: where it lies, else its identifier."""
    return f"coalesce({_referred(f'{party}.reference')}, {party}.identifier.value)"


def _party(party: str) -> str:
    return (
        f"struct_pack(reference := {_referred(f'{party}.reference')}, identifier := {party}.identifier.value,"
        f" display := {party}.display)"
    )


def _agents() -> str:
    return f"""list_transform(e.agent, lambda a: struct_pack(
                is_requestor := coalesce(a.requestor, false),
                codes := {_codes("a.type")},
                party := {_party("a.who")},
                id := coalesce(a.who.identifier.value, {_referred("a.who.reference")}, a.altId),
                "role" := coalesce(a.role[1].text, a.role[1].display, a.role[1].coding[1].display,
                    a.role[1].coding[1].code, a.role[1].code),
                department := coalesce(a.location.display, a.location.reference),
                address := case when coalesce(a.network.type, '1') in ('1', '2')
                    and not contains(coalesce(a.network.address, ''), '://')
                    then coalesce(a.network.address, a.networkString, a.networkReference.display) end,
                network := a.network.type,
                media := list_filter({_codes("a.media")}, lambda m: m is not null),
                purposes := list_concat({_each("a.purposeOfUse")}, {_each('a."authorization"')})
            ))"""


def _entities() -> str:
    return f"""list_transform(e.entity, lambda x: struct_pack(
                id := {_id("x.what")},
                identifier := x.what.identifier.value,
                types := {_codes("x.type")},
                roles := list_filter({_codes("x.role")}, lambda r: r is not null),
                query := case when x.query is not null then try(decode(from_base64(x.query))) end
            ))"""


def _patients() -> str:
    """The ids of the patients touched, and the rule that found them: the first that finds any."""
    asked = f"""flatten(list_transform(entities, lambda x: list_transform(
        string_split(url_decode(array_to_string(regexp_extract_all(x.query, '{ASKED}', 1), ',')), ','),
        lambda id: case when contains(id, '/') then {_referred("id")} when id <> '' then 'Patient/' || id end
    )))"""
    rules = {
        "patient": f"[{_id('e.patient')}]",
        "role": _ids("list_contains(x.roles, '1')"),
        "person": _ids("list_has_any(x.types, ['1', 'Patient']) and len(x.roles) = 0"),
        "reference": _ids("starts_with(x.id, 'Patient/')"),
        "query": asked,
    }
    lists = {how: f"list_filter({ids}, lambda id: id is not null)" for how, ids in rules.items()}
    whens = " ".join(
        f"when len({ids}) > 0 then struct_pack(how := '{how}', ids := {ids})" for how, ids in lists.items()
    )
    return f"case {whens} end"


def _ids(condition: str) -> str:
    return f"list_transform(list_filter(entities, lambda x: {condition}), lambda x: x.id)"


def _distinct(ids: str) -> str:
    return f"list_filter({ids}, lambda id, place: list_position({ids}, id) = place)"


def _word(code: str, words: dict[str, tuple[str, ...]]) -> str:
    whens = " ".join(f"when {code} in ({_listed(codes)}) then '{word}'" for word, codes in words.items())
    return f"case {whens} end"


def _word_of(codes: str, words: dict[str, tuple[str, ...]]) -> str:
    return f"list_filter(list_transform({codes}, lambda c: {_word('c', words)}), lambda word: word is not null)[1]"


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _side(place: int) -> str:
    whens = " ".join(f"when '{action}' then '{codes[place]}'" for action, codes in SERVERS.items())
    return f"case action {whens} else '{SERVERS['R'][1 - place]}' end"


def _is_observer(agent: str) -> str:
    return " or ".join(
        f"coalesce({agent}.party.{name} = observer.{name}, false)" for name in ("reference", "identifier", "display")
    )


def _observed(code: str) -> str:
    return f"len(list_filter(agents, lambda a: list_contains(a.codes, {code}) and ({_is_observer('a')}))) > 0"


def _machine() -> str:
    """The agent whose network is the place the user sat at."""
    is_server = f"case when is_rest and has_sides then list_contains(a.codes, server_code) else {_is_observer('a')} end"
    return (
        "case when who.address is not null then who"
        f" else list_filter(agents, lambda a: a.address is not null and not ({is_server}))[1] end"
    )


def _is_ip(agent: str) -> str:
    return (
        f"coalesce({agent}.network = '2', false)"
        f" or coalesce({agent}.network is null and regexp_full_match({agent}.address, '{IS_IP}'), false)"
    )


def _moment() -> str:
    """When it happened, to the second at least; else when it was recorded."""
    happened = "coalesce(e.occurredDateTime, e.occurredPeriod.start)"
    return f"coalesce(case when length({happened}) > 10 then {happened} end, e.recorded, {happened})"


def _actor_kind() -> str:
    """What the event itself tells: the kind of resource, the type of the agent, an id only machines have."""
    return f"""case
            when who is null then 'service'
            when starts_with(who.party.reference, 'Patient/') or list_contains(who.codes, 'PAT') then 'patient'
            when starts_with(who.party.reference, 'RelatedPerson/') then 'proxy'
            when starts_with(who.party.reference, 'Device/') then 'device'
            when starts_with(who.party.reference, 'Practitioner') then 'human'
            when trim(who.id) = '' or lower(trim(who.id)) = 'unknown' then 'service'
            when contains(who.id, '://') or contains(who.id, '|') or suffix(who.id, '$') then 'service'
            when list_has_any(who.codes, {list(HUMAN)}) then 'human'
            when who.id is null then 'unknown'
        end"""


def _record_class() -> str:
    of_entity = _word("split_part(x.id, '/', 1)", RECORD_CLASSES)
    media = "flatten(list_transform(agents, lambda a: a.media))"
    return f"""case
            when list_has_any({media}, {list(PRINTED)}) then 'print'
            when len({media}) > 0 or list_contains(kinds, '110106') then 'export'
            when list_contains(list_transform(subkinds, lambda c: lower(c)), 'disclose') then 'export'
            else coalesce(
                list_filter(
                    list_transform(
                        list_filter(entities, lambda x: not list_contains(x.roles, '1')), lambda x: {of_entity}
                    ),
                    lambda word: word is not null
                )[1],
                case when list_contains(kinds, '110112') or {_is_search()} then 'search' end
            )
        end"""


def _is_search() -> str:
    return "len(list_filter(subkinds, lambda c: starts_with(c, 'search'))) > 0"


def _is_break_glass() -> str:
    return (
        "((list_contains(kinds, '110113') and list_contains(subkinds, '110127'))"
        " or coalesce(list_has_any(purposes, ['BTG', 'ETREAT']), false))"
    )
