"""What a run of the suites found: counts, shares and row keys; never a value of a row."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import polars as pl

from roi_analytics.errors import QuestionError
from roi_analytics.validate.suites import SEVERITIES, Expectation

ROWS_SHOWN = 20
"""How many row keys stand behind a failed expectation."""


@dataclass(frozen=True)
class Result:
    """
    One expectation, judged.

    `checked` counts the rows it looked at (rows without a value are left out where the expectation leaves them out),
    `unexpected` those that do not meet it (None where it judges the table as a whole), `rows` the first of those as
    (source_file, source_row). `skipped` says why it did not run; then `success` is None.
    """

    expectation: Expectation
    success: bool | None
    checked: int | None = None
    unexpected: int | None = None
    rows: tuple[tuple[str, int], ...] = ()
    skipped: str | None = None

    @property
    def counted(self) -> str:
        """How many rows do not meet it, in words."""
        if self.unexpected is None:
            return "the table as a whole does not meet it"
        return f"{self.unexpected:,} of {self.checked or 0:,} rows do not meet it"

    @property
    def advice(self) -> str:
        """The mend; an expectation that names none says why it is there."""
        expectation = self.expectation
        return f"Mend: {expectation.mend}" if expectation.mend else f"Why: {expectation.why}"

    @property
    def files(self) -> list[tuple[str, str]]:
        """The row keys as one line a file: the file, and its rows."""
        grouped = groupby(self.rows, key=lambda key: key[0])
        return [(file, ", ".join(str(row) for _, row in keys)) for file, keys in grouped]

    @property
    def details(self) -> list[tuple[str, str]]:
        """What stands behind a failure, each under its word: why it matters, the mend, the first rows by file."""
        told = [("Why", self.expectation.why), ("Mend", self.expectation.mend)]
        word = "Rows" if len(self.rows) == self.unexpected else "First rows"
        return [line for line in told if line[1]] + [(word, f"{file} row {rows}") for file, rows in self.files]

    @property
    def share(self) -> float | None:
        """Unexpected rows as a share of the rows checked."""
        return self.unexpected / self.checked if self.checked and self.unexpected is not None else None


@dataclass(frozen=True)
class Report:
    """Everything a run of the suites says. The same warehouse and suites give the same report."""

    site: str
    as_of: dt.date | None
    loads: int
    rows: dict[str, int]
    results: list[Result]
    skipped: dict[str, str] = field(default_factory=dict)
    """Tables that were not judged, and why."""

    @property
    def failures(self) -> list[Result]:
        """Which expectations failed?"""
        return [result for result in self.results if result.success is False]

    @property
    def worst_first(self) -> list[Result]:
        """The failures, critical ones before warnings."""
        return sorted(self.failures, key=lambda result: SEVERITIES.index(result.expectation.severity))

    @property
    def critical_failures(self) -> list[Result]:
        """Which failures make the figures wrong?"""
        return [result for result in self.failures if result.expectation.severity == "critical"]

    def of_table(self, table: str) -> list[Result]:
        """The results of one table, in the order of its suite."""
        return [result for result in self.results if result.expectation.table == table]

    @property
    def summary(self) -> str:
        """One line: how many expectations ran, and how they ended."""
        ran = [result for result in self.results if result.success is not None]
        by_severity = {
            severity: sum(result.expectation.severity == severity for result in self.failures)
            for severity in SEVERITIES
        }
        told = ", ".join(f"{count} {severity}" for severity, count in by_severity.items() if count)
        left_out = len(self.results) - len(ran)
        return (
            f"{len(ran)} expectations on {len(self.rows)} tables: {len(ran) - len(self.failures)} met, "
            f"{len(self.failures)} failed{f' ({told})' if told else ''}; "
            f"{left_out} expectations and {len(self.skipped)} tables skipped, as nothing feeds them."
        )

    def critical_message(self) -> str:
        """What failed critically, where, and the mend: the text of a CheckError."""
        told = [
            f"{result.expectation.table}: {result.expectation.says} - {result.counted}{_first(result)}.\n"
            f"  {result.advice}"
            for result in self.critical_failures
        ]
        count = len(told)
        return f"{count} critical expectation{'s' if count != 1 else ''} failed.\n" + "\n".join(told)

    def frame(self) -> pl.DataFrame:
        """One row per expectation, and one per table that was skipped."""
        rows = [_row(result) for result in self.results]
        rows += [{"table": table, "skipped": reason, "rows": []} for table, reason in self.skipped.items()]
        return pl.DataFrame(rows, schema=SCHEMA)

    def to_junit(self, path: Path | str) -> None:
        """Write the report for a CI server."""
        from roi_analytics.validate.junit import junit

        _write(Path(path), junit(self))

    def to_html(self, path: Path | str) -> None:
        """Write the report as one page that opens without a network."""
        from roi_analytics.validate.page import page

        _write(Path(path), page(self))


SCHEMA = {
    "table": pl.String,
    "expectation": pl.String,
    "columns": pl.String,
    "says": pl.String,
    "severity": pl.String,
    "success": pl.Boolean,
    "checked": pl.Int64,
    "unexpected": pl.Int64,
    "share": pl.Float64,
    "rows": pl.List(pl.Struct({"source_file": pl.String, "source_row": pl.Int64})),
    "why": pl.String,
    "mend": pl.String,
    "skipped": pl.String,
}


def _row(result: Result) -> dict[str, object]:
    expectation = result.expectation
    return {
        "table": expectation.table,
        "expectation": expectation.type,
        "columns": ", ".join(expectation.columns),
        "says": expectation.says,
        "severity": expectation.severity,
        "success": result.success,
        "checked": result.checked,
        "unexpected": result.unexpected,
        "share": result.share,
        "rows": [{"source_file": file, "source_row": row} for file, row in result.rows],
        "why": expectation.why,
        "mend": expectation.mend,
        "skipped": result.skipped,
    }


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise QuestionError(
            f"{path} cannot be written: {error.strerror}.\nName a file in a folder that exists."
        ) from None


def _first(result: Result) -> str:
    return ", first {} row {}".format(*result.rows[0]) if result.rows else ""
