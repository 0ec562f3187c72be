"""Which providers depart from their standard by more than chance, given how many cases each has?"""

from collections.abc import Callable

import altair as alt
import numpy as np
import polars as pl

from roi_analytics import statistics
from roi_analytics.charts.places import beside
from roi_analytics.charts.style import (
    BAD,
    GOOD,
    INK,
    NARROW,
    OTHER,
    QUIET,
    finished,
    nothing,
    on_axis,
    pixels,
    set_apart,
    shortened,
    text_width,
    visible,
    written,
)
from roi_analytics.errors import QuestionError

DEPARTS = {
    "better than the standard": (GOOD, "circle", "blue circle"),
    "worse than the standard": (BAD, "square", "orange square"),
    "higher than the standard": (OTHER, "triangle-up", "purple triangle, up"),
    "lower than the standard": (OTHER, "triangle-down", "purple triangle, down"),
}
"""Reading -> colour, shape, and both in words. Every other reading is drawn hollow, without a colour."""

TOO_FEW = "too few cases"
LOG_FROM = 15
"""Where the largest size is so many times the smallest, sizes are drawn on a logarithmic scale."""

BETWEEN_LABELS = 12
"""Pixels from one label at the edge to the next."""

SAME = 1e-9
SIZES_DRAWN = 240
NAME_AT_MOST = (130, 80)
"""Pixels of a name in a wide and in a narrow drawing."""

FAINT = "#aeb6bb"
PLAIN = ("low_95", "high_95", "low_998", "high_998")
WITH_SPREAD = ("adjusted_low_95", "adjusted_high_95", "adjusted_low_998", "adjusted_high_998")


def funnel(
    frame: pl.DataFrame, *, title: str, unit: str = "share", per: int = 1, width: int = 620, sentence: str = ""
) -> alt.TopLevelMixin:
    """
    Which providers depart from the standard by more than their number of cases explains?

    Takes a row per provider of one group of peers with `provider_id`, `cases`, `value`, `standard`, `tau2`, `reading`
    and, where the limits rest on another size than the cases, `effective_cases`. One panel has one standard. Dotted:
    limits of chance alone; solid: limits that also allow for the spread between providers. Only a provider whose
    reading departs from the standard is filled and named; one with too few cases is hollow and faint; one without a
    figure is told in words. `sentence` (on phi and tau2) stands first under the title.

    `unit` is share, usd or plain. Limits are those of a share: values that are events per so many cases say so in
    `per`, and nothing else has limits. Raises QuestionError where there are several standards.

    >>> charts.funnel(frame, title="Denied, by provider", sentence="phi 2.1: the limits are widened.")
    """
    if frame.is_empty():
        return nothing(title, width)
    frame = _units(frame, unit)
    standard, tau2 = (_the_one(frame, column) for column in ("standard", "tau2"))
    told = " ".join([*([] if standard is None else [f"Standard {written(unit)(standard)}."]), *frame["words"]])
    points = frame.filter(pl.col("value").is_not_null() & (pl.col("size") > 0))
    if points.is_empty():
        return nothing(title, width, "no figure", told)
    plot = Funnel(points, standard, tau2, unit, per, width)
    chart = alt.layer(*plot.limits(), *plot.points(), *plot.edge(), *plot.names())
    chart = chart.properties(width=plot.width, height=plot.height)
    return finished(chart, title, _subtitle(frame, plot, sentence), f"{title}. {told}", width)


