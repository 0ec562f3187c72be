"""Little tables of text into a warehouse in memory, and frames back into text: what every spec is written in."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from roi_analytics.engine import Engine
from roi_analytics.tables import BOOKKEEPING, TABLES
from roi_analytics.versions import landing_tables

PROVIDER = {"kind": "hospital", "state": "DE", "time_zone": "America/New_York"}
"""A provider is a hospital in Delaware unless the spec says otherwise: no rule of that state binds a hospital."""

TARGET = {"answered_within_days": "30", "record_need_window_days": "120", "second_request_window_days": "120"}


def parse(text: str) -> tuple[list[str], list[list[str | None]]]:
    """Column names and rows of a table drawn with `|`; a blank cell is null."""
    lines = [line.strip() for line in text.strip().splitlines()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines if line.strip("-+ ")]
    header, *body = cells
    for row in body:
        assert len(row) == len(header), f"{row} does not have the {len(header)} cells of {header}"
    return header, [[cell or None for cell in row] for row in body]


def warehouse(tables: Mapping[str, str], *, as_of: str, extract: str) -> Engine:
    """
    A warehouse in memory with the rows of the tables landed; the models are not yet built.

    Each table is one feed of its provider (`p1` where the table has no provider_id), whose mapped columns are the ones
    drawn: a column that is not drawn is one the log does not have. `extracted_on` is the clock's day unless drawn.
    """
    engine = Engine.memory()
    for statement in landing_tables():
        engine.run(statement)
    drawn = {name: parse(text) for name, text in tables.items()}
    providers = _providers(drawn)
    _insert(engine, "provider", list(providers.values()))
    target = dict(zip(*_first(drawn["target"]), strict=True)) if "target" in drawn else {}
    _insert(engine, "target", [TARGET | target])
    for name, (columns, rows) in drawn.items():
        if name in TABLES:
            _land(engine, name, columns, rows, list(providers), as_of, extract)
        elif name not in ("provider", "target"):
            assert name in BOOKKEEPING, f"there is no table {name}"
            _insert(engine, name, [dict(zip(columns, row, strict=True)) for row in rows])
    return engine


def drawn(frame: pl.DataFrame) -> list[list[str | None]]:
    """The rows of a frame as the text a spec would draw, in no particular order."""
    return sorted(([_text(value) for value in row] for row in frame.iter_rows()), key=repr)


def _land(
    engine: Engine,
    name: str,
    columns: list[str],
    rows: list[list[str | None]],
    providers: list[str],
    as_of: str,
    extract: str,
) -> None:
    table = TABLES[name]
    unknown = set(columns) - set(table.landing_columns)
    assert not unknown, f"{name} has no column {unknown}"
    load = {"load_id": name, "feed": name, "table_name": name, "source_file": f"{name}.csv", "extract": extract}
    _insert(engine, "load_run", [load])
    _insert(
        engine,
        "feed",
        [{"feed": name, "table_name": name, "extract": extract, "provider_id": one} for one in providers],
    )
    mapped = [
        {"feed": name, "table_name": name, "column_name": column} for column in columns if column in table.columns
    ]
    _insert(engine, "feed_column", mapped)
    numbered = [] if table.numbered in (None, *columns) else [table.numbered]
    landed = []
    for number, row in enumerate(rows, start=1):
        values = {"provider_id": "p1", "extracted_on": as_of, "load_id": name, "source_file": f"{name}.csv"}
        values |= {"source_row": str(number + 1)} | {column: str(number) for column in numbered}
        if table.hashed and table.hashed not in columns:
            values[table.hashed] = f"{name}-{number}"
        landed.append(values | dict(zip(columns, row, strict=True)))
    _insert(engine, table.landing, landed)


def _providers(drawn: Mapping[str, tuple[list[str], list[list[str | None]]]]) -> dict[str, dict[str, str | None]]:
    found: dict[str, dict[str, str | None]] = {}
    columns, rows = drawn.get("provider", ([], []))
    for row in rows:
        values = PROVIDER | dict(zip(columns, row, strict=True))
        found[str(values["provider_id"])] = values
    for name, (columns, rows) in drawn.items():
        if name in TABLES:
            named = [row[columns.index("provider_id")] for row in rows] if "provider_id" in columns else ["p1"]
            for provider_id in named:
                found.setdefault(str(provider_id), {"provider_id": provider_id} | PROVIDER)
    return found


def _first(table: tuple[list[str], list[list[str | None]]]) -> tuple[list[str], list[str | None]]:
    return table[0], table[1][0]


def _insert(engine: Engine, table: str, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _ in row)
        engine.run(f"insert into {table} ({names}) values ({marks})", list(row.values()))


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)
