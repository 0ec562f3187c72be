"""
Great Expectations on DuckDB: run suites, keep counts and row keys, drop everything else it says.

It takes seconds to import, so it is imported in here alone. It runs in memory (nothing is written), sends nothing, and
neither its log nor its exceptions are passed on: both may hold a row's values.
"""

import atexit
import gc
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from roi_analytics.errors import RuleError
from roi_analytics.steps import Progress, Step
from roi_analytics.validate.report import ROWS_SHOWN, Result
from roi_analytics.validate.suites import ROW_KEYS, Expectation, Suite, is_made

COUNTS_ONLY = {
    "result_format": "SUMMARY",
    "partial_unexpected_count": 0,
    "exclude_unexpected_values": True,
    "include_unexpected_rows": False,
    "return_unexpected_index_query": False,
}
"""The first pass: counts of everything a table is expected to meet, bundled into few queries."""

EACH = 100_000
"""An expectation costs as much by itself as the reading of so many rows."""

WITH_ROW_KEYS = COUNTS_ONLY | {
    "result_format": "COMPLETE",
    "partial_unexpected_count": 1000,
    "unexpected_index_column_names": list(ROW_KEYS),
}
"""The second pass, for what failed: the keys of the first rows that do not meet it."""


def run(warehouse: Path, suites: list[Suite], rows: dict[str, int], fed: set[str], tell: Progress) -> list[Result]:
    """Judge every expectation of the suites. `rows` counts each table's rows; `fed` names what feeds supply."""
    results = []
    with _quiet(), _source(warehouse) as source:
        for step, suite in zip(_steps(suites, rows), suites, strict=True):
            tell(step)
            missing = {e.number: _unfed(e, rows, fed) for e in suite.expectations}
            wanted = [e for e in suite.expectations if missing[e.number] is None]
            judged = _judge(source, suite.table, wanted, rows[suite.table]) if wanted else {}
            results += [judged.get(e.number) or Result(e, None, skipped=missing[e.number]) for e in suite.expectations]
    return results


def _steps(suites: list[Suite], rows: dict[str, int]) -> Iterator[Step]:
    """A line for each suite; the work of one is its expectations, each by its own cost and by the rows it reads."""
    work = [len(suite.expectations) * (EACH + rows[suite.table]) for suite in suites]
    for place, suite in enumerate(suites):
        yield Step(f"checking {place + 1} of {len(suites)}: {suite.table}", done=sum(work[:place]) / sum(work))


def _unfed(expectation: Expectation, rows: dict[str, int], fed: set[str]) -> str | None:
    """Why an expectation cannot be judged: the table or column it needs has no feed."""
    for need in expectation.needs:
        table, _, column = need.partition(".")
        if column and not is_made(table, column) and need not in fed:
            return f"no feed supplies {need}"
        if table not in fed and not rows.get(table):
            return f"no feed supplies {table}"
    return None


def _judge(source: Any, table: str, wanted: list[Expectation], rows: int) -> dict[int, Result]:
    batch = source.add_table_asset(table, table_name=table).add_batch_definition_whole_table("all").get_batch()
    counted = _validate(batch, table, wanted, COUNTS_ONLY)
    failed = [expectation for expectation in wanted if not counted[expectation.number]["success"]]
    keyed = _validate(batch, table, failed, WITH_ROW_KEYS) if failed else {}
    return {e.number: _result(e, counted[e.number], keyed.get(e.number, {}), rows) for e in wanted}


def _validate(batch: Any, table: str, wanted: list[Expectation], result_format: dict[str, Any]) -> dict[int, Any]:
    """Run expectations on one table. Returns what each said by its number, its counts and row keys in `result`."""
    suite = _suite(table, wanted)
    said = {}
    for outcome in batch.validate(suite, result_format=result_format).results:
        number = outcome.expectation_config.meta["number"]
        expectation = next(e for e in wanted if e.number == number)
        if _raised(outcome.exception_info):
            raise RuleError(
                f"{expectation.where()} cannot be judged: DuckDB does not know it, or it does not fit its column.\n"
                "Mend its kwargs, or write it as SQL (unexpected_rows_expectation)."
            )
        said[number] = {"success": bool(outcome.success), "result": outcome.result or {}}
    return said


