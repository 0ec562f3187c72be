"""
The suites of expectations/: one JSON file a table, in Great Expectations' own shape, checked before anything runs.

Great Expectations drops an expectation it does not know without a word, so whatever is wrong with a suite is told here,
with the suite, the expectation and the mend (RuleError).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roi_analytics import folders
from roi_analytics.engine import DatabaseError, Engine
from roi_analytics.errors import RuleError, did_you_mean
from roi_analytics.tables import TABLES, TRACE

SEVERITIES = ("critical", "warning", "info")
SUITE_KEYS = {"name", "expectations", "meta", "notes", "id", "suite_parameters"}
EXPECTATION_KEYS = {"type", "kwargs", "severity", "description", "meta", "notes", "id"}
SUITE_SHAPE = '{"name": "TABLE", "expectations": [...], "meta": {}}'
EXPECTATION_SHAPE = '{"type": "...", "kwargs": {...}, "severity": "...", "meta": {"notes": "..."}}'
QUERY = "unexpected_rows_query"
ROW_KEYS = ("source_file", "source_row")


@dataclass(frozen=True)
class Expectation:
    """One expectation of a suite: `number` is its place in the file, `block` its JSON."""

    table: str
    number: int
    block: dict[str, Any]

    @property
    def type(self) -> str:
        return self.block["type"]

    @property
    def severity(self) -> str:
        return self.block["severity"]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it names; a query names its own."""
        kwargs = self.block["kwargs"]
        named = [kwargs.get("column"), kwargs.get("column_A"), kwargs.get("column_B"), *kwargs.get("column_list", ())]
        return tuple(column for column in named if column)

    @property
    def query(self) -> str | None:
        """The rows that do not meet it, as SQL, where it is written as SQL."""
        return self.block["kwargs"].get(QUERY)

    @property
    def says(self) -> str:
        """The expectation in plain words: its own description, else its type."""
        words = self.type.removeprefix("expect_").replace("_", " ")
        return self.block.get("description") or " ".join([*self.columns, words])

    @property
    def why(self) -> str:
        return _notes(self.block).partition(" Mend: ")[0]

    @property
    def mend(self) -> str:
        return _notes(self.block).partition(" Mend: ")[2]

    @property
    def needs(self) -> tuple[str, ...]:
        """What feeds must supply for it, as table or table.column: `meta.needs`, else its own columns."""
        stated = self.block.get("meta", {}).get("needs")
        return tuple(stated) if stated is not None else tuple(f"{self.table}.{column}" for column in self.columns)

    def where(self) -> str:
        """How a message names it."""
        return f"{self.table}.json, expectation {self.number} ({self.type})"


@dataclass(frozen=True)
class Suite:
    """All that is expected of one table."""

    table: str
    expectations: tuple[Expectation, ...]


def expectations_folder() -> Path:
    """Where the suites are: a folder `expectations` in the working directory wins over the packaged copy."""
    return folders.folder("expectations")


def read(folder: Path) -> list[Suite]:
    """Read every suite of a folder, in the order of tables.toml. Raises RuleError where one is wrong."""
    if not folder.is_dir():
        raise RuleError(f"There is no folder of expectations {folder}.\nName one that holds a .json file a table.")
    paths = {path.stem: path for path in sorted(folder.glob("*.json"))}
    if not paths:
        raise RuleError(f"{folder} holds no suite.\nPut a .json file a table there, as request.json.")
    for table in paths:
        if table not in TABLES:
            raise RuleError(
                f"{table}.json: there is no table '{table}'.{did_you_mean(table, TABLES)}\n"
                f"Name the file for the table it judges. The tables are: {', '.join(TABLES)}."
            )
    return [_read_suite(table, paths[table]) for table in TABLES if table in paths]


def check_columns(engine: Engine, suites: list[Suite]) -> None:
    """Refuse a suite that names a column its table lacks, or whose SQL the engine refuses."""
    for suite in suites:
        known = engine.columns(suite.table)
        for expectation in suite.expectations:
            for column in expectation.columns:
                if column not in known:
                    raise RuleError(
                        f"{expectation.where()}: {suite.table} has no column '{column}'.{did_you_mean(column, known)}\n"
                        f"It has: {', '.join(known)}."
                    )
            if expectation.query is not None:
                _check_query(engine, expectation)


