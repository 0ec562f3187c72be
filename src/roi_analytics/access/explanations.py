"""
From records to windows: how does each file of sql/explanations become the times in which an access is explained?

A file says which records explain; windows.toml how far they reach. The windows stand on one of three keys, so that the
log is never joined to each of them (see sweep.py). Derived windows rest on accesses that records explain.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from roi_analytics.access.windows import window_rows
from roi_analytics.errors import RuleError

if TYPE_CHECKING:
    from roi_analytics.models import Model

KEYS = {
    "patient": ("provider_id", "patient_id"),
    "department_patient": ("provider_id", "patient_id", "department"),
    "user_patient": ("provider_id", "patient_id", "user_id"),
    "derived": ("patient_no", "user_no"),
}
"""What an explanation's windows are tied to: the `key` of its header, and the columns that means."""


def records_of(name: str) -> str:
    """The view of the records an explanation rests on; the explanation itself is the view of their windows."""
    return f"{name}_record"


def window_view(model: "Model") -> str:
    """
    When is an access explained by this file's records? The SQL of the view that bears the explanation's name.

    Columns: those of its key, record_id, starts_at (included), ends_at (not included), in UTC.
    """
    columns = ", ".join(f"record.{column}" for column in KEYS[model.header["key"]])
    known = " and ".join(f"record.{column} is not null" for column in KEYS[model.header["key"]])
    return f"""select
    {columns},
    record.record_id,
    record.starts_at - access_window.before_hours * interval '1' hour as starts_at,
    case
        when record.ends_at is null
            then record.starts_at + (access_window.open_for_hours + access_window.after_hours) * interval '1' hour
        else greatest(record.starts_at, record.ends_at) + access_window.after_hours * interval '1' hour
    end as ends_at
from {records_of(model.name)} as record
inner join access_window on access_window.explanation = '{model.name}'
where record.starts_at is not null and {known}"""


def bits(explanations: Iterable["Model"]) -> dict[str, int]:
    """The place of each explanation in the bit masks, by the order of the codes E1, E2, ... and names."""
    ordered = sorted(explanations, key=lambda model: (int(model.header["code"].removeprefix("E")), model.name))
    return {model.name: 2**place for place, model in enumerate(ordered)}


def check(explanations: Iterable["Model"]) -> None:
    """Refuse a file whose header cannot be followed, and one that no block of windows.toml gives a reach."""
    lengths = {window["explanation"] for window in window_rows()}
    for model in explanations:
        code = model.header["code"]
        if model.header["key"] not in KEYS:
            raise RuleError(f"{model.path}: key '{model.header['key']}' is not known.\nUse one of: {', '.join(KEYS)}.")
        if not (code.startswith("E") and code[1:].isdigit()):
            raise RuleError(f"{model.path}: code '{code}' is not a letter E and a number.\nWrite it as E4.")
        if model.name not in lengths:
            raise RuleError(f"{model.path} has no window.\nAdd a block [{model.name}] to access/windows.toml.")
