"""How far may a provider's figure be taken at its word? Each as it was seen, and as it is once the others are heard."""

from collections.abc import Callable, Sequence

import altair as alt
import polars as pl

from roi_analytics.charts.rows import Rows, numbered, widest
from roi_analytics.charts.style import (
    FOCUS,
    INK,
    NARROW,
    finished,
    labelled,
    limits,
    nothing,
    on_axis,
    pixels,
    text_width,
    visible,
    written,
)

APART = 8
"""Pixels from a row's middle up to the figure as seen, and down to the shrunken one."""


def forest(
    frame: pl.DataFrame,
    *,
    title: str,
    by: str | Sequence[str] = "provider_id",
    unit: str = "share",
    width: int = 620,
    subtitle: str = "",
) -> alt.TopLevelMixin:
    """
    How large is each provider's figure, as seen and shrunken towards its peers, beside the standard?

    Takes a row per group with `cases`, `value`, `low`, `high`, `shrunken`, `shrunken_low`, `shrunken_high`, `standard`
    and `reading`. Above: the figure as seen, a hollow dot on a thin bar; below: the shrunken one, a filled dot on a
    thick bar; the line across all rows: the standard. Sorted by name, never by value. A row without a figure says so;
    what is only context (a median) has nothing shrunken.
    `unit` is share, usd or plain.

    >>> charts.forest(site.compare("on_time", month="2026-05", legal_path="access"), title="On time")
    """
    frame = _units(labelled(frame, by), unit)
    if frame.is_empty():
        return nothing(title, width)
    seen, shrunk = ("seen_briefly", "shrunk_briefly") if width <= NARROW else ("seen", "shrunk")
    rows = Rows.of(
        frame, width, (42, 62), left=[*frame["name"], *frame["reading"]], right=[*frame[seen], *frame[shrunk]]
    )
    frame = frame.with_columns(
        seen_at=pl.col("row") - APART / rows.step,
        shrunk_at=pl.col("row") + APART / rows.step,
        above=pl.col("row") - 0.5,
        below=pl.col("row") + 0.5,
    )
    left, right = _range(frame, unit)
    scale = alt.Scale(domain=[left, right], nice=False, zero=False)
    axis = alt.Axis(format=on_axis(unit), tickCount=5)

    def x(column: str) -> alt.X:
        return alt.X(f"{column}:Q", title=None, scale=scale, axis=axis)

    base = alt.Chart(frame).encode(tooltip=["name:N", "told:N"])
    open_bars = base.transform_calculate(to=f"isValid(datum.high) ? datum.high : {right}")
    layers = [
        base.transform_filter("isValid(datum.standard)")
        .mark_rule(color=INK, strokeWidth=1.2)
        .encode(x=x("standard"), y=rows.at("above"), y2="below:Q"),
        open_bars.transform_filter("isValid(datum.low)")
        .mark_rule(color=FOCUS, strokeWidth=1.2)
        .encode(x=x("low"), x2="to:Q", y=rows.at("seen_at")),
        base.transform_filter("isValid(datum.shrunken_low) && isValid(datum.shrunken_high)")
        .mark_rule(color=FOCUS, strokeWidth=5, opacity=0.4)
        .encode(x=x("shrunken_low"), x2="shrunken_high:Q", y=rows.at("shrunk_at")),
        base.transform_filter("isValid(datum.value)")
        .mark_point(shape="circle", fill="white", stroke=FOCUS, size=46, opacity=1)
        .encode(x=x("value"), y=rows.at("seen_at")),
        base.transform_filter("isValid(datum.shrunken)")
        .mark_point(shape="circle", fill=FOCUS, stroke=FOCUS, size=46, opacity=1)
        .encode(x=x("shrunken"), y=rows.at("shrunk_at")),
        *_texts(frame, rows, seen, shrunk),
        *_standard(frame, rows, left, right, unit),
    ]
    chart = rows.sized(alt.layer(*layers))
    told = " ".join(f"{row['name']}: {row['told']}." for row in frame.iter_rows(named=True))
    reading = "hollow: as seen; filled: shrunken towards the peers; bars: 95 % intervals; line: the standard"
    return finished(chart, title, f"{subtitle} {reading}".strip(), f"{title}. {told}", width)


