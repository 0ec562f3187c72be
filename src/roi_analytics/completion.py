"""
Which words could stand here? For the Tab key of a shell: at once, and without a word where there is nothing to say.

What the code knows (measures, rules, legal paths) completes anywhere; what only a warehouse knows (providers, months,
groups) while it can be read. A locked, missing, damaged or older one offers nothing: Tab is not the place to fail.
"""

from collections.abc import Callable
from pathlib import Path

from roi_analytics import held_out, models
from roi_analytics.access import shares
from roi_analytics.engine import Engine
from roi_analytics.law.words import JURISDICTIONS, TOPICS
from roi_analytics.measures import CASE_COLUMNS, LEGAL_PATHS
from roi_analytics.tables import TABLES

Words = dict[str, str]
"""Words, each with what it means, or nothing."""

ALWAYS: dict[str, Callable[[], Words]] = {
    "measure": lambda: _titles("measures"),
    "rule": lambda: _titles("findings"),
    "legal_path": lambda: dict.fromkeys(LEGAL_PATHS, ""),
    "access_group": lambda: dict.fromkeys(shares.GROUPS, ""),
    "note": lambda: dict.fromkeys(held_out.NOTE_MENDS, ""),
    "table": lambda: {name: table.title for name, table in TABLES.items()},
    "jurisdiction": lambda: dict.fromkeys(JURISDICTIONS, ""),
    "topic": lambda: dict.fromkeys(TOPICS, ""),
}
"""What needs no warehouse, by kind."""


def words(kind: str, warehouse: str | Path = "roi.duckdb", measure: str | None = None) -> Words:
    """
    Return the words of a kind: one of ALWAYS, or provider, month, or group (what `measure` can be shown by).

    >>> words("month", "roi.duckdb")
    """
    try:
        if kind in ALWAYS:
            return ALWAYS[kind]()
        with Engine.open(Path(warehouse), patience=0) as engine:
            return _groups(engine, measure or "") if kind == "group" else LOADED[kind](engine)
    except Exception:
        return {}


def _titles(layer: str) -> Words:
    return {name: model.header["title"] for name, model in models.of_layer(layer).items()}


def _providers(engine: Engine) -> Words:
    found = engine.read("select provider_id, kind from provider order by provider_id")
    return {provider: kind or "" for provider, kind in found.iter_rows()}


def _months(engine: Engine) -> Words:
    """From the first to the last month in which a request came in or a record was opened, newest first."""
    first, last = engine.read(
        "select min(day) as first_on, max(day) as last_on from ("
        "select min(received_on) as day from request union all select max(received_on) from request"
        " union all select cast(min(opened_at) as date) from access_event"
        " union all select cast(max(opened_at) as date) from access_event) as span"
    ).row(0)
    numbers = range(last.year * 12 + last.month, first.year * 12 + first.month - 1, -1)
    return {f"{(number - 1) // 12}-{(number - 1) % 12 + 1:02d}": "" for number in numbers}


def _groups(engine: Engine, measure: str) -> Words:
    apart = models.of_layer("measures")[measure].apart
    return {name: "" for name in engine.columns(measure) if name not in CASE_COLUMNS or name in apart}


LOADED: dict[str, Callable[[Engine], Words]] = {"provider": _providers, "month": _months}
"""What only a warehouse knows, by kind; the groups of a measure besides."""
