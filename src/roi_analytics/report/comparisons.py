"""How does each provider stand beside the standard of its peers? All comparisons of the month marked as one family."""

import altair as alt
import polars as pl

from roi_analytics import charts, models
from roi_analytics.compare import compare, standards, together
from roi_analytics.errors import QuestionError
from roi_analytics.report.parts import Part, Section, Table
from roi_analytics.report.sources import Asked, of_provider

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


LEAD = (
    "Each provider is compared with the standard of its peers, never with another provider: there is no rank, and the "
    "rows are in the order of the names. Expected of its work: what the standard would be with this provider's mix of "
    "requests. Adjusted: the figure with that difference taken out. Shrunken: drawn towards the peers, the more the "
    "fewer the cases. A reading departs from the standard only where more than chance and the spread of the peers are "
    "needed; of all the marks below together, no more than one in twenty is expected by chance."
)


def of_month(asked: Asked) -> Section:
    """Every comparison of the month. A report on one provider shows its own row, judged beside all of its peers."""
    found = {}
    for measure in COMPARED:
        path = "access" if "legal_path" in asked.engine.columns(measure) else None
        try:
            found[measure] = compare(asked.engine, measure, month=asked.month, legal_path=path)
        except QuestionError:
            continue
    marked = {name: frame for name, frame in together(found).items() if frame.height}
    parts = tuple(_comparison(asked, measure, frame) for measure, frame in marked.items())
    none = "No share of the month has cases to compare."
    return Section("comparisons", "Providers beside a standard", LEAD, parts, none)


def _comparison(asked: Asked, measure: str, frame: pl.DataFrame) -> Part:
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
    return Part(title, numbers, path, sentences, drawings, is_list=False)