class Funnel:
    """The plot of a funnel: its scales, so that names can be placed by pixels, and its layers."""

    def __init__(
        self, points: pl.DataFrame, standard: float | None, tau2: float | None, unit: str, per: int, width: int
    ):
        self.is_narrow = width <= NARROW
        self.height = 280 if self.is_narrow else 340
        self.units, self.standard, self.unit, self.has_spread = points, standard, unit, bool(tau2)
        smallest, largest = points["size"].min(), points["size"].max()
        self.is_log = largest >= LOG_FROM * smallest
        self.sizes = (smallest * 0.8, largest * 1.15) if self.is_log else (0.0, largest * 1.08)
        self.lines = self._lines(tau2 or 0.0, per)
        self.values = self._range()
        self.labels = self._labels()
        left = max(text_width(written(unit)(value)) for value in self.values)
        self.width = (
            width - int(left) - int(max((text_width(text, 11) for text in self.labels["text"]), default=0)) - 30
        )

    def _lines(self, tau2: float, per: int) -> pl.DataFrame:
        """The limits over a grid of sizes; none where there is no standard, or it is no share."""
        least = max(self.sizes[0], self.sizes[1] / 400)
        grid = np.geomspace(least, self.sizes[1], SIZES_DRAWN)
        is_share = self.unit == "share" or per > 1
        if not is_share or self.standard is None or not 0 <= self.standard / per <= 1:
            return pl.DataFrame(schema=dict.fromkeys(("cases", *PLAIN, *WITH_SPREAD), pl.Float64))
        found = statistics.funnel_limits(grid.tolist(), self.standard / per, tau2)
        return found.with_columns(pl.col(*PLAIN, *WITH_SPREAD) * per)

    def _range(self) -> tuple[float, float]:
        """The values drawn: every point, the standard, and the limits of a middling unit if they are not far off."""
        drawn = self.units["value"].to_list() + ([] if self.standard is None else [self.standard])
        middling = self.lines.filter(pl.col("cases") >= self.units["size"].quantile(0.25)).head(1)
        around = drawn + [value for column in PLAIN + WITH_SPREAD for value in middling[column]]
        span = (max(drawn) - min(drawn)) or (max(around) - min(around))
        low, high = max(min(around), min(drawn) - span), min(max(around), max(drawn) + span)
        room = 0.06 * (high - low) or 0.05 * max(abs(high), 1.0)
        top = min(high + room, max(high, 1.0)) if self.unit == "share" else high + room
        return (low - room if low < 0 else max(low - room, 0.0)), top

    @property
    def x(self) -> alt.X:
        scale = alt.Scale(type="log" if self.is_log else "linear", domain=list(self.sizes), nice=False)
        ticks = {"values": _ticks(*self.sizes)} if self.is_log else {"tickCount": 6}
        axis = alt.Axis(grid=False, format=",.0f", labelOverlap="greedy", labelSeparation=6, **ticks)
        return alt.X("size:Q", title=f"cases{', log scale' if self.is_log else ''}", scale=scale, axis=axis)

    def y(self, column: str = "value") -> alt.Y:
        axis = alt.Axis(format=on_axis(self.unit), tickCount=6)
        scale = alt.Scale(domain=list(self.values), nice=False, zero=False)
        return alt.Y(f"{column}:Q", title=None, scale=scale, axis=axis)

    def limits(self) -> list[alt.Chart]:
        """Curves of the limits and the line of the standard."""
        within = pl.col(*PLAIN, *WITH_SPREAD).is_between(*self.values)
        seen = pl.when(within).then(pl.col(*PLAIN, *WITH_SPREAD))
        base = alt.Chart(self.lines.rename({"cases": "size"}).with_columns(seen)).encode(x=self.x)
        looks = [(column, {"strokeWidth": 1, "strokeDash": [1, 3]}) for column in PLAIN]
        if self.has_spread:
            looks += [(column, {"strokeWidth": 1.6 if "998" in column else 0.9}) for column in WITH_SPREAD]
        lines = [base.mark_line(color=QUIET, **look).encode(y=self.y(column)) for column, look in looks]
        at = pl.DataFrame({"value": [self.standard]}, schema={"value": pl.Float64}).drop_nulls()
        return [*lines, alt.Chart(at).mark_rule(color=INK, strokeWidth=1.2).encode(y=self.y())]

    def points(self) -> list[alt.Chart]:
        """One mark a unit, in layers by its look."""
        return [self._marks(rows, reading) for (reading,), rows in self.units.group_by("reading", maintain_order=True)]

    def _marks(self, rows: pl.DataFrame, reading: str | None) -> alt.Chart:
        colour, shape, _ = DEPARTS.get(reading, (FAINT if reading == TOO_FEW else QUIET, "circle", ""))
        fill, size = (colour, 90) if reading in DEPARTS else ("white", 26 if reading == TOO_FEW else 48)
        edge = "white" if reading in DEPARTS else colour
        mark = alt.Chart(rows).mark_point(shape=shape, fill=fill, stroke=edge, size=size, opacity=1, strokeWidth=1.3)
        return mark.encode(x=self.x, y=self.y(), tooltip=["name:N", "words:N"])

    def _labels(self) -> pl.DataFrame:
        """Which line is which, and where its name stands at the right edge."""
        columns = (WITH_SPREAD if self.has_spread else PLAIN) if self.lines.height else ()
        at = [(self.lines[column][-1], f"{'99.8' if '998' in column else '95'} % limit") for column in columns]
        at += [] if self.standard is None else [(self.standard, f"standard {written(self.unit)(self.standard)}")]
        low, high = self.values
        labels = pl.DataFrame(at, schema={"value": pl.Float64, "text": pl.String}, orient="row")
        labels = labels.filter(pl.col("value").is_between(low, high))
        places = set_apart(labels["value"], BETWEEN_LABELS * (high - low) / self.height, low, high)
        return labels.with_columns(value=pl.Series(places, dtype=pl.Float64))

    def edge(self) -> list[alt.Chart]:
        """The names of the lines."""
        mark = alt.Chart(self.labels).mark_text(align="left", fontSize=11, color=QUIET)
        return [mark.encode(x=alt.value(self.width + 5), y=self.y(), text="text:N")]

    def names(self) -> list[alt.Chart]:
        """The names of those that depart, where there is room for them, joined to their point where they are far."""
        room = NAME_AT_MOST[self.is_narrow]
        short = pl.col("name").map_elements(lambda name: shortened(name, room), pl.String)
        named = self.units.filter(pl.col("reading").is_in(list(DEPARTS))).select("name", "size", "value", text=short)
        own, crowd = self._pixels(named), self._pixels(self.units)
        places = beside(own, [text_width(text) for text in named["text"]], crowd, (self.width, self.height))
        columns = ["own_x", "own_y", "at_x", "at_y", "edge_x", "edge_y"]
        named = named.hstack(pl.DataFrame(np.hstack([own, places]), schema=dict.fromkeys(columns, pl.Float64)))
        base = alt.Chart(named.filter(pl.col("at_x").is_not_nan()))
        text = base.encode(x=pixels("x", "at_x"), y=pixels("y", "at_y"), text="text:N")
        line = base.mark_rule(color=INK, strokeWidth=0.7)
        return [
            line.encode(x=pixels("x", "own_x"), x2="edge_x:Q", y=pixels("y", "own_y"), y2="edge_y:Q"),
            text.mark_text(stroke="white", strokeWidth=4, baseline="middle"),
            text.mark_text(color=INK, baseline="middle"),
        ]

    def _pixels(self, units: pl.DataFrame) -> np.ndarray:
        """Where units stand in the plot, a row each: pixels from its left and from its top."""
        size, value = units["size"].to_numpy(), units["value"].to_numpy()
        scaled = np.log if self.is_log else np.asarray
        left, right = (scaled(end) for end in self.sizes)
        low, high = self.values
        across = (scaled(size) - left) / (right - left) * self.width
        return np.column_stack([across, (high - value) / (high - low) * self.height])


