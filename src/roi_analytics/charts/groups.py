"""One row per group: figures with their intervals, counts with their numbers."""

from collections.abc import Sequence

import altair as alt
import polars as pl

from roi_analytics.charts.style import FOCUS, INK, NARROW, finished, labelled, limits, nothing, on_axis, written

SHARE_SCALES = (0.05, 0.1, 0.25, 0.5, 1.0)
"""Where the scale of a share may end: rare things are drawn so that they can be told apart."""


def intervals(
    frame: pl.DataFrame,
    by: str | Sequence[str] = (),
    *,
    title: str,
    unit: str = "share",
    subtitle: str = "",
    width: int = 620,
) -> alt.TopLevelMixin:
    """
    How large is each group's figure, and how sure is it?

    Takes a row per group with `cases`, `value`, `low`, `high`: a dot, a bar for the 95 % interval, and the number of
    cases written beside it. A bar whose end is not reached runs to the edge; a group without a figure keeps its row and
    says so. `unit` is share, usd or plain.

    >>> charts.intervals(site.show("on_time", by="provider_id", legal_path="access"), by="provider_id", title="On time")
    """
    frame = labelled(frame, by)
    if frame.is_empty():
        return nothing(title, width)
    frame = frame.with_columns(
        pl.col("value", "low", "high").cast(pl.Float64),
        told=pl.struct("value", "low", "high", "cases").map_elements(
            lambda row: _figure_in_words(row, unit), pl.String
        ),
    )
    narrow = width <= NARROW
    rows = frame.get_column("group").to_list()
    plot = width - (30 if narrow else 330)
    y = alt.Y(
        "group:N",
        sort=rows,
        title=None,
        axis=None if narrow else alt.Axis(labelLimit=200, domain=False, ticks=False, labelPadding=8),
    )
    known = frame.select("value", "low", "high").to_numpy().flatten()
    largest = float(max([value for value in known if value == value], default=1.0)) or 1.0
    top = next(step for step in SHARE_SCALES if largest <= step) if unit == "share" else largest
    frame = frame.with_columns(until=pl.when(pl.col("low").is_not_null()).then(pl.col("high").fill_null(top)))
    x = alt.X(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=[0, top], nice=unit != "share"),
        axis=alt.Axis(format=on_axis(unit), tickCount=5),
    )
    base = alt.Chart(frame)
    bar = base.transform_filter("isValid(datum.low) && isValid(datum.until)").mark_rule(
        color=FOCUS, strokeWidth=3, opacity=0.45
    )
    dot = base.transform_filter("isValid(datum.value)").mark_circle(color=FOCUS, size=75, opacity=1)
    layers = [
        bar.encode(y=y, x=alt.X("low:Q", title=None), x2="until:Q"),
        dot.encode(y=y, x=x, tooltip=["group:N", "told:N"]),
    ]
    if narrow:
        both = base.transform_calculate(line="truncate(datum.group, 24) + ' · ' + datum.told")
        layers.append(
            both.mark_text(align="left", dy=-13, limit=plot, color=INK).encode(y=y, x=alt.value(0), text="line:N")
        )
    else:
        layers.append(base.mark_text(align="left", color=INK).encode(y=y, x=alt.value(plot + 12), text="told:N"))
    chart = alt.layer(*layers).properties(width=plot, height=alt.Step(40 if narrow else 26))
    told = " ".join(f"{row['group']}: {row['told']}." for row in frame.iter_rows(named=True))
    return finished(chart, title, subtitle or "dot: figure; bar: 95 % interval; n: cases", f"{title}. {told}", width)


def _figure_in_words(row: dict, unit: str) -> str:
    if row["value"] is None:
        return f"no figure (n {row['cases']:,})"
    write = written(unit)
    return f"{write(row['value'])}{limits(row['low'], row['high'], write)} · n {row['cases']:,}"


def counts(
    frame: pl.DataFrame,
    by: str | Sequence[str],
    *,
    title: str,
    value: str = "cases",
    subtitle: str = "",
    width: int = 620,
) -> alt.TopLevelMixin:
    """
    How many are there of each kind? Bars, with the number at the end of each.

    >>> charts.counts(frame, by="rule", title="Findings of the month")
    """
    frame = labelled(frame, by)
    if frame.is_empty():
        return nothing(title, width)
    narrow = width <= NARROW
    plot = width - (60 if narrow else 260)
    y = alt.Y(
        "group:N",
        sort=frame.get_column("group").to_list(),
        title=None,
        axis=None if narrow else alt.Axis(labelLimit=190, domain=False, ticks=False, labelPadding=8),
    )
    base = alt.Chart(frame).encode(y=y)
    layers = [
        base.mark_bar(color=FOCUS, size=12).encode(x=alt.X(f"{value}:Q", title=None, axis=None)),
        base.mark_text(align="left", dx=5, color=INK).encode(
            x=alt.X(f"{value}:Q"), text=alt.Text(f"{value}:Q", format=",")
        ),
    ]
    if narrow:
        layers.append(
            base.mark_text(align="left", dy=-14, limit=plot, color=INK).encode(x=alt.value(0), text="group:N")
        )
    chart = alt.layer(*layers).properties(width=plot, height=alt.Step(40 if narrow else 24))
    told = " ".join(f"{row['group']}: {row[value]:,}." for row in frame.iter_rows(named=True))
    return finished(chart, title, subtitle, f"{title}. {told}", width)
