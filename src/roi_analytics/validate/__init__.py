"""
Do the loaded tables, and the relations between them, meet what is expected of them?

The loader judges rows as it reads them and findings judge conduct; the suites of expectations/ judge the loaded tables,
through Great Expectations. A critical expectation is one whose failure makes figures wrong.
"""

from pathlib import Path

from roi_analytics import models
from roi_analytics.engine import Engine
from roi_analytics.steps import Progress
from roi_analytics.validate import suites
from roi_analytics.validate.report import Report, Result
from roi_analytics.validate.suites import Expectation, Suite, expectations_folder

__all__ = ["Expectation", "Report", "Result", "Suite", "expectations_folder", "validate"]


def validate(warehouse: Path, *, expectations: Path | None = None, progress: Progress | None = None) -> Report:
    """
    Run every suite on the core tables of a warehouse and report counts and row keys, never values.

    `expectations` is a folder of suites; without it the one of the working directory, else the packaged copy. Raises
    RuleError where a suite is wrong. A table nothing feeds is skipped and told, and so is an expectation on a column
    nothing feeds. `progress` is told each table before it is judged.

    >>> validate(Path("roi.duckdb")).critical_failures
    """
    from roi_analytics.validate import run

    found = suites.read(expectations or expectations_folder())
    with Engine.open(warehouse) as engine:
        models.check_stamp(engine)
        suites.check_columns(engine, found)
        fed = _fed(engine)
        rows = {suite.table: engine.value(f"select count(*) from {suite.table}") for suite in found}
        site = engine.value("select site_name from warehouse")
        as_of = engine.value("select as_of from clock")
        loads = engine.value("select count(*) from load_run")
    unfed = [table for table, count in rows.items() if not count and table not in fed]
    skipped = dict.fromkeys(unfed, "no feed of the site supplies it")
    judged = [suite for suite in found if suite.table not in skipped]
    results = run.run(warehouse, judged, rows, fed, progress or (lambda line: None))
    return Report(site, as_of, loads, {suite.table: rows[suite.table] for suite in judged}, results, skipped)


def _fed(engine: Engine) -> set[str]:
    """Tables that a feed supplies, and their columns as table.column."""
    columns = engine.read("select distinct table_name, column_name from feed_column")
    tables = engine.read("select distinct table_name from feed").get_column("table_name").to_list()
    return set(tables) | {f"{table}.{column}" for table, column in columns.iter_rows()}