def _units(frame: pl.DataFrame, unit: str) -> pl.DataFrame:
    """Each unit with its name in words that can be trusted, the size its limits rest on, and what it says."""
    sizes = [name for name in ("effective_cases", "cases") if name in frame.columns]
    write = written(unit)
    unknown = [pl.lit(None).alias(name) for name in ("standard", "tau2", "reading") if name not in frame.columns]
    frame = frame.with_columns(unknown).select(
        pl.col("value", "standard", "tau2").cast(pl.Float64),
        pl.col("reading").cast(pl.String),
        "cases",
        name=pl.col("provider_id").cast(pl.String).fill_null("not known").map_elements(visible, pl.String),
        size=pl.coalesce(pl.col(sizes).cast(pl.Float64)),
    )
    row = pl.struct("name", "value", "cases", "reading")
    return frame.with_columns(words=row.map_elements(lambda row: _unit_in_words(row, write), pl.String))


def _unit_in_words(row: dict, write: Callable[[float], str]) -> str:
    if row["value"] is None:
        return f"{row['name']}: no figure (n {row['cases'] or 0:,})."
    reading = "" if row["reading"] is None else f", {visible(row['reading'])}"
    return f"{row['name']}: {write(row['value'])} (n {row['cases'] or 0:,}){reading}."


def _the_one(frame: pl.DataFrame, column: str) -> float | None:
    """The one value of a column; None where it is not known."""
    known = frame.get_column(column).drop_nulls()
    if known.len() and known.max() - known.min() > SAME:
        raise QuestionError(
            f"A funnel has one {column}, and these rows have {known.n_unique()}.\n"
            'Draw a panel for each group of peers: charts.panels(frame, draw, title=..., split="peers").'
        )
    return known[0] if known.len() else None


def _ticks(low: float, high: float) -> list[float]:
    """One, two, five and their tenfolds within the limits."""
    return [lead * 10.0**power for power in range(-1, 10) for lead in (1, 2, 5) if low <= lead * 10.0**power <= high]


def _subtitle(frame: pl.DataFrame, plot: Funnel, sentence: str) -> str:
    """What the lines and the marks mean, those that occur."""
    told = [sentence] if sentence else []
    if plot.lines.height and plot.has_spread:
        told.append("Dotted: limits of chance alone; solid: limits that allow for the spread between providers.")
    elif plot.lines.height:
        told.append("Dotted: limits of chance.")
    readings = frame["reading"].to_list()
    marks = [f"{look}: {reading}" for reading, (*_, look) in DEPARTS.items() if reading in readings]
    marks += ["small and faint: too few cases"] if TOO_FEW in readings else []
    told += [f"{'; '.join(marks).capitalize()}."] if marks else []
    told += ["Names: where there is room."] if set(readings) & set(DEPARTS) else []
    without = frame.filter(pl.col("value").is_null()).height
    return " ".join([*told, *([f"{without} without a figure."] if without else [])])
