"""What does a measure mean? Its definition, which cases count and which do not, the law, and three cases to look up."""

import textwrap
from dataclasses import dataclass
from typing import Any

import polars as pl

from roi_analytics import estimates, measures
from roi_analytics.charts import unit_of, visible
from roi_analytics.charts.style import dollars, plain, written
from roi_analytics.engine import Engine
from roi_analytics.estimates import COUNTED, Asked

MADE = {
    "share": "the counted cases of value 1, among all counted; Wilson's 95 % interval",
    "share_by_day": "the share that ended so by the target day, those still open counted until last seen; 95 % band",
    "median_days": "the day by which half ended so, those still open counted until last seen; 95 % band",
    "median": "the middle one of the values of the counted cases; 95 % interval",
    "rate": "the counted cases of value 1, per 1,000 counted; 95 % interval",
    "total": "the values of the counted cases added up; no interval",
}
"""From a measure's summary to how its figure is made of cases."""

OF_A_CASE = ("case_id", "provider_id", "counted_on", "legal_path", "value", "standing", "reason")
OF_A_FIGURE = ("value", "low", "high", "p90")
IN_ALL = 3
ROWS = 30
"""A longer table is cut: an explanation is read, not searched."""

WIDTH = 110
"""Columns of the plain text."""


@dataclass(frozen=True)
class Explanation:
    """
    A measure explained: shows itself in a notebook and in plain Python.

    `told` are labelled sentences; `figures` the figure with its n; `left_out` why other cases do not count; `cases`
    three of them. The frames are there to be used.
    """

    measure: str
    title: str
    told: dict[str, str]
    unit: str
    figures: pl.DataFrame
    left_out: pl.DataFrame
    cases: pl.DataFrame

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """The tables as they are shown, by their titles: every cell a text."""
        figures = {name: written(self.unit) for name in OF_A_FIGURE}
        values = {"value": dollars if self.unit == "usd" else plain}
        return {
            "The figure, and how many cases it stands on": _texts(self.figures, figures),
            "Cases that do not count, and why": _texts(self.left_out, {}),
            "Three cases to look up": _texts(self.cases, values),
        }

    def __str__(self) -> str:
        lines = [f"{self.measure}: {self.title}", ""]
        for label, text in self.told.items():
            first, others = f"{label + ':':<14}", " " * 14
            lines += textwrap.wrap(visible(text), WIDTH, initial_indent=first, subsequent_indent=others)
        for title, rows in self.tables.items():
            lines += ["", title, *_aligned(rows)]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from roi_analytics.report.page import environment

        page = environment().get_template("explain.html.jinja")
        return {"text/html": page.render(explained=self), "text/plain": str(self)}


def explain(
    engine: Engine,
    measure: str,
    month: str | None = None,
    provider: str | None = None,
    legal_path: str | None = None,
) -> Explanation:
    """
    What does a measure mean, which cases count, which do not and why, and what do three of them look like?

    The words are those of the measure's own file, the numbers those of `show`. Of the three cases one has the lowest
    value and one the highest, one does not count; the newest of each, so that they can be looked up in the log.
    Raises QuestionError for an unknown measure, month, provider or legal path.

    >>> site.explain("on_time", month="2026-05", legal_path="access")
    """
    asked = measures.asked_of(engine, measure, ["provider_id"] if provider else [], month, legal_path, provider)
    header = asked.model.header
    return Explanation(
        measure=measure,
        title=header["title"],
        told=_told(asked),
        unit=unit_of(header["summary"], header["unit"]),
        figures=estimates.figure(asked),
        left_out=_left_out(asked),
        cases=_three(asked),
    )


def _told(asked: Asked) -> dict[str, str]:
    model, header = asked.model, asked.model.header
    better = "neither is better" if header["better"] == "neutral" else f"{header['better']} is better"
    told = {
        "Question": model.grain,
        "Which count": model.remarks,
        "Figure": f"{header['unit']} ({header['summary']}): {MADE[header['summary']]}. {better.capitalize()}.",
        "Never mixed": ", ".join(name for name in asked.groups if name != "provider_id"),
        "Counted on": header["counted_on"],
        "Held out": "" if header["rows_of"] == "none" else f"rows of {header['rows_of']} that quarantine refused",
        "Law": header["citation"],
        "Asked for": ", ".join(f"{name} {value}" for name, value in asked.where.items()),
    }
    return {label: text for label, text in told.items() if text}


def _left_out(asked: Asked) -> pl.DataFrame:
    """How many cases are beside the figure, by standing and reason, and by the legal path where it is not fixed."""
    path = [name for name in asked.groups if name == "legal_path"]
    counts = asked.count([*path, "standing", "reason"], cases=f"count(*) filter (where not ({COUNTED}))")
    return counts.filter(pl.col("cases") > 0)


def _three(asked: Asked) -> pl.DataFrame:
    """The newest case of the lowest value, of the highest, one that does not count; else the newest of all."""
    columns = ", ".join(name for name in OF_A_CASE if name in asked.engine.columns(asked.model.name))
    kept = "".join(f" and {name} = ?" for name in asked.where)
    newest = "counted_on desc, provider_id, case_id"
    drawn = (
        (COUNTED, f"value, {newest}", 1),
        (COUNTED, f"value desc, {newest}", 1),
        (f"not ({COUNTED})", newest, 1),
        (COUNTED, newest, IN_ALL),
    )
    found = [
        asked.engine.read(
            f"select {columns} from {asked.model.name} where {standing}{kept} order by {order} limit {most}",
            list(asked.where.values()),
        )
        for standing, order, most in drawn
    ]
    return pl.concat(found).unique(["provider_id", "case_id", "counted_on"], maintain_order=True).head(IN_ALL)


# -- as text ---------------------------------------------------------------------------------------


def _texts(frame: pl.DataFrame, writers: dict[str, Any]) -> pl.DataFrame:
    """Every cell as it is read; what is not known is a dash, and rows past the last shown are counted."""
    rows = [
        [_text(value, writers.get(name, visible)) for name, value in row.items()]
        for row in frame.head(ROWS).iter_rows(named=True)
    ]
    if frame.height > ROWS:
        rows.append([f"... {frame.height - ROWS} more", *[""] * (frame.width - 1)])
    return pl.DataFrame(rows, schema=dict.fromkeys(frame.columns, pl.String), orient="row")


def _text(value: Any, write: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else write(value)


def _aligned(rows: pl.DataFrame) -> list[str]:
    """A table in plain text, its columns under each other."""
    if rows.is_empty():
        return ["  none"]
    table = [rows.columns, *rows.iter_rows()]
    widths = [max(len(row[place]) for row in table) for place in range(rows.width)]
    return ["  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in table]
