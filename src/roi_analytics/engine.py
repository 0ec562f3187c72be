"""
DuckDB, and nothing else of the toolkit: connect, run, read. The only module that imports duckdb.

Nothing here fetches anything: extensions are neither installed nor loaded on demand, and no telemetry exists.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from roi_analytics.errors import QuestionError, RuleError, did_you_mean

WAREHOUSE_FORMAT = 2
"""Raised when the landing or bookkeeping tables change shape; an older toolkit then refuses the file."""

STORAGE_VERSION = "v1.5.0"
"""The file format both supported lines of DuckDB read."""

CLOSED_NETWORK = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}

DatabaseError = duckdb.Error


class Engine:
    """One connection to a warehouse. Close it, or use it in a `with` block."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path | None = None) -> None:
        self._connection = connection
        self.path = path
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set enable_progress_bar = false")

    # -- opening ---------------------------------------------------------------------------------

    @classmethod
    def create_or_open(cls, path: Path, *, patience: float = 10.0) -> "Engine":
        """Open a warehouse for writing, made when there is none. Waits `patience` seconds for another process."""
        _refuse_folders(path, must_exist=False)
        return _patiently(lambda: cls(_attach(path, read_only=False), path), path, patience)

    @classmethod
    def open(cls, path: Path, *, patience: float = 10.0) -> "Engine":
        """Open an existing warehouse for reading only."""
        _refuse_folders(path, must_exist=True)
        return _patiently(lambda: cls(_attach(path, read_only=True), path), path, patience)

    @classmethod
    def memory(cls, attach: Path | None = None, *, patience: float = 10.0) -> "Engine":
        """
        Open a database in memory. With `attach`, the tables of that warehouse are read through it, read-only, and
        whatever is made here hides those of the same name: so a run under another clock never touches the warehouse.
        """
        if attach is None:
            return cls(duckdb.connect(":memory:", config=CLOSED_NETWORK))
        _refuse_folders(attach, must_exist=True)

        def connect() -> Engine:
            connection = duckdb.connect(":memory:", config=CLOSED_NETWORK)
            try:
                connection.execute(f"attach {_literal(str(attach))} as warehouse (read_only)")
            except duckdb.Error:
                connection.close()
                raise
            connection.execute("set search_path = 'memory.main,warehouse.main'")
            return cls(connection, attach)

        return _patiently(connect, attach, patience)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- running and reading ---------------------------------------------------------------------

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Run one statement. Values are bound, never pasted."""
        self._connection.execute(sql, list(values)) if values else self._connection.execute(sql)

    def read(self, sql: str, values: Sequence[Any] = ()) -> pl.DataFrame:
        """Run a query and return its rows as a Polars frame."""
        found = self._connection.sql(sql, params=list(values)) if values else self._connection.sql(sql)
        return pl.from_arrow(found.to_arrow_table())  # type: ignore[return-value]

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run a query and return the first column of its first row, or None where there is no row."""
        rows = self._connection.execute(sql, list(values)).fetchall()
        return rows[0][0] if rows else None

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Append a frame's rows to a table, matching columns by name."""
        if frame.is_empty():
            return
        self._connection.register("frame_to_insert", frame.to_arrow())
        names = ", ".join(f'"{name}"' for name in frame.columns)
        try:
            self._connection.execute(f'insert into "{table}" ({names}) select {names} from frame_to_insert')
        finally:
            self._connection.unregister("frame_to_insert")

    def create(self, table: str, frame: pl.DataFrame) -> None:
        """Make a table of a frame's rows and columns."""
        self._connection.register("frame_to_create", frame.to_arrow())
        try:
            self._connection.execute(f'create table "{table}" as select * from frame_to_create')
        finally:
            self._connection.unregister("frame_to_create")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block, or none of it."""
        self._connection.execute("begin transaction")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    # -- looking ---------------------------------------------------------------------------------

    def exists(self, relation: str) -> bool:
        """Say whether a table or view of that name can be read."""
        try:
            self._connection.table(relation)
        except duckdb.CatalogException:
            return False
        return True

    def relations(self) -> dict[str, bool]:
        """Names of the tables and views of this database (not of an attached one), and whether each is a view."""
        found = self.read(
            "select table_name, table_type from information_schema.tables"
            " where table_catalog = current_database() and table_schema = 'main'"
        )
        return {name: kind == "VIEW" for name, kind in found.iter_rows()}

    def columns(self, relation: str) -> dict[str, str]:
        """Column names and types of a table or view."""
        found = self._connection.table(relation)
        return dict(zip(found.columns, map(str, found.types), strict=True))

    def rows(self, relation: str, where: Mapping[str, Any] | None = None, order: Sequence[str] = ()) -> pl.DataFrame:
        """Rows of a relation whose columns equal the given values, ordered; names are checked against the relation."""
        found = self._filtered(relation, where or {}, order)
        if order:
            found = found.sort(*[duckdb.ColumnExpression(name) for name in order])
        return pl.from_arrow(found.to_arrow_table())  # type: ignore[return-value]

    def summary(
        self,
        relation: str,
        groups: Sequence[str],
        aggregates: Mapping[str, str],
        where: Mapping[str, Any] | None = None,
        without: str | None = None,
    ) -> pl.DataFrame:
        """
        Group a relation and aggregate it inside the engine.

        `aggregates` maps a result's name to SQL of our own; `groups` and the names in `where` come from users and are
        checked against the relation's columns. `without` names a relation of ours (provider_id, case_id) whose cases
        are left out.
        """
        found = self._filtered(relation, where or {}, groups)
        if without is not None:
            found = found.filter(f"(provider_id, case_id) not in (select (provider_id, case_id) from {without})")
        quoted = [f'"{name}"' for name in groups]
        wanted = ", ".join(quoted + [f'{sql} as "{name}"' for name, sql in aggregates.items()])
        grouped = found.aggregate(wanted, ", ".join(quoted)) if groups else found.aggregate(wanted)
        frame = pl.from_arrow(grouped.to_arrow_table())
        return frame.sort(groups, nulls_last=True) if groups else frame  # type: ignore[return-value,union-attr]

    def _filtered(self, relation: str, where: Mapping[str, Any], others: Sequence[str]) -> duckdb.DuckDBPyRelation:
        found = self._connection.table(relation)
        for name in [*where, *others]:
            if name not in found.columns:
                raise QuestionError(
                    f"'{relation}' has no column '{name}'.{did_you_mean(name, found.columns)}\n"
                    f"It has: {', '.join(found.columns)}."
                )
        for name, value in where.items():
            found = found.filter(duckdb.ColumnExpression(name) == duckdb.ConstantExpression(value))
        return found


def quoted(text: str) -> str:
    """A text as an SQL literal, for the few statements that take no bound values (file paths, option words)."""
    return _literal(text)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _attach(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config=CLOSED_NETWORK)
    options = "read_only" if read_only else f"storage_version {_literal(STORAGE_VERSION)}"
    try:
        connection.execute(f"attach {_literal(str(path))} as warehouse ({options})")
        connection.execute("use warehouse")
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_folders(path: Path, *, must_exist: bool) -> None:
    if path.is_dir():
        raise QuestionError(f"{path} is a folder, not a warehouse.\nName a file: --warehouse {path / 'roi.duckdb'}")
    if must_exist and not path.exists():
        raise QuestionError(f"There is no warehouse {path}.\nMake it with: roi load SITE.toml --warehouse {path}")
    if not must_exist and not path.parent.is_dir():
        raise QuestionError(
            f"The folder of the warehouse, {path.parent}, does not exist.\nMake it, or name another: --warehouse FILE"
        )


def _patiently(connect: Any, path: Path, patience: float) -> Engine:
    """Try to connect until `patience` runs out: notebooks hold the file for moments only, a load for longer."""
    until = time.monotonic() + patience
    while True:
        try:
            return connect()
        except duckdb.IOException as error:
            text = str(error)
            if "lock" in text.lower() or "another process" in text.lower():
                if time.monotonic() < until:
                    time.sleep(0.2)
                    continue
                raise QuestionError(
                    f"{path} is in use by another process.\n"
                    "Wait for the other `roi load` to end, or close what holds the file."
                ) from None
            if "version" in text.lower() and "storage" in text.lower():
                raise QuestionError(
                    f"{path} was written by a newer version of the database.\n"
                    "Upgrade roi-analytics, or load the site into a new file."
                ) from None
            if not os.access(path if path.exists() else path.parent, os.R_OK):
                raise QuestionError(f"{path} may not be read by this user.\nAsk for read access to it.") from None
            raise QuestionError(
                f"{path} is not a warehouse of roi-analytics (or it is damaged).\n"
                "Name another file, or move it away and load again."
            ) from None
        except duckdb.Error as error:
            if isinstance(error, duckdb.ConnectionException) or "already attached" in str(error):
                raise QuestionError(
                    f"{path} is still open in this Python for something else.\n"
                    "Restart the kernel, and run the cell again."
                ) from None
            raise QuestionError(
                f"{path} is not a warehouse of roi-analytics (or it is damaged).\n"
                "Name another file, or move it away and load again."
            ) from None


def model_error(path: str, error: Exception) -> RuleError:
    """A model that the engine refuses, told by the file we wrote."""
    return RuleError(
        f"{path} cannot be built: {str(error).splitlines()[0]}\nMend the file; `make test` builds every model."
    )