def _read_suite(table: str, path: Path) -> Suite:
    name = f"{table}.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{name} cannot be read ({type(error).__name__}).\nSave it as a text file in UTF-8.") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise RuleError(f"{name} is not JSON: {error.msg}, {place}.\nMend that line.") from None
    if not isinstance(content, dict) or not isinstance(content.get("expectations"), list):
        raise RuleError(f"{name} is not a suite.\nIts shape is {SUITE_SHAPE.replace('TABLE', table)}.")
    _refuse_unknown(content, SUITE_KEYS, name)
    if content.get("name") != table:
        raise RuleError(f'{name}: the suite\'s name is not that of its file.\nWrite "name": "{table}".')
    if not content["expectations"]:
        raise RuleError(f"{name} expects nothing.\nWrite an expectation, or take the file away.")
    return Suite(table, tuple(_read_expectation(table, n, block) for n, block in enumerate(content["expectations"], 1)))


def _read_expectation(table: str, number: int, block: Any) -> Expectation:
    where = f"{table}.json, expectation {number}"
    if not (isinstance(block, dict) and isinstance(block.get("type"), str) and isinstance(block.get("kwargs"), dict)):
        raise RuleError(f"{where} is not an expectation.\nIts shape is {EXPECTATION_SHAPE}.")
    where = f"{where} ({block['type']})"
    _refuse_unknown(block, EXPECTATION_KEYS, where)
    severity = block.get("severity")
    if severity not in SEVERITIES:
        raise RuleError(f"{where}: severity {severity!r} is not known.\nUse one of: {', '.join(SEVERITIES)}.")
    meta = block.get("meta", {})
    if not isinstance(meta, dict) or not _notes(block).strip():
        raise RuleError(f'{where} does not say why.\nWrite "meta": {{"notes": "Why it matters. Mend: what to do."}}.')
    for need in meta.get("needs", ()):
        needed, _, column = str(need).partition(".")
        if needed not in TABLES or (column and column not in TABLES[needed].landing_columns):
            raise RuleError(f"{where} needs '{need}', which is no table or table.column.\nMend meta.needs.")
    return Expectation(table, number, block)


def _check_query(engine: Engine, expectation: Expectation) -> None:
    query = expectation.query
    if not isinstance(query, str) or "{batch}" not in query:
        raise RuleError(f"{expectation.where()}: its SQL does not read {{batch}}.\nWrite `from {{batch}}`.")
    try:
        asked = query.rstrip("; \n").format(batch=f"(select * from {expectation.table}) as subselect")
        columns = engine.read(f"select * from ({asked}) as unexpected limit 0").columns
    except DatabaseError as error:
        raise RuleError(f"{expectation.where()}: {str(error).splitlines()[0]}\nMend the SQL of {QUERY}.") from None
    except (KeyError, IndexError, ValueError):
        raise RuleError(f"{expectation.where()}: a brace is not {{batch}}.\nDouble every other brace.") from None
    if tuple(columns) != ROW_KEYS:
        raise RuleError(
            f"{expectation.where()}: its SQL returns {', '.join(columns)}.\n"
            f"Return source_file and source_row alone: a report names rows and never holds a value of one."
        )


def _refuse_unknown(block: dict[str, Any], known: set[str], where: str) -> None:
    for key in block:
        if key not in known:
            meant = did_you_mean(key, known)
            raise RuleError(f"{where}: '{key}' is not known.{meant}\nThe keys are: {', '.join(sorted(known))}.")


def _notes(block: dict[str, Any]) -> str:
    notes = block.get("meta", {}).get("notes", "") if isinstance(block.get("meta", {}), dict) else ""
    return " ".join(notes) if isinstance(notes, list) else str(notes)


def is_made(table: str, column: str) -> bool:
    """Say whether a column holds something although no feed maps it: made by the loader, or in core."""
    made = {"provider_id", *TRACE, TABLES[table].hashed, TABLES[table].numbered}
    return column in made or column not in TABLES[table].columns
