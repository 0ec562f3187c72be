"""
One function per shape of question: curves of answered requests, figures with their intervals, counts.

Charts take small summary frames, never cases. They are drawn without any network, can be told apart in grey print,
carry their labels beside the marks, and have an alternative text made from the numbers (the chart's `description`).
"""

import os
from collections.abc import Callable, Sequence

import altair as alt
import polars as pl

from roi_analytics import measures
from roi_analytics.charts.curves import curve
from roi_analytics.charts.groups import counts, intervals
from roi_analytics.charts.style import NARROW, config, visible
from roi_analytics.engine import Engine

__all__ = ["NARROW", "chart", "counts", "curve", "enable", "intervals", "panels", "unit_of", "visible"]

STATIC = "ROI_ANALYTICS_STATIC_CHARTS"
"""Set in the environment, charts are shown as pictures: for notebooks that are run to be kept and read later."""


def enable() -> None:
    """Let notebooks draw charts with nothing but what is installed; plain Python is not changed by it."""
    if os.environ.get(STATIC):
        alt.renderers.enable("svg")
    else:
        alt.renderers.enable("jupyter", offline=True, embed_options={"renderer": "svg", "actions": False})


def chart(
    engine: Engine, measure: str, by: str | Sequence[str] = (), month: str | None = None, legal_path: str | None = None
) -> alt.TopLevelMixin:
    """
    Draw a measure's figure in the shape of its question, a panel for each legal path where none is named.

    >>> site.chart("answered_within", by="month", legal_path="access")
    """
    enable()
    names = [by] if isinstance(by, str) else list(by)
    groups = [name.strip() for part in names for name in part.split(",") if name.strip()]
    meaning = measures.measures().filter(measure=measure)
    is_curve = meaning.height > 0 and meaning.item(0, "summary") == "share_by_day"
    frame = (measures.curve if is_curve else measures.show)(
        engine, measure, by=groups, month=month, legal_path=legal_path
    )
    title = " · ".join(part for part in (meaning.item(0, "title"), legal_path, month) if part)
    groups = [name for name in groups if name != "legal_path"]
    target_day = engine.value("select answered_within_days from target") if is_curve else None

    def draw(rows: pl.DataFrame, title: str) -> alt.TopLevelMixin:
        if is_curve:
            return curve(rows, by=groups, title=title, target_day=target_day)
        return intervals(
            rows, by=groups, title=title, unit=unit_of(meaning.item(0, "summary"), meaning.item(0, "unit"))
        )

    return panels(frame, draw, title=title) if "legal_path" in frame.columns else draw(frame, title)


def unit_of(summary: str, unit: str) -> str:
    """How a measure's numbers are written: as a share, in dollars, or plainly."""
    return "share" if summary.startswith("share") else "usd" if "dollar" in unit.lower() else "plain"


def panels(
    frame: pl.DataFrame,
    draw: Callable[[pl.DataFrame, str], alt.TopLevelMixin],
    *,
    title: str,
    split: str = "legal_path",
) -> alt.TopLevelMixin:
    """
    One panel for each legal path: requests of different legal paths never stand in one figure.

    `draw` makes the chart of one path's rows: `draw(rows, title)`.
    """
    paths = frame.get_column(split).unique(maintain_order=True).to_list()
    drawn = [draw(frame.filter(pl.col(split).eq_missing(path)), f"{title}: {path}") for path in paths]
    if len(drawn) < 2:
        return drawn[0] if drawn else draw(frame, title)
    told = " ".join(chart.description for chart in drawn)
    for chart in drawn:
        chart.config = alt.Undefined
    return alt.vconcat(*drawn, spacing=28).properties(description=told).configure(**config())
