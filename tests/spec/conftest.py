"""The `spec` fixture: small tables in, a question, the rows it must give. A lawyer should be able to nod at a spec."""

import re
from collections.abc import Callable, Iterator

import pytest
from small_tables import drawn, parse, warehouse

from roi_analytics import models
from roi_analytics.engine import Engine


@pytest.fixture
def build() -> Iterator[Callable[..., Engine]]:
    """
    A function that lands the tables it is given, builds every model on them and returns the engine.

    Keywords are tables drawn as text; `as_of` is the clock and the day of the extract, `extract` is full or changes;
    `only` makes no more than these relations and what they read.
    """
    opened: list[Engine] = []

    def make(
        *, as_of: str = "2026-06-30", extract: str = "full", only: set[str] | None = None, **tables: str
    ) -> Engine:
        engine = warehouse(tables, as_of=as_of, extract=extract)
        opened.append(engine)
        models.build(engine, only=only)
        return engine

    yield make
    for engine in opened:
        engine.close()


@pytest.fixture
def spec(build: Callable[..., Engine]) -> Callable[..., None]:
    """
    A function that asks a question of small tables and demands the rows of `expect`.

    `ask` is SQL that returns the columns of `expect`, in that order; the order of rows does not matter. A relation's
    name alone asks for the expected columns of all its rows.
    """

    def check(*, ask: str, expect: str, as_of: str = "2026-06-30", extract: str = "full", **tables: str) -> None:
        columns, rows = parse(expect)
        only = set(re.findall(r"(?:from|join) ([a-z0-9_]+)", ask)) or {ask.strip()}
        engine = build(as_of=as_of, extract=extract, only=only, **tables)
        found = engine.read(f"select {', '.join(columns)} from {ask}" if " " not in ask.strip() else ask)
        assert found.columns == columns
        assert drawn(found) == sorted(rows, key=repr)

    return check
