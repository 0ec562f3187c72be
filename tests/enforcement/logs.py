"""A log of one question about one case, landed as a load would land it: with the columns it has and no more."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from roi_analytics.engine import Engine
from roi_analytics.tables import BOOKKEEPING, SQL_TYPES, TABLES
from roi_analytics.versions import landing_tables

Row = dict[str, Any]

TARGET = {"answered_within_days": 30, "record_need_window_days": 120, "second_request_window_days": 120}


@dataclass
class Log:
    """
    The log of a provider that has one request. `seen_on` is the day of its extract.

    A table that is fed without rows says that nothing of the kind happened; one that is not fed says nothing.
    """

    provider_id: str
    kind: str
    seen_on: dt.date
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **values: Any) -> None:
        self.tables.setdefault(table, []).append(values)

    def feed(self, *tables: str) -> None:
        for table in tables:
            self.tables.setdefault(table, [])


def land(logs: Iterable[Log]) -> Engine:
    """A warehouse in memory that holds the logs. The place of a provider is left open: only federal law is replayed."""
    engine = Engine.memory()
    for statement in landing_tables():
        engine.run(statement)
    rows: dict[str, list[Row]] = {"provider": [], "load_run": [], "feed": [], "feed_column": [], "target": [TARGET]}
    for log in logs:
        rows["provider"].append({"provider_id": log.provider_id, "kind": log.kind, "time_zone": "UTC"})
        for name, told in log.tables.items():
            table, feed = TABLES[name], f"{log.provider_id}/{name}"
            load = {"load_id": feed, "feed": feed, "table_name": name, "source_file": feed, "extract": "full"}
            rows["load_run"].append(load | {"extracted_on": log.seen_on})
            rows["feed"].append({"feed": feed, "table_name": name, "extract": "full", "provider_id": log.provider_id})
            columns = {column for row in told for column in row}
            rows["feed_column"] += [
                {"feed": feed, "table_name": name, "column_name": column} for column in sorted(columns)
            ]
            trace = {"provider_id": log.provider_id, "extracted_on": log.seen_on, "load_id": feed, "source_file": feed}
            for number, row in enumerate(told, start=1):
                keys = {column: str(number) for column in table.key if column not in row and column in table.columns}
                keys = {name: key for name, key in keys.items() if table.columns[name].type == "id"}
                rows.setdefault(table.landing, []).append(trace | {"source_row": number + 1} | keys | row)
    for name, told in rows.items():
        _insert(engine, name, told)
    return engine


def _insert(engine: Engine, name: str, rows: list[Row]) -> None:
    landings = {table.landing: table.landing_columns for table in TABLES.values()}
    types = landings.get(name) or BOOKKEEPING[name]
    used = [column for column in types if any(column in row for row in rows)]
    schema = {column: POLARS[types[column]] for column in used}
    engine.insert(name, pl.DataFrame([{column: row.get(column) for column in used} for row in rows], schema=schema))


POLARS = {
    "varchar": pl.String,
    "date": pl.Date,
    "bigint": pl.Int64,
    "integer": pl.Int64,
    "boolean": pl.Boolean,
    "double": pl.Float64,
    SQL_TYPES["money"]: pl.Float64,
}
