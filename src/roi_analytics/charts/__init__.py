"""
One function per shape of question.

Curves and stacked areas over days; figures with their intervals, a forest and a funnel beside a standard; control
charts over months; counts, the few that make up most, open requests by age; and a person's way to several records.

Charts take small summary frames, never cases. They are drawn without any network, can be told apart in grey print,
carry their labels beside the marks, and have an alternative text made from the numbers (the chart's `description`).
"""

import base64
import html
import os
from typing import Any

import altair as alt

from roi_analytics.charts import asked
from roi_analytics.charts.areas import stacked
from roi_analytics.charts.asked import panels, unit_of
from roi_analytics.charts.bars import age_bands, pareto
from roi_analytics.charts.controls import control
from roi_analytics.charts.curves import curve
from roi_analytics.charts.forests import forest
from roi_analytics.charts.funnels import funnel
from roi_analytics.charts.groups import counts, intervals
from roi_analytics.charts.style import NARROW, visible
from roi_analytics.charts.ways import timeline
from roi_analytics.engine import Engine

__all__ = [
    "NARROW", "age_bands", "chart", "control", "counts", "curve", "enable", "forest", "funnel", "intervals", "panels",
    "pareto", "stacked", "timeline", "unit_of", "visible", "way_chart",
]  # fmt: skip

VEGA_LITE = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
"""The version of the language that charts are written in, as vl-convert names it."""

STATIC = "ROI_ANALYTICS_STATIC_CHARTS"
"""Set in the environment, charts are shown as pictures: for notebooks that are run to be kept and read later."""


def enable() -> None:
    """Let notebooks draw charts with nothing but what is installed; plain Python is not changed by it."""
    if os.environ.get(STATIC):
        alt.renderers.register("picture", picture)
        alt.renderers.enable("picture")
    else:
        alt.renderers.enable("jupyter", offline=True, embed_options={"renderer": "svg", "actions": False})


def picture(spec: dict, **_: Any) -> dict[str, str]:
    """
    The chart as a picture that can be read aloud: its description is the picture's alternative text.

    JupyterLab gives an SVG no alternative text, and hides it where it does not trust the notebook; a picture in HTML
    has both.
    """
    import vl_convert

    svg = base64.b64encode(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE).encode()).decode()
    told = spec.get("description", "")
    shown = f'<img alt="{html.escape(told)}" src="data:image/svg+xml;base64,{svg}">'
    return {"text/html": shown, "text/plain": told}


def chart(*question: Any, **options: Any) -> alt.TopLevelMixin:
    """Draw a measure's figure in the shape of its question: see `charts.asked.chart`."""
    enable()
    return asked.chart(*question, **options)


def way_chart(engine: Engine, need: str) -> alt.TopLevelMixin:
    """Draw one person's way through several providers; the chart names no person."""
    enable()
    return asked.way_chart(engine, need)
