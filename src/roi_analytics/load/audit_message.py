"""
One audit message (ATNA, DICOM PS3.15 A.5, RFC 3881) -> its touches: who asked for whose record, when, where and why?

Coded values are read in both dialects: `code` + `displayName` (RFC 3881) and `csd-code` + `originalText` (DICOM).
"""

import hashlib
import re
from xml.parsers.expat import ExpatError, ParserCreate

HEADERS = (
    "event_id",
    "opened_at",
    "login",
    "actor_kind",
    "user_role",
    "workstation",
    "address",
    "patient_id",
    "encounter_id",
    "action",
    "record_class",
    "access_mode",
    "is_break_glass",
    "purpose_of_use",
    "outcome",
    "patients_in_event",
    "source_system",
)
"""The canonical columns a message can fill. No department: AuditEnterpriseSiteID names a whole site."""

Attributes = dict[str, str]
Participant = tuple[Attributes, list[Attributes]]
"""An active participant and its role codes."""
Place = tuple[str | None, str | None]
"""Workstation and address."""
Touch = tuple[str | None, ...]
"""The cells of one row, in the order of HEADERS."""

NOWHERE: Place = (None, None)
NOBODY = ("", "unknown")
MACHINE = re.compile(r"(?i)(?:unknown)?|/.*|urn:.*|.*\$|.*(?:://|\|).*", re.DOTALL)
"""No human signs in as: nobody, a path, a URN, a Windows machine (HOST$), a URL, or SENDER|FACILITY."""
ASSERTED = re.compile(r"[^<>]*<([^<>]+)@[^<>@]+>")
"""How IHE XUA writes the person for whom a system asks into its UserName: alias<user@issuer>."""
PRECEDENCE = {"human": 0, "patient": 0, "proxy": 0, None: 1, "unknown": 2}
"""Which of several who asked is taken. Machines come last."""
REFERENCE = re.compile(r"(?:^|/)((?:Patient|Encounter)/[^/?|]+)")
KIND_OF_RESOURCE = {
    **{"Patient": "patient", "RelatedPerson": "proxy", "Device": "device"},
    **dict.fromkeys(("Practitioner", "PractitionerRole"), "human"),
}
IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*")

PATIENT, PERSON, ENCOUNTER_NUMBER, MACHINES = "1", "1", "3", ("1", "2", "")
"""ParticipantObjectTypeCodeRole, ParticipantObjectTypeCode, ParticipantObjectIDTypeCode, NetworkAccessPointTypeCode."""
QUERY, EXPORT, OVERRIDE = "110112", "110106", "110127"
EMERGENCIES = {"BTG", "ETREAT"}
OUTCOMES = {"0": "success", "4": "minor_failure", "8": "serious_failure", "12": "major_failure"}
CLASS_OF_TRANSACTION = {
    **dict.fromkeys(("ITI-8", "ITI-10", "ITI-30", "ITI-44", "ITI-46", "ITI-64", "ITI-104"), "demographics"),
    **dict.fromkeys(("ITI-39", "ITI-41", "ITI-42", "ITI-43", "ITI-65", "ITI-68"), "note"),
}
CLASS_OF_EVENT = {
    **dict.fromkeys(("110100", "110101", "110113", "110114"), "admin"),
    **dict.fromkeys(("110102", "110103", "110104", "110105"), "image"),
    "110109": "order",
    **dict.fromkeys(("110110", "110111"), "chart"),
    QUERY: "search",
}


def touches(message: bytes, encoding: str = "utf-8") -> list[Touch] | None:
    """
    The rows of one message: one for each patient, or one without; None where it is not well formed or no audit event.

    `event_id` is the MD5 of the message's bytes, as a message has no id of its own: one that was sent twice is one
    event. Its further patients get "#2", "#3" ... A time without a zone stays without, and `patient_id` is the id
    without the authority that assigned it. A message with entities other than XML's five is not well formed.

    >>> touches(b"<AuditMessage>&lol9;</AuditMessage>") is None
    True
    """
    elements = _elements(message, encoding)
    if elements is None:
        return None
    event: Attributes | None = None
    kind, types, purposes, source = "", [], [], None
    people: list[Participant] = []
    objects: list[Attributes] = []
    for name, its in elements:
        if name == "ParticipantObjectIdentification":
            objects.append(its)
        elif name == "ParticipantObjectIDTypeCode" and objects:
            objects[-1][name] = _code(its)
        elif name == "ActiveParticipant":
            people.append((its, []))
        elif name == "RoleIDCode" and people:
            people[-1][1].append(its)
        elif name == "EventIdentification":
            event = its
        elif name == "EventID":
            kind = _code(its)
        elif name == "EventTypeCode":
            types.append(_code(its))
        elif name == "PurposeOfUse":
            purposes.append(_code(its))
        elif name == "AuditSourceIdentification":
            source = source or _said(its, "AuditSourceID")
    if event is None:
        return None
    event_id = hashlib.md5(message, usedforsecurity=False).hexdigest()
    outcome = _said(event, "EventOutcomeIndicator")
    patients = _patients(objects)
    who_and_where = (_said(event, "EventDateTime"), *_actor(people))
    what_and_why = (
        next((_bare(_id(its)) for its in objects if its.get("ParticipantObjectIDTypeCode") == ENCOUNTER_NUMBER), None),
        _said(event, "EventActionCode"),
        _record_class(kind, types),
        "query_hit" if kind == QUERY else None,
        "true" if OVERRIDE in types or not EMERGENCIES.isdisjoint(purposes) else "false",
        next(filter(None, purposes), None),
        OUTCOMES.get(outcome or "", outcome),
        str(len(patients)) if patients else None,
        source,
    )
    return [
        (f"{event_id}#{number}" if number > 1 else event_id, *who_and_where, patient, *what_and_why)
        for number, patient in enumerate(patients or [None], 1)
    ]


