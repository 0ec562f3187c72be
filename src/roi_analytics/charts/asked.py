"""From a question to its chart: the figure is asked for, and drawn in the shape that answers it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from roi_analytics import measures
from roi_analytics.charts.areas import stacked
from roi_analytics.charts.bars import age_bands, pareto
from roi_analytics.charts.controls import control
from roi_analytics.charts.curves import curve
from roi_analytics.charts.forests import forest
from roi_analytics.charts.funnels import funnel
from roi_analytics.charts.groups import counts, intervals
from roi_analytics.charts.style import config, visible
from roi_analytics.charts.ways import timeline
from roi_analytics.compare import COMPARED, PER, compare, standards
from roi_analytics.engine import Engine
from roi_analytics.errors import QuestionError, did_you_mean
from roi_analytics.trend import trend
from roi_analytics.ways import way

Drawing = Callable[[pl.DataFrame, str], alt.TopLevelMixin]

FITTING = {
    "share": ("intervals", "forest", "funnel", "control"),
    "rate": ("intervals", "forest", "funnel", "control"),
    "share_by_day": ("curve", "intervals", "forest", "funnel", "control"),
    "median_days": ("intervals", "curve", "control"),
    "median": ("intervals", "control"),
    "total": ("counts", "pareto", "age_bands", "control"),
}
"""From a measure's summary to the shapes it can be drawn in; the first is drawn where none is named."""


@dataclass(frozen=True)
class Question:
    """What is to be drawn: a measure, its groups besides the legal path, the month and path, and what it means."""

    engine: Engine
    measure: str
    by: list[str]
    month: str | None
    legal_path: str | None
    meaning: dict[str, Any]

    @property
    def unit(self) -> str:
        return unit_of(self.meaning["summary"], self.meaning["unit"])

    def groups(self, frame: pl.DataFrame, until: str) -> list[str]:
        """The groups a figure came with, but the legal path, which has a panel of its own."""
        names = frame.columns[: frame.columns.index(until)]
        return [name for name in names if name != "legal_path"]


def chart(
    engine: Engine,
    measure: str,
    by: str | Sequence[str] = (),
    month: str | None = None,
    legal_path: str | None = None,
    shape: str | None = None,
) -> alt.TopLevelMixin:
    """
    Draw a measure's figure in the shape of its question, a panel for each legal path where none is named.

    Shapes: curve (answered by each day), stacked (every outcome and what is open, adding to one), intervals, counts,
    pareto, age_bands, and of a comparison of providers funnel and forest, of the months control. Without a word the one
    that fits the measure. Raises QuestionError for a shape that does not.

    >>> site.chart("answered_within", by="month", legal_path="access")
    >>> site.chart("on_time", shape="funnel", legal_path="access")
    """
    names = [by] if isinstance(by, str) else list(by)
    groups = [name.strip() for part in names for name in part.split(",") if name.strip()]
    groups = [name for name in groups if name != "legal_path"]
    measures.asked_of(engine, measure, groups, month, legal_path)
    meaning = measures.measures().filter(measure=measure).row(0, named=True)
    shape = _shape(measure, meaning["summary"], shape, engine.columns(measure))
    asked = Question(engine, measure, groups, month, legal_path, meaning)
    frame, draw = SHAPES[shape](asked)
    title = " · ".join(part for part in (meaning["title"], legal_path, month) if part)
    return panels(frame, draw, title=title) if "legal_path" in frame.columns else draw(frame, title)


def way_chart(engine: Engine, need: str) -> alt.TopLevelMixin:
    """Draw one person's way through several providers; the chart names no person."""
    rows = way(engine, need)
    return timeline(rows, title=f"One person, {rows['provider_id'].n_unique()} providers: {rows.item(0, 'legal_path')}")


def _shape(measure: str, summary: str, shape: str | None, columns: dict[str, str]) -> str:
    offered = list(FITTING[summary])
    if summary == "share_by_day" and measure == "outcomes":
        offered = ["stacked", "intervals"]
    if summary == "total" and "age_band" in columns:
        offered = ["age_bands", "counts"]
    if shape is None:
        return offered[0]
    if shape not in offered:
        raise QuestionError(
            f"{measure} is not drawn as '{shape}'.{did_you_mean(shape, offered)}\nIt can be drawn as: "
            f"{', '.join(offered)}."
        )
    return shape


# -- the shapes ------------------------------------------------------------------------------------


def _curve(asked: Question) -> tuple[pl.DataFrame, Drawing]:
    frame = measures.curve(asked.engine, asked.measure, by=asked.by, month=asked.month, legal_path=asked.legal_path)
    groups = asked.groups(frame, "day")
    target = asked.engine.value("select answered_within_days from target")
    return frame, lambda rows, title: curve(rows, by=groups, title=title, target_day=target)


def _stacked(asked: Question) -> tuple[pl.DataFrame, Drawing]:
    by = [name for name in asked.by if name != "outcome"]
    frame = measures.curve(asked.engine, asked.measure, by=by, month=asked.month, legal_path=asked.legal_path)

    def draw(rows: pl.DataFrame, title: str) -> alt.TopLevelMixin:
        parts = rows.partition_by(by, maintain_order=True) if by and rows.height else [rows]
        drawn = [stacked(part, title=" · ".join([title, *_named(part, by)])) for part in parts]
        return drawn[0] if len(drawn) == 1 else _below(drawn)

    return frame.rename({"value": "share"}), draw


def _named(rows: pl.DataFrame, names: Sequence[str]) -> list[str]:
    return [visible(rows.item(0, name)) for name in names if rows.height]