def _units(frame: pl.DataFrame, unit: str) -> pl.DataFrame:
    """The rows by name, each with what it says in words, at length and in brief."""
    numbers = ("value", "low", "high", "shrunken", "shrunken_low", "shrunken_high", "standard")
    unknown = [pl.lit(None, pl.Float64).alias(name) for name in numbers if name not in frame.columns]
    write = written(unit)
    told = {
        "seen": lambda row: f"{_figure(row, 'value', 'low', 'high', write)} · n {row['cases'] or 0:,}",
        "seen_briefly": lambda row: _figure(row, "value", "low", "high", write),
        "shrunk": lambda row: _shrunken(row, write),
        "shrunk_briefly": lambda row: "" if row["shrunken"] is None else f"shrunken {write(row['shrunken'])}",
        "told": lambda row: _told(row, write),
    }
    frame = frame.with_columns(unknown).select(
        "cases",
        pl.col(numbers).cast(pl.Float64),
        name="group",
        reading=pl.when(pl.col("value").is_not_null()).then("reading").fill_null("").map_elements(visible, pl.String),
    )
    return numbered(frame.sort("name", "cases")).with_columns(
        pl.struct("cases", "reading", *numbers).map_elements(words, pl.String).alias(column)
        for column, words in told.items()
    )


def _figure(row: dict, value: str, low: str, high: str, write: Callable[[float], str]) -> str:
    return "no figure" if row[value] is None else f"{write(row[value])}{limits(row[low], row[high], write)}"


def _shrunken(row: dict, write: Callable[[float], str]) -> str:
    if row["shrunken"] is None:
        return ""
    return f"shrunken {_figure(row, 'shrunken', 'shrunken_low', 'shrunken_high', write)}"


def _told(row: dict, write: Callable[[float], str]) -> str:
    parts = [f"{_figure(row, 'value', 'low', 'high', write)} (n {row['cases'] or 0:,})", _shrunken(row, write)]
    parts += [] if row["standard"] is None else [f"standard {write(row['standard'])}"]
    return ", ".join(part for part in [*parts, row["reading"]] if part)


def _range(frame: pl.DataFrame, unit: str) -> tuple[float, float]:
    """The values drawn, with a little room; shares stay between nothing and the whole."""
    columns = frame.select("value", "low", "high", "shrunken", "shrunken_low", "shrunken_high", "standard")
    drawn = [value for column in columns.get_columns() for value in column.drop_nulls()] or [0.0, 1.0]
    low, high = min(drawn), max(drawn)
    room = 0.05 * (high - low) or 0.1 * max(abs(high), 1.0)
    top = min(high + room, 1.0) if unit == "share" and high <= 1 else high + room
    return (max(low - room, 0.0) if low >= 0 else low - room), top


def _texts(frame: pl.DataFrame, rows: Rows, seen: str, shrunk: str) -> list[alt.LayerChart]:
    """Names and readings, and the numbers beside their marks."""
    above = -APART - 14
    taken = widest(frame["reading"]) + APART
    reading = {"place": "end", "dy": above} if rows.is_narrow else {"place": "left", "dy": APART}
    return [
        rows.names(frame, dy=(-APART, above), taken=taken),
        rows.text(frame, "reading", quiet=True, **reading),
        rows.text(frame, seen, "right", dy=-APART),
        rows.text(frame, shrunk, "right", dy=APART, quiet=True),
    ]


def _standard(frame: pl.DataFrame, rows: Rows, left: float, right: float, unit: str) -> list[alt.Chart]:
    """The standard's name above its line, within the picture, where all rows have one and the same."""
    known = frame.get_column("standard").drop_nulls().unique()
    if known.len() != 1:
        return []
    text = f"standard {written(unit)(known[0])}"
    half = text_width(text) / 2
    line = (known[0] - left) / (right - left) * rows.plot
    at = min(max(line, half - rows.left), rows.plot + rows.right - half)
    mark = alt.Chart(pl.DataFrame({"at": [at], "text": [text]})).mark_text(color=INK, baseline="bottom")
    return [mark.encode(x=pixels("x", "at"), y=alt.value(-4), text="text:N")]
