"""
OpenEMR's table `log`, exported with its headers: who did what to which patient, and when?

One row of the table is one touch of a patient, or an event without one; `row_no` is the row of the file. Times are the
server's wall clock, so the feed or provider needs a time_zone. Reading is logged only where a site has switched it on
(`-select` events): without them nothing can be said of who looked. An `api_log` beside the log gives the addresses.
Disclosures stand in another table, `extended_log`: map it as a feed of the table disclosure with the tabular reader.
"""

from collections.abc import Mapping
from pathlib import Path

from roi_analytics.engine import Engine, quoted
from roi_analytics.load import exported, tabular
from roi_analytics.load.files import FileRefused, Scan
from roi_analytics.load.tabular import RawRows
from roi_analytics.site import Feed

NEEDED = ("id", "date", "event", "user", "patient_id")
OPTIONAL = ("category", "groupname", "success", "log_from", "ip_address")
NO_PATIENT = "0"
BREAK_GLASS_GROUP = "breakglass"
NO_ROLE = ("default", BREAK_GLASS_GROUP)
"""Groups that say nothing of a user's work: the one everybody is in, and that of emergencies."""
PORTAL = "patient-portal"

ACTIONS = {"create": "C", "insert": "C", "select": "R", "view": "R", "update": "U", "delete": "D"}
"""The verb an event ends with. `view` is written when a patient becomes the one whose chart is open."""

RECORD_CLASSES = {
    "patient-record": "chart", "view": "chart", "problem list": "chart", "allergy": "chart", "immunization": "chart",
    "vitals": "chart", "social and family history": "chart", "amendments": "chart", "encounter form": "note",
    "clinical mail": "note", "medication": "medication", "order": "order", "lab-order": "order", "lab order": "order",
    "referral": "order", "lab-results": "result", "lab result": "result", "patient demographics": "demographics",
    "patient insurance": "billing", "billing": "billing", "scheduling": "schedule", "security": "admin",
    "security-administration": "admin", "login": "admin", "logout": "admin",
}  # fmt: skip
"""What a category, or else an event without its verb, is about."""


def read(engine: Engine, feed: Feed, path: Path, seen: Scan, scratch: Path) -> RawRows:
    """
    Read an exported `log` into `numbered_raw`, with the columns of access_event. Raises FileRefused.

    Who is the login as logged. An action is the verb of the event, a failure is minor as in OpenEMR's own audit
    messages, and break-the-glass is known only where the row's group says so: the log keeps no reason. Comments hold
    what was typed of a patient, in SQL, base64 or encrypted, and are never kept; nor is a row that cannot be split.
    """
    exported.beside(engine, feed, path, "api_log", ("log_id", "ip_address"), "openemr_call", scratch)
    raw = tabular.read(engine, feed, path, seen, scratch)
    found = exported.names(raw)
    if "recipient" in found:
        raise FileRefused(
            "header_changed",
            f"{path.name} is OpenEMR's extended_log, which holds disclosures.\n"
            f'Map it as a feed of its own:  table = "disclosure"  and  reader = "tabular"',
        )
    exported.need(found, NEEDED, path.name, "OpenEMR's log", "Export the table `log` whole, with its headers.")
    engine.run("update set_aside set raw = null")
    exported.show(engine, raw, (*NEEDED, *OPTIONAL))
    calls = "(select log_id, min(ip_address) as address from openemr_call group by log_id) as calls"
    return exported.lay(engine, raw, _columns(), f"exported left join {calls} on calls.log_id = exported.id")


def _columns() -> dict[str, str]:
    """SQL of each canonical column."""
    about = f"regexp_replace(lower(event), '-({'|'.join(ACTIONS)})$', '')"
    verb = "regexp_extract(lower(event), '[a-z]+$')"
    return {
        "event_id": "id",
        "opened_at": "date",
        "local_at": "date",
        "login": "exported.user",
        "actor_kind": f"case when log_from = {quoted(PORTAL)} then 'patient' end",
        "user_role": f"case when lower(groupname) not in {NO_ROLE} then groupname end",
        "address": "coalesce(ip_address, calls.address)",
        "patient_id": f"nullif(patient_id, {quoted(NO_PATIENT)})",
        "action": f"coalesce({_word(verb, ACTIONS)}, 'E')",
        "record_class": f"coalesce({_word('lower(category)', RECORD_CLASSES)}, {_word(about, RECORD_CLASSES)})",
        "is_break_glass": f"case when lower(groupname) = {quoted(BREAK_GLASS_GROUP)} then 'true' end",
        "outcome": "case success when '1' then 'success' when '0' then 'minor_failure' end",
        "source_system": "coalesce(log_from, 'open-emr')",
    }


def _word(subject: str, meanings: Mapping[str, str]) -> str:
    whens = " ".join(f"when {quoted(word)} then {quoted(ours)}" for word, ours in meanings.items())
    return f"case {subject} {whens} end"
