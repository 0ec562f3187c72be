"""How does each provider stand beside the standard of its peers? All comparisons of the month marked as one family."""

from dataclasses import dataclass

import altair as alt
import polars as pl

from roi_analytics import charts, models
from roi_analytics.compare import compare, standards, together
from roi_analytics.errors import QuestionError
from roi_analytics.models import Model
from roi_analytics.report.sources import Asked, of_provider
from roi_analytics.report.table import Table

WIDE, SMALL = 860, 340
COMPARED = ("on_time", "answered_within", "denial_share", "explained_share")
"""The shares providers are compared by, of the report's month and, of requests, patients' own access."""

SHOWN = {
    "Provider": "provider_id", "Peers": "peers", "n": "cases", "Figure": "value", "Low": "low", "High": "high",
    "Expected of its work": "expected", "Adjusted": "adjusted", "Shrunken": "shrunken", "Standard": "standard",
    "Reading": "reading",
}  # fmt: skip
SHARES = dict.fromkeys(
    ("value", "low", "high", "expected", "adjusted", "shrunken", "shrunken_low", "shrunken_high", "standard"), "share"
)


@dataclass(frozen=True)
class Comparison:
    """One measure: its table, a forest of intervals in two sizes, and what the spread of the peers says."""

    model: Model
    legal_path: str | None
    numbers: Table
    drawings: tuple[alt.TopLevelMixin, ...]
    sentences: tuple[str, ...]


def of_month(asked: Asked) -> list[Comparison]:
    """Every comparison of the month. A report on one provider shows its own row, judged beside all of its peers."""
    found = {}
    for measure in COMPARED:
        path = "access" if "legal_path" in asked.engine.columns(measure) else None
        try:
            found[measure] = compare(asked.engine, measure, month=asked.month, legal_path=path)
        except QuestionError:
            continue
    marked = {name: frame for name, frame in together(found).items() if frame.height}
    return [_comparison(asked, measure, frame) for measure, frame in marked.items()]


def _comparison(asked: Asked, measure: str, frame: pl.DataFrame) -> Comparison:
    model = models.of_layer("measures")[measure]
    path = "access" if "legal_path" in asked.engine.columns(measure) else None
    sentences = tuple(standards(frame).get_column("sentence").to_list())
    rows = of_provider(frame, asked.provider)
    title = f"{model.header['title']}, beside the standard"
    numbers = Table(f"compare_{measure}", title, rows, SHOWN, "No provider has a case of it in the month.", "", SHARES)
    drawings = ()
    if rows.height:
        drawings = tuple(charts.forest(rows, title=title, unit="share", width=width) for width in (WIDE, SMALL))
        for chart in drawings:
            chart.title = alt.Undefined
    return Comparison(model, path, numbers, drawings, sentences)
