"""
What do the headers of a file tell? Which column of ours each of them is, and to which table the rows belong.

The synonyms of headers and of words are data: `load/synonyms.toml`.
"""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from roi_analytics.tables import TABLES, Table

ALIKE = {"system_event": "access_event"}
DATED = ("{} date", "date {}", "{} dt", "{} datetime", "{} time", "{}")
"""How else a column `received_on` or `opened_at` may be called."""

MISSING_COSTS = 2
"""A needed column that no header tells speaks against a table as much as two that are told speak for it."""


SURE = 1 / 3
"""A table has to be told by so great a share of the headers, after what speaks against it."""


def table_of(headers: Sequence[str]) -> str | None:
    """
    To which table do rows under these headers belong? None where no table is told, or two are told alike.

    The table of which most columns are told and fewest of those it needs are missing; of two alike, as the logs of
    two systems of one shape are, the one with fewer columns of which nothing is told.
    """
    found = sorted(((_told(headers, table), name) for name, table in TABLES.items()), reverse=True)
    (best, name), (next_best, _) = found[:2]
    is_sure = best[0] >= len(headers) * SURE and best > next_best
    return name if is_sure else None


def _told(headers: Sequence[str], table: Table) -> tuple[int, int]:
    """How much speaks for a table, and, against it, the columns of which no header tells."""
    told = assign(headers, table)[0].keys() - {"provider_id"}
    return len(told) - MISSING_COSTS * sum(name not in told for name in needed(table)), len(told) - len(table.columns)


def needed(table: Table) -> list[str]:
    """The columns a file of the table has to tell: its key and what is required, but for what is made of the rows."""
    required = [name for name, column in table.columns.items() if column.required]
    return [name for name in dict.fromkeys([*table.key, *required]) if name not in (table.numbered, table.hashed)]


def assign(
    headers: Sequence[str], table: Table, unfit: Sequence[int] = ()
) -> tuple[dict[str, int], dict[str, list[str]]]:
    """
    The position of each canonical column's header, in the order of the table, and the other headers that would do.

    Our own name is the best header, then the synonyms in their order. A header serves one column; one that stands twice
    serves none, for the loader could not tell the two apart. `unfit` are positions to leave out.
    """
    plain = [squeezed(header) for header in without_prefix(headers)]
    names = column_names(table)
    claims = sorted(
        (rank, order, position)
        for position, header in enumerate(plain)
        if plain.count(header) == 1 and position not in unfit
        for rank, order in names.get(header, ())
    )
    columns = ["provider_id", *table.columns]
    places: dict[str, int] = {}
    for _, order, position in claims:
        if columns[order] not in places and position not in places.values():
            places[columns[order]] = position
    rivals: dict[str, list[str]] = {}
    for _, order, position in claims:
        if position not in places.values():
            others = rivals.setdefault(columns[order], [])
            others += [headers[position]] if headers[position] not in others else []
    return {name: places[name] for name in columns if name in places}, rivals


def column_names(table: Table) -> dict[str, list[tuple[int, int]]]:
    """For every squeezed header, the rank and the place of each column it may be."""
    blocks = synonyms()["columns"]
    found: dict[str, list[tuple[int, int]]] = {}
    for order, name in enumerate(("provider_id", *table.columns)):
        listed = [*blocks.get(ALIKE.get(table.name, table.name), {}).get(name, ()), *blocks["any"].get(name, ())]
        stem = re.sub(r"_(on|at)$", "", name)
        dated = [form.format(stem) for form in DATED] if stem != name else []
        for rank, one in enumerate(dict.fromkeys(map(squeezed, (name, *listed, *dated)))):
            found.setdefault(one, []).append((rank, order))
    return found


def without_prefix(headers: Sequence[str]) -> list[str]:
    """The headers without what all of them begin with, as a table's name or `c_`."""
    if not headers:
        return []
    first, last = min(headers), max(headers)
    same = next((i for i, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    shared = re.match(r".*[_. ]", first[:same])
    return [header[shared.end() :] if shared else header for header in headers]


@cache
def synonyms() -> dict[str, Any]:
    return tomllib.loads(files("roi_analytics").joinpath("load", "synonyms.toml").read_text(encoding="utf-8"))


def squeezed(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())
