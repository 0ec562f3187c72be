"""The words a site file may use: kinds of provider, formats of dates and numbers, encodings. Knows no database."""

import codecs
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from roi_analytics.errors import LoadError, did_you_mean
from roi_analytics.tables import Column

PROVIDER_KINDS = (
    "hospital",
    "clinic",
    "doctors_office",
    "pharmacy",
    "laboratory",
    "health_insurer",
    "nursing_facility",
    "behavioral_health",
    "other",
)
READERS = ("tabular", "fhir", "atna", "openemr", "epic")
AUDIT_TABLES = ("access_event", "system_event")
"""What the readers other than `tabular` read: audit events that touch a patient, and those that do not."""
YES = ("yes", "y", "true", "t", "1", "x")
NO = ("no", "n", "false", "f", "0")

TYPE_WORDS = {
    str: "text in quotes",
    int: "a whole number",
    bool: "true or false",
    date: "a date as 2026-06-01",
    list: "a list in [ ]",
    dict: "a table of its own",
    (str, date): "text in quotes or a date",
}

DATE_TYPES = ("date", "instant", "wall_clock")
NUMBER_TYPES = ("money", "number", "integer")
FORMATTED_TYPES = DATE_TYPES + NUMBER_TYPES
REFERENCE = "reference"
"""The one declared format of an id: a FHIR reference, of which the id at its end is the id of the site's lists."""
REFERRED = {"patient_id": "Patient", "user_id": "Practitioner", "login": "Practitioner", "encounter_id": "Encounter"}
"""The columns a reference may stand in, and the resource it must then name; any other stays as it is written."""
DECIMAL_COMMA = "decimal_comma"
"""The one declared format of a number: 1.234,50 rather than 1,234.50."""

DIRECTIVES = {
    **{"Y": r"\d{4}", "y": r"\d{2}", "m": r"\d{1,2}", "d": r"\d{1,2}", "j": r"\d{1,3}"},
    **{"H": r"\d{1,2}", "I": r"\d{1,2}", "M": r"\d{1,2}", "S": r"\d{1,2}", "f": r"\d{1,9}", "p": r"[AaPp][Mm]"},
    **{"b": r"[^\W\d_]+", "B": r"[^\W\d_]+", "a": r"[^\W\d_]+", "A": r"[^\W\d_]+"},
    **{"z": r"[+-]\d\d:?\d\d", "Z": r"\w+", "%": "%"},
}
"""The letters after % that may be used, with what each stands for in a file's name."""


def letters(text: str) -> list[str]:
    """The directive letters of a strptime format, in order; a dash (as in %-d) is left out."""
    return re.findall(r"%-?(.?)", text)


def check_format(text: Any, column_type: str, where: str) -> None:
    """Refuse a format that cannot yield what the column's type needs."""
    if not isinstance(text, str):
        raise LoadError(f"{where} must be text in quotes.")
    if column_type == "id":
        if text != REFERENCE:
            raise LoadError(f"{where}: '{text}' is not a format of ids.\nLeave it out, or use \"{REFERENCE}\".")
        return
    if column_type in NUMBER_TYPES:
        if text != DECIMAL_COMMA:
            raise LoadError(
                f"{where}: '{text}' is not a format of numbers.\nLeave it out for 1,234.50, or use "
                f'"{DECIMAL_COMMA}" for 1.234,50.'
            )
        return
    found = letters(text)
    _check_letters(found, text, where)
    if not (_names_a_day(found) and (column_type == "date" or {"H", "I"} & set(found))):
        wanted = "a year, a month and a day" if column_type == "date" else "a year, a month, a day and an hour"
        raise LoadError(
            f'{where}: \'{text}\' does not name {wanted}.\nExample: "%m/%d/%Y" for 05/31/2026, "%d.%m.%Y %H:%M" '
            f"with a time."
        )
    if "I" in found and "p" not in found:
        raise LoadError(f"{where}: '{text}' has a 12-hour clock (%I) without %p.\nUse %H for 24 hours, or add %p.")


def check_pattern(text: str, where: str) -> None:
    """Refuse a file-name pattern of `extracted_on` that does not name one day."""
    found = letters(text)
    _check_letters(found, text, f"{where}: extracted_on")
    if not _names_a_day(found):
        raise LoadError(
            f"{where}: extracted_on '{text}' does not name one day.\nGive year, month and day, as in "
            f'"requests-%Y-%m-%d.csv", or a date.'
        )


def _check_letters(found: list[str], text: str, where: str) -> None:
    for letter in found:
        if letter not in DIRECTIVES:
            raise LoadError(
                f"{where}: '%{letter}' in '{text}' is not known.\nUse: {', '.join('%' + one for one in DIRECTIVES)}."
            )


def _names_a_day(found: list[str]) -> bool:
    has = set(found)
    return bool(has & {"Y", "y"}) and (("d" in has and bool(has & {"m", "b", "B"})) or "j" in has)


def encoding_is_known(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        return False


def word_for(value: Any, column: Column, where: str) -> str:
    """The canonical word on the right of a value map, or LoadError with the nearest known one."""
    if column.type == "boolean":
        said = str(value).strip().casefold()
        if said in YES + NO:
            return "true" if said in YES else "false"
        raise LoadError(f"{where}: '{value}' is neither yes nor no.\nUse true or false.")
    if column.type not in ("code", "text", "id"):
        raise LoadError(
            f"{where}: values maps words, and {column.name} holds {column.type}s.\nUse formats for dates and numbers."
        )
    if not isinstance(value, str):
        raise LoadError(f"{where} must be text in quotes.")
    if column.type == "code" and value not in column.values:
        raise LoadError(
            f"{where}: '{value}' is not a word of {column.name}.{did_you_mean(value, column.values)}\nUse one "
            f"of: {', '.join(column.values)}."
        )
    return value


def as_cell(value: Any, column: Column, where: str) -> str:
    """A constant as the text a cell would hold; dates in ISO form."""
    if isinstance(value, (dict, list)):
        raise LoadError(f"{where} must be one value.")
    if column.type in ("code", "boolean"):
        return word_for(value, column, where)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip()
    if not text:
        raise LoadError(f"{where} is blank.\nGive a value, or leave the line out.")
    if column.type == "date":
        try:
            date.fromisoformat(text)
        except ValueError:
            raise LoadError(f"{where}: '{text}' is not a date as 2026-06-01.") from None
    if column.type in NUMBER_TYPES and not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise LoadError(f"{where}: '{text}' is not a number.")
    return text


def check_keys(block: Mapping[str, Any], known: Mapping[str, Any], where: str) -> None:
    """Refuse a key that is not known and a value of another type than the key's."""
    for key, value in block.items():
        if key not in known:
            raise LoadError(
                f"{where}: the key '{key}' is not known.{did_you_mean(key, known)}\nIt may hold: {', '.join(known)}."
            )
        wanted = known[key]
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)) or isinstance(value, datetime):
            raise LoadError(f"{where}: '{key}' must be {TYPE_WORDS[wanted]}.")


def check_zone(zone: str | None, where: str) -> None:
    if zone is None:
        return
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise LoadError(
            f"{where}: time_zone '{zone}' is not known.\nUse a place of the time zone database, such as "
            f"America/New_York or UTC."
        ) from None