def _elements(message: bytes, encoding: str) -> list[tuple[str, Attributes]] | None:
    """The elements of a message in their order, names without prefixes; None where it is not well formed."""
    found: list[tuple[str, Attributes]] = []
    parser = ParserCreate("utf-8")
    parser.StartElementHandler = lambda name, attributes: found.append((name.rpartition(":")[2], attributes))
    try:
        parser.Parse(message if encoding == "utf-8" else message.decode(encoding).encode(), True)
    except (ExpatError, UnicodeError):
        return None
    return found


def _said(attributes: Attributes, name: str) -> str | None:
    return attributes.get(name, "").strip() or None


def _code(attributes: Attributes) -> str:
    """The code of a coded value, in either dialect."""
    return (attributes.get("csd-code") or attributes.get("code", "")).strip()


def _record_class(kind: str, types: list[str]) -> str | None:
    """What was opened: the transaction says it better than the event, but an export is one whatever it carried."""
    if kind == EXPORT:
        return "export"
    return next((CLASS_OF_TRANSACTION[one] for one in types if one in CLASS_OF_TRANSACTION), CLASS_OF_EVENT.get(kind))


def _actor(people: list[Participant]) -> Touch:
    """
    Login, kind, role, workstation and address of the one who asked; where nobody asked it was a service.

    Of several the surest human is taken, and a place from another of them where that one tells none. RFC 3881 reads
    UserIsRequestor as true where it is left out.
    """
    asking = [one for one in people if one[0].get("UserIsRequestor", "").strip().lower() in ("true", "1")]
    asking = asking or [one for one in people if "UserIsRequestor" not in one[0]]
    if not asking:
        return None, "service", None, *NOWHERE
    actors = [(*_user(its, role), role, _place(its)) for its, role in ((its, _role(roles)) for its, roles in asking)]
    login, kind, role, place = min(actors, key=lambda actor: PRECEDENCE.get(actor[1], 3))
    if place == NOWHERE:
        place = next((actor[3] for actor in actors if actor[3] != NOWHERE), NOWHERE)
    return login, kind, role, *place


def _user(its: Attributes, role: str | None) -> tuple[str | None, str | None]:
    """
    The account and its kind. Where nothing tells a human from a machine the kind is left to the register of accounts; a
    name without an account does not say who it is.
    """
    login, name = its.get("UserID", "").strip(), its.get("UserName", "").strip()
    is_process = its.get("AlternativeUserID", "").startswith("AETITLE")
    asserted = ASSERTED.fullmatch(name)
    if asserted:
        return asserted[1].strip(), "human"
    resource, slash, _ = login.partition("/")
    if slash and resource in KIND_OF_RESOURCE:
        return login, KIND_OF_RESOURCE[resource]
    if name and login.lower() in NOBODY:
        return None, "unknown"
    if is_process and not name:
        return login or None, "device"
    if MACHINE.fullmatch(login):
        return login or None, "service"
    return login, "human" if (name or role) and not is_process else None


def _role(roles: list[Attributes]) -> str | None:
    """What the first role says that is none of DICOM's; those tell a part in the exchange, not a profession."""
    for its in roles:
        code = _code(its)
        if its.get("codeSystemName", "").strip().upper() != "DCM" and not code.startswith("1101"):
            return _said(its, "originalText") or _said(its, "displayName") or code or None
    return None


def _place(its: Attributes) -> Place:
    """A machine by its name or its address, whichever of the two was put there; a telephone or a URI is no machine."""
    point = _said(its, "NetworkAccessPointID")
    if point is None or its.get("NetworkAccessPointTypeCode", "").strip() not in MACHINES:
        return NOWHERE
    return (None, point) if IP.fullmatch(point) else (point, None)


def _patients(objects: list[Attributes]) -> list[str]:
    """The ids of the objects in the role of patient, and of persons of whom no role is told; each person once."""
    found = {}
    for its in objects:
        role = its.get("ParticipantObjectTypeCodeRole", "").strip()
        if role == PATIENT or (not role and its.get("ParticipantObjectTypeCode", "").strip() == PERSON):
            typed = _id(its)
            patient = _bare(typed)
            if patient:
                found[patient, typed.split("^")[3] if typed.count("^") > 2 else typed] = patient
    return list(found.values())


def _id(its: Attributes) -> str:
    """An object's id; of several that `~` joins, which are one person's, the first."""
    return its.get("ParticipantObjectID", "").strip().lstrip("~").partition("~")[0]


def _bare(typed: str) -> str | None:
    """
    An id without its authority, a reference without its server and version: as readers of FHIR write it too.

    >>> _bare("7627199^^^HZLN&2.16.840.1&ISO^PI"), _bare("urn:oid:1.3.6|B-2340"), _bare("Patient/ex/_history/1")
    ('7627199', 'B-2340', 'Patient/ex')
    """
    if "^" in typed:
        typed = typed.partition("^")[0]
    elif "|" in typed:
        typed = typed.rpartition("|")[2]
    elif reference := REFERENCE.search(typed):
        typed = reference[1]
    return typed.strip() or None