def _shown(asked: Question, by: Sequence[str]) -> pl.DataFrame:
    return measures.show(asked.engine, asked.measure, by=by, month=asked.month, legal_path=asked.legal_path)


def _intervals(asked: Question) -> tuple[pl.DataFrame, Drawing]:
    frame = _shown(asked, asked.by)
    groups = asked.groups(frame, "cases")
    return frame, lambda rows, title: intervals(rows, by=groups, title=title, unit=asked.unit)


def _counts(asked: Question) -> tuple[pl.DataFrame, Drawing]:
    frame = _shown(asked, asked.by)
    groups = asked.groups(frame, "cases")
    return frame, lambda rows, title: counts(rows, by=groups, title=title, value="value")


def _pareto(asked: Question) -> tuple[pl.DataFrame, Drawing]:
    frame = _shown(asked, asked.by)
    groups = asked.groups(frame, "cases")
    return frame, lambda rows, title: pareto(rows, groups, title=title, value="value")


def _age_bands(asked: Question) -> tuple[pl.DataFrame, Drawing]:
    """Of the month asked for, else of each one's newest: a request open for three months would be counted thrice."""
    by = asked.by[0] if asked.by else "provider_id"
    frame = _shown(asked, [by, "age_band"])
    newest = pl.col("month") == pl.col("month").max().over(by)
    frame = frame.filter(newest) if asked.month is None else frame
    return frame, lambda rows, title: age_bands(rows, title=title, by=by)


def _compared(asked: Question) -> pl.DataFrame:
    if asked.meaning["summary"] not in COMPARED:
        raise QuestionError(f"{asked.measure} is compared as context only.\nDraw it as intervals.")
    return compare(asked.engine, asked.measure, month=asked.month, legal_path=asked.legal_path)


def _funnel(asked: Question) -> tuple[pl.DataFrame, Drawing]:
    """A panel for every standard: unlike peers are never beside one line."""
    sizes = pl.coalesce("adjusted_cases", "effective_cases")  # the limits rest on what the adjusted share is worth
    frame = _compared(asked).with_columns(value=pl.coalesce("adjusted", "value"), effective_cases=sizes)
    names = [name for name in asked.groups(frame, "peers") if name != "provider_id"]

    def draw(rows: pl.DataFrame, title: str) -> alt.TopLevelMixin:
        parts = rows.partition_by([*names, "peers"], maintain_order=True) or [rows]
        per = PER.get(asked.meaning["summary"], 1)
        drawn = [_one_funnel(part, title, [*names, "peers"], asked.unit, per) for part in parts]
        return drawn[0] if len(drawn) == 1 else _below(drawn)

    return frame, draw


def _one_funnel(rows: pl.DataFrame, title: str, names: list[str], unit: str, per: int) -> alt.TopLevelMixin:
    told = " · ".join(str(rows.item(0, name)) for name in names) if rows.height else ""
    said = standards(rows).get_column("sentence").to_list()
    return funnel(rows, title=f"{title} · {told}" if told else title, unit=unit, sentence=" ".join(said), per=per)


def _forest(asked: Question) -> tuple[pl.DataFrame, Drawing]:
    frame = _compared(asked)
    names = asked.groups(frame, "peers")
    return frame, lambda rows, title: forest(rows, by=names, title=title, unit=asked.unit)


def _control(asked: Question) -> tuple[pl.DataFrame, Drawing]:
    frame = trend(asked.engine, asked.measure, by=asked.by, legal_path=asked.legal_path)
    names = asked.groups(frame, "month")

    def draw(rows: pl.DataFrame, title: str) -> alt.TopLevelMixin:
        parts = rows.partition_by(names, maintain_order=True) if names else [rows]
        drawn = [
            control(
                part,
                title=" · ".join([title, *(str(part.item(0, name)) for name in names if part.height)]),
                unit=asked.unit,
                better=asked.meaning["better"],
            )
            for part in parts or [rows]
        ]
        return drawn[0] if len(drawn) == 1 else _below(drawn)

    return frame, draw


SHAPES: dict[str, Callable[[Question], tuple[pl.DataFrame, Drawing]]] = {
    "curve": _curve,
    "stacked": _stacked,
    "intervals": _intervals,
    "counts": _counts,
    "pareto": _pareto,
    "age_bands": _age_bands,
    "funnel": _funnel,
    "forest": _forest,
    "control": _control,
}


# -- panels ----------------------------------------------------------------------------------------


def unit_of(summary: str, unit: str) -> str:
    """How a measure's numbers are written: as a share, in dollars, or plainly."""
    return "share" if summary.startswith("share") else "usd" if "dollar" in unit.lower() else "plain"


def panels(frame: pl.DataFrame, draw: Drawing, *, title: str, split: str = "legal_path") -> alt.TopLevelMixin:
    """
    One panel for each legal path: requests of different legal paths never stand in one figure.

    `draw` makes the chart of one path's rows: `draw(rows, title)`.
    """
    paths = frame.get_column(split).unique(maintain_order=True).to_list()
    drawn = [draw(frame.filter(pl.col(split).eq_missing(path)), f"{title}: {path}") for path in paths]
    if len(drawn) < 2:
        return drawn[0] if drawn else draw(frame, title)
    return _below(drawn)


def _below(drawn: list[alt.TopLevelMixin]) -> alt.TopLevelMixin:
    """Charts below each other, under one look; their words follow each other too."""
    told = " ".join(chart.description for chart in drawn)
    for chart in drawn:
        chart.config = alt.Undefined
    return alt.vconcat(*drawn, spacing=28).properties(description=told).configure(**config())