def _suite(table: str, wanted: list[Expectation]) -> Any:
    """The expectations as a suite of Great Expectations, which drops what it does not know: every one is counted."""
    from great_expectations.core import ExpectationSuite

    blocks = []
    for expectation in wanted:
        block = {key: value for key, value in expectation.block.items() if key != "id"}
        block["meta"] = {"number": expectation.number}
        blocks.append(block)
        try:
            kept = ExpectationSuite(name=table, expectations=[block]).expectations
        except Exception as error:
            raise RuleError(f"{expectation.where()}: {_invalid(error)}.\nMend its kwargs.") from None
        if len(kept) != 1:
            raise RuleError(
                f"{expectation.where()}: Great Expectations does not know this expectation.\n"
                "Mend its type; its gallery of expectations lists the types."
            )
    suite = ExpectationSuite(name=table, expectations=blocks)
    if len(suite.expectations) != len(blocks):
        raise RuleError(
            f"{table}.json: of {len(blocks)} expectations Great Expectations keeps {len(suite.expectations)}.\n"
            "Take out the one that is there twice."
        )
    return suite


def _result(expectation: Expectation, counted: dict[str, Any], keyed: dict[str, Any], rows: int) -> Result:
    counts = counted["result"]
    if "unexpected_count" in counts:
        checked = counts["element_count"] - (counts.get("missing_count") or 0)
        unexpected = counts["unexpected_count"] or 0
    elif expectation.query is not None:
        checked, unexpected = rows, counts["observed_value"]
    else:
        checked, unexpected = rows, None
    return Result(expectation, counted["success"], checked, unexpected, _row_keys(keyed.get("result", {})))


def _row_keys(result: dict[str, Any]) -> tuple[tuple[str, int], ...]:
    """The (source_file, source_row) of the first rows, in order; no other column is looked at."""
    found = list(result.get("details", {}).get("unexpected_rows", ()))
    for part in result.get("partial_unexpected_index_list") or ():
        found += [dict(zip(ROW_KEYS, pair, strict=True)) for pair in zip(*(part[key] for key in ROW_KEYS), strict=True)]
    keys = sorted((str(row["source_file"]), int(row["source_row"])) for row in found if row["source_row"] is not None)
    return tuple(keys[:ROWS_SHOWN])


def _raised(info: dict[str, Any]) -> bool:
    if "raised_exception" in info:
        return bool(info["raised_exception"])
    return any(part.get("raised_exception") for part in info.values() if isinstance(part, dict))


def _invalid(error: Exception) -> str:
    """What is wrong with the kwargs of an expectation: pydantic's faults, which are the suite's and not a row's."""
    faults = error.errors() if hasattr(error, "errors") else []
    told = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults]
    return "; ".join(told) or "its kwargs do not fit its type"


@contextmanager
def _source(warehouse: Path) -> Iterator[Any]:
    """The warehouse as a data source of Great Expectations, in memory and read-only, closed again at the end."""
    import great_expectations
    from great_expectations.data_context.types.base import ProgressBarsConfig

    from roi_analytics.validate import duckdb_dialect

    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_sql(
        "warehouse",
        connection_string=duckdb_dialect.address(warehouse),
        kwargs={"connect_args": duckdb_dialect.OPENED_TO_READ},
        create_temp_table=False,
    )
    try:
        yield source
    finally:
        source.get_execution_engine().close()
        source.get_engine().dispose()
        gc.collect()


@contextmanager
def _quiet() -> Iterator[None]:
    """No telemetry, no log and no warnings of the libraries inside the block."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    _hush_the_end()
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _hush_the_end() -> None:
    """
    Close stderr once the interpreter ends.

    With Great Expectations and duckdb-engine both imported, DuckDB's binding (nanobind) ends every process with some
    sixty lines on objects still alive; they are harmless and there is no switch for them.
    """
    if not getattr(_hush_the_end, "done", False):
        _hush_the_end.done = True
        atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))
