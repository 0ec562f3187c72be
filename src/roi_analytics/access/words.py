"""What kind of work does a role or a department tell, which departments are emergencies, which reasons are none?"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl

PAIRS = {"role": pl.String, "department": pl.String}


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("roi_analytics").joinpath("access", "words.toml").read_text(encoding="utf-8"))


def role_groups() -> tuple[str, ...]:
    """The names of the groups, in the order in which they are tried; the last takes whom no other does."""
    return tuple(_words()["role_group"])


def needs() -> pl.DataFrame:
    """Which kinds of record explain most work of a group? Columns role_group and needs, one row per kind."""
    rows = [(name, kind) for name, block in _words()["role_group"].items() for kind in block["needs_any"]]
    return pl.DataFrame(rows, schema=["role_group", "needs"], orient="row")


def grouped(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs of role and department, each with its role_group and whether the department is an emergency department."""
    emergency = _pattern(_words()["emergency_department"]["words"])
    found = [
        (role, department, _group_of(f"{role or ''} / {department or ''}"), bool(emergency.search(department or "")))
        for role, department in pairs.select(*PAIRS).unique(maintain_order=True).iter_rows()
    ]
    schema = PAIRS | {"role_group": pl.String, "is_emergency": pl.Boolean}
    return pl.DataFrame(found, schema=schema, orient="row")


def is_reason(texts: pl.Series) -> pl.Series:
    """Does each text say a reason, as far as its letters can tell? Blank, junk and very short ones do not."""
    block = _words()["no_reason"]
    plain = texts.str.to_lowercase().str.replace_all(r"[^a-z]+", " ").str.strip_chars()
    letters = plain.str.replace_all(" ", "").str.len_chars()
    return ((letters >= block["least_letters"]) & ~plain.is_in(block["words"])).fill_null(False)


def _group_of(text: str) -> str:
    for name, block in _words()["role_group"].items():
        if block["words"] and _pattern(block["words"]).search(text):
            return name
    return role_groups()[-1]


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return _compiled(tuple(words))


@cache
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<![a-z])(?:" + "|".join(map(re.escape, words)) + r")(?![a-z])", re.IGNORECASE)
