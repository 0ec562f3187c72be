"""How long does each explanation reach, how strong is it, whom does it explain, and who answers for that?"""

import datetime as dt
import tomllib
from importlib.resources import files
from typing import Any

import polars as pl

from roi_analytics.access.words import role_groups
from roi_analytics.errors import RuleError, did_you_mean

WINDOW = {
    "before_hours": int,
    "after_hours": int,
    "open_for_hours": int,
    "strength": str,
    "owner": str,
    "review_on": dt.date,
    "why": str,
}
MAY_HAVE = {"roles": list}
STRENGTHS = ("strong", "medium", "weak")


def window_rows() -> list[dict[str, Any]]:
    """How far does each explanation reach, who answers for it, when is it looked at again? Raises RuleError."""
    text = files("roi_analytics").joinpath("access", "windows.toml").read_text(encoding="utf-8")
    return read_windows(text)


def window_table() -> pl.DataFrame:
    """The windows as the table `access_window`: one row per explanation, without the roles."""
    rows = [{key: value for key, value in window.items() if key != "roles"} for window in window_rows()]
    return pl.DataFrame(rows)


def roles() -> dict[str, frozenset[str]]:
    """The explanations that hold for some groups of users only, and those groups."""
    return {window["explanation"]: frozenset(window["roles"]) for window in window_rows() if "roles" in window}


def read_windows(text: str) -> list[dict[str, Any]]:
    """Read the text of a windows.toml into rows, one per explanation. Raises RuleError with the mend."""
    try:
        blocks = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"access/windows.toml is not TOML: {error}.\nMend that line.") from None
    return [{"explanation": name, **_checked(name, block)} for name, block in blocks.items()]


def _checked(name: str, block: dict[str, Any]) -> dict[str, Any]:
    where = f"access/windows.toml, [{name}]"
    known = WINDOW | MAY_HAVE
    for key in block:
        if key not in known:
            raise RuleError(
                f"{where}: '{key}' is not known.{did_you_mean(key, known)}\nThe keys are: {', '.join(known)}."
            )
    for key, kind in WINDOW.items():
        if type(block.get(key)) is not kind or (kind is int and block[key] < 0):
            wanted = {int: "a whole number of hours, none below 0", dt.date: "a date"}.get(kind, "a text")
            raise RuleError(f"{where}: {key} is missing or not {wanted}.\nGive it one.")
    if block["strength"] not in STRENGTHS:
        raise RuleError(f"{where}: strength '{block['strength']}' is not known.\nUse one of: {', '.join(STRENGTHS)}.")
    for role in block.get("roles", []):
        if role not in role_groups():
            raise RuleError(
                f"{where}: there is no group of roles '{role}'.{did_you_mean(str(role), role_groups())}\n"
                f"access/words.toml has: {', '.join(role_groups())}."
            )
    return {key: block[key] for key in known if key in block}
