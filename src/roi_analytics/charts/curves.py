"""Curves over days: what share was answered by then, the open requests counted."""

from collections.abc import Sequence

import altair as alt
import polars as pl

from roi_analytics.charts.style import BAND, FOCUS, INK, NARROW, finished, labelled, nothing, percent, set_apart

CONTEXT = (("#5b646b", [6, 3]), ("#767f86", [2, 2]), ("#767f86", [8, 3, 2, 3]))
"""Colour and dash of the lines beside the one in focus: told apart by dash, so that grey print and any eye can."""

OVERLAID = 1 + len(CONTEXT)
"""So many curves share one frame; more stand side by side, each in its own."""

LABELS_APART = 0.065
"""The least distance, in shares, between the labels at the curves' ends: none hides another."""


def curve(
    frame: pl.DataFrame,
    by: str | Sequence[str] = (),
    *,
    title: str,
    target_day: int | None = None,
    until: int = 120,
    width: int = 620,
) -> alt.TopLevelMixin:
    """
    What share was answered by each day after receipt, counting the requests still open?

    Takes a row per group and day with `value`, `low`, `high` (shares) and, where known, `cases` of the group. The last
    group in order (the newest month) is in focus with its band; up to three others are context. More groups stand side
    by side. A curve ends on the last day anyone was watched and is never drawn further.

    >>> charts.curve(frame, by="month", title="Answered within days of receipt", target_day=30)
    """
    frame = _from_receipt(labelled(frame, by), until)
    groups = frame.get_column("group").unique(maintain_order=True).to_list()
    if not groups:
        return nothing(title, width)
    told = [_curve_in_words(frame.filter(pl.col("group") == group), group, target_day) for group in groups]
    span = max(frame.get_column("day").max() or 0, target_day or 0, 1)
    subtitle = "share answered, by days since receipt; shaded: 95 % interval; requests still open are counted"
    draw = _overlaid if len(groups) <= OVERLAID else _side_by_side
    return finished(draw(frame, groups, target_day, span, width), title, subtitle, f"{title}. {' '.join(told)}", width)


def _from_receipt(frame: pl.DataFrame, until: int) -> pl.DataFrame:
    """Curves begin at nothing on the day of receipt."""
    starts = frame.group_by("group", maintain_order=True).agg(pl.all().first()).filter(pl.col("day") > 0)
    starts = starts.with_columns(day=pl.lit(0, frame.schema["day"]), value=0.0, low=0.0, high=0.0)
    order = frame.select("group").unique(maintain_order=True).with_row_index("place")
    whole = pl.concat([starts.select(frame.columns), frame.filter(pl.col("day") <= until)])
    band = [
        pl.col(limit).fill_null(strategy="forward").over("group").fill_null(pl.col("value"))
        for limit in ("low", "high")
    ]
    return whole.join(order, on="group", maintain_order="left").sort("place", "day").drop("place").with_columns(band)


def _overlaid(frame: pl.DataFrame, groups: list[str], target_day: int | None, span: int, width: int) -> alt.LayerChart:
    x, y = _curve_axes(span)
    focus = groups[-1]
    styles = dict(zip(reversed(groups), ((FOCUS, [1, 0]), *CONTEXT), strict=False))
    layers: list[alt.Chart] = [_target(target_day)] if target_day is not None else []
    layers.append(
        alt.Chart(frame.filter(pl.col("group") == focus))
        .mark_area(interpolate="step-after", color=BAND, opacity=0.75)
        .encode(x=x, y=alt.Y("low:Q", scale=alt.Scale(domain=[0, 1]), title=None), y2="high:Q")
    )
    for group in groups:
        colour, dash = styles[group]
        layers.append(
            alt.Chart(frame.filter(pl.col("group") == group))
            .mark_line(
                interpolate="step-after", color=colour, strokeDash=dash, strokeWidth=2.5 if group == focus else 1.6
            )
            .encode(x=x, y=y, tooltip=["group:N", "day:Q", alt.Tooltip("value:Q", format=".1%")])
        )
    ends = frame.group_by("group", maintain_order=True).last()
    ends = ends.with_columns(
        label_at=pl.Series(set_apart(ends.get_column("value"), LABELS_APART, 0.0, 1.0)),
        colour=pl.col("group").replace_strict({group: style[0] for group, style in styles.items()}),
    )
    at = {"x": "day:Q", "y": "label_at:Q", "text": "label:N"}
    layers.append(
        alt.Chart(ends).mark_text(align="left", dx=6, fontWeight=600, stroke="white", strokeWidth=4).encode(**at)
    )
    layers.append(
        alt.Chart(ends)
        .mark_text(align="left", dx=6, fontWeight=600)
        .encode(**at, color=alt.Color("colour:N", scale=None))
    )
    return alt.layer(*layers).properties(width=width - 150, height=300 if width > NARROW else 260)


def _side_by_side(
    frame: pl.DataFrame, groups: list[str], target_day: int | None, span: int, width: int
) -> alt.FacetChart:
    x, y = _curve_axes(span)
    columns = 3 if width > NARROW else 1
    base = alt.Chart()
    band = base.mark_area(interpolate="step-after", color=BAND, opacity=0.75)
    layers = [
        band.encode(x=x, y=alt.Y("low:Q", scale=alt.Scale(domain=[0, 1]), title=None), y2="high:Q"),
        base.mark_line(interpolate="step-after", color=FOCUS, strokeWidth=2).encode(x=x, y=y),
    ]
    if target_day is not None:
        layers.insert(0, base.mark_rule(color=INK, strokeDash=[3, 3]).encode(x=alt.datum(target_day)))
    header = alt.Header(title=None, labelAnchor="start", labelFontWeight="bold", labelLimit=0 if columns > 1 else width)
    panel = alt.layer(*layers).properties(width=(width - 60 * columns) / columns, height=130)
    return panel.facet(
        alt.Facet("label:N", sort=frame.get_column("label").unique(maintain_order=True).to_list(), header=header),
        columns=columns,
        data=frame,
    )


def _curve_axes(span: int) -> tuple[alt.X, alt.Y]:
    x = alt.X(
        "day:Q",
        title="days since receipt",
        scale=alt.Scale(domain=[0, span], nice=False),
        axis=alt.Axis(grid=False, tickMinStep=1),
    )
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", tickCount=5))
    return x, y


def _target(day: int) -> alt.LayerChart:
    mark = alt.Chart(pl.DataFrame({"day": [day], "label": [f"day {day}"]})).encode(x="day:Q")
    rule = mark.mark_rule(color=INK, strokeDash=[3, 3])
    return rule + mark.mark_text(align="left", dx=4, y="height", dy=-8, color=INK).encode(text="label:N")


def _curve_in_words(one: pl.DataFrame, group: str, target_day: int | None) -> str:
    last_day = one.get_column("day").max()
    label = one.item(0, "label")
    if target_day is not None and last_day >= target_day:
        at = one.filter(pl.col("day") <= target_day).row(-1, named=True)
        value, low, high = percent(at["value"]), percent(at["low"]), percent(at["high"])
        return f"{label}: {value} answered by day {target_day} ({low} to {high})."
    at = one.row(-1, named=True)
    return f"{label}: {percent(at['value'])} answered by day {last_day}, the last day watched."
