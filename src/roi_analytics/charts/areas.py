"""What became of the requests by each day: the ways they can end, stacked to the whole, with what is still open."""

import altair as alt
import polars as pl

from roi_analytics.charts.style import (
    INK,
    NARROW,
    finished,
    nothing,
    on_days,
    percent,
    set_apart,
    shortened,
    text_width,
    visible,
)

ENDS = {
    "provided": ("provided", "#12436d"),
    "denied": ("denied", "#ed9748"),
    "no_records": ("no records", "#575c61"),
    "redirected": ("redirected", "#ccd9e3"),
    "withdrawn": ("withdrawn", "#816f9b"),
    "abandoned": ("abandoned", "#cbb9dd"),
    "answered_not_said_how": ("answered, not said how", "#45a09a"),
    "open": ("open", "#eceff1"),
}
"""Outcome -> its words and fill, from the bottom up. Dark and light take turns: grey print tells neighbours apart."""

OF_ANOTHER_NAME = "#9aa1a7"

SHORTER = {"answered, not said how": "not said how"}
"""Words for a narrow drawing."""

WORDS_AT_MOST = 140
"""Pixels of a label's words; the ways of ending that are known are shorter."""

BETWEEN_LABELS = 15
"""Pixels from one label at the edge to the next."""


def stacked(frame: pl.DataFrame, *, title: str, until: int = 120, width: int = 620) -> alt.TopLevelMixin:
    """
    What became of the requests by each day after receipt?

    Takes a row per day and outcome with `day`, `outcome` and `share` (0 to 1); the shares of one day add to one, those
    still `open` among them. Each outcome is an area, labelled at the right edge with its share on the last day. Before
    the first day everything is open; nothing is drawn past the last day, nor past `until`.

    >>> charts.stacked(frame, title="How requests of March ended")
    """
    frame = _by_day(frame, until)
    if frame.is_empty():
        return nothing(title, width)
    last_day = frame.get_column("day").max()
    ends = frame.filter(pl.col("day") == last_day)
    height = 300 if width > NARROW else 280
    told = "; ".join(f"{row['words']} {percent(row['share'])}" for row in ends.iter_rows(named=True))
    words = [_words(row, width) for row in ends.iter_rows(named=True)]
    middle = ((ends["low"] + ends["high"]) / 2).to_list()
    gap = BETWEEN_LABELS / height
    ends = ends.select(
        "day", words=pl.Series(words), middle=pl.Series(middle), label_at=pl.Series(set_apart(middle, gap, 0.0, 1.0))
    )
    plot = width - 70 - int(max(text_width(text) for text in words))
    chart = alt.layer(*_areas(frame, last_day), *_labels(ends, plot)).properties(width=plot, height=height)
    subtitle = "share of the requests, by days since receipt; right: the share on the last day"
    return finished(chart, title, subtitle, f"{title}. By day {last_day}: {told}.", width)


def _by_day(frame: pl.DataFrame, until: int) -> pl.DataFrame:
    """A row for each day and outcome from receipt on, with the `low` and `high` edge of its area."""
    frame = frame.select(pl.col("day").cast(pl.Int64), "outcome", pl.col("share").cast(pl.Float64)).drop_nulls()
    if frame.is_empty():
        return frame
    if frame["day"].max() > until:
        kept = frame.filter(pl.col("day") <= until).filter(pl.col("day") == pl.col("day").max())
        frame = pl.concat([frame, kept.with_columns(day=pl.lit(until, pl.Int64))]).unique(maintain_order=True)
    frame = frame.filter(pl.col("day") <= until)
    if frame.is_empty() or frame["day"].min() > 0:
        at_receipt = pl.DataFrame({"day": [0], "outcome": ["open"], "share": [1.0]}, schema=frame.schema)
        frame = pl.concat([at_receipt, frame])
    names = frame.get_column("outcome").unique().to_list()
    known = [*[name for name in ENDS if name != "open"], *sorted(set(names) - set(ENDS)), "open"]
    styles = pl.DataFrame(
        [(name, *ENDS.get(name, (visible(name), OF_ANOTHER_NAME)), place) for place, name in enumerate(known)],
        schema={"outcome": pl.String, "words": pl.String, "fill": pl.String, "place": pl.Int64},
        orient="row",
    )
    occurring = frame.filter(pl.col("share").max().over("outcome") > 0).select("outcome").unique()
    grid = frame.select("day").unique().join(occurring.join(styles, on="outcome"), how="cross")
    return (
        grid.join(frame, on=["day", "outcome"], how="left")
        .with_columns(pl.col("share").fill_null(0.0))
        .sort("day", "place")
        .with_columns(high=pl.col("share").cum_sum().over("day"))
        .with_columns(low=pl.col("high") - pl.col("share"))
    )


def _words(row: dict, width: int) -> str:
    words = row["words"] if width > NARROW else SHORTER.get(row["words"], row["words"])
    return f"{shortened(words, WORDS_AT_MOST)} {percent(row['share'])}"


def _areas(frame: pl.DataFrame, last_day: int) -> list[alt.Chart]:
    days = alt.Scale(domain=[0, max(last_day, 1)], nice=False)
    x = alt.X("day:Q", title="days since receipt", scale=days, axis=on_days(last_day, grid=False))
    tooltip = ["words:N", "day:Q", alt.Tooltip("share:Q", format=".1%")]
    return [
        alt.Chart(rows)
        .mark_area(interpolate="step-after", color=rows.item(0, "fill"), opacity=1, stroke="white", strokeWidth=0.7)
        .encode(x=x, y=_shares("low"), y2="high:Q", tooltip=tooltip)
        for rows in frame.partition_by("place", maintain_order=True)
    ]


def _shares(column: str) -> alt.Y:
    axis = alt.Axis(format=".0%", tickCount=5)
    return alt.Y(f"{column}:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=axis)


def _labels(ends: pl.DataFrame, plot: int) -> list[alt.Chart]:
    """Words at the right edge, each joined to the middle of its area."""
    base = alt.Chart(ends)
    line = base.mark_rule(color=INK, strokeWidth=0.8)
    text = base.mark_text(align="left", color=INK)
    return [
        line.encode(x=alt.value(plot + 1), x2=alt.value(plot + 16), y=_shares("middle"), y2="label_at:Q"),
        text.encode(x=alt.value(plot + 19), y=_shares("label_at"), text="words:N"),
    ]
