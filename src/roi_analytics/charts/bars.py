"""How much of the whole each part makes up: the few that make up most, and the open requests by their age."""

from collections.abc import Sequence

import altair as alt
import polars as pl

from roi_analytics.charts.rows import Rows, numbered
from roi_analytics.charts.style import (
    BAD,
    BAND,
    FOCUS,
    INK,
    NARROW,
    finished,
    labelled,
    nothing,
    percent,
    pixels,
    plain,
    shortened,
    text_width,
    visible,
)

MOST = 0.8
"""The mark of a Pareto chart: the few that together make up so much of the whole."""

YOUNGEST, OLDEST = (0xDF, 0xE8, 0xF0), (0x12, 0x43, 0x6D)
"""Fills of the first and the last band of age; those between are mixed."""

DARK_FROM = 0.5
"""From this age on, between 0 and 1, a number is written in white on its band."""

NOT_KNOWN = "not known"
KEY = 24
"""Pixels from the key of the bands to the first bar."""


def pareto(
    frame: pl.DataFrame, by: str | Sequence[str], *, title: str, value: str = "cases", width: int = 620
) -> alt.TopLevelMixin:
    """
    Which few make up most of the whole?

    Takes a row per group with `value` (a count or an amount, none below zero). Bars in falling order, as shares of the
    whole; the line adds them up, and the dark bars are those that are needed to reach the mark at 80 %. A row without a
    value stands last and is in no share.

    >>> charts.pareto(frame, by="pend_reason", title="Why requests were sent back")
    """
    frame = labelled(frame, by)
    if frame.is_empty():
        return nothing(title, width)
    frame = _added_up(frame.select(name="group", amount=pl.col(value).cast(pl.Float64)))
    words = "brief" if width <= NARROW else "words"
    rows = Rows.of(frame, width, (26, 44), left=frame["name"], right=frame[words])
    x = alt.Scale(domain=[0, 1], nice=False)
    axis = alt.Axis(format=".0%", tickCount=5)
    base = alt.Chart(frame).encode(y=rows.y, tooltip=["name:N", "words:N"])
    mark = alt.Chart(pl.DataFrame({"at": [MOST], "text": [percent(MOST)]})).encode(x="at:Q")
    layers = [
        *[
            base.transform_filter(f"datum.is_most == {str(is_most).lower()}")
            .mark_bar(orient="horizontal", size=13, color=FOCUS if is_most else BAND)
            .encode(x=alt.X("share:Q", title=None, scale=x, axis=axis))
            for is_most in (True, False)
        ],
        mark.mark_rule(color=INK, strokeDash=[3, 3]),
        mark.mark_text(color=INK, baseline="bottom").encode(y=alt.value(-3), text="text:N"),
        base.transform_filter("isValid(datum.together)").mark_line(color=BAD, strokeWidth=1.5).encode(x="together:Q"),
        base.mark_circle(color=BAD, size=34, opacity=1).encode(x="together:Q"),
        rows.names(frame, dy=(0, -15)),
        rows.text(frame, words, "right"),
    ]
    told = " ".join(f"{row['name']}: {row['words']}." for row in frame.iter_rows(named=True))
    subtitle = "bar: share of the whole; line: the shares added up; dark: together they reach the mark"
    return finished(rows.sized(alt.layer(*layers)), title, subtitle, f"{title}. {told}", width)


def _added_up(frame: pl.DataFrame) -> pl.DataFrame:
    """In falling order, with each row's share of the whole and the shares added up so far."""
    frame = numbered(frame.sort("amount", "name", descending=[True, False], nulls_last=True))
    whole = pl.col("amount").sum()
    frame = frame.with_columns(share=pl.when(whole > 0).then(pl.col("amount") / whole))
    frame = frame.with_columns(together=pl.col("share").cum_sum())
    before = pl.col("together").shift(1, fill_value=0.0)
    frame = frame.with_columns(is_most=((before < MOST) & (pl.col("share") > 0)).fill_null(False))
    return frame.with_columns(
        pl.struct("amount", "share", "together").map_elements(told, pl.String, skip_nulls=False).alias(column)
        for column, told in (("words", _part_in_words), ("brief", _part_in_brief))
    )


def _part_in_words(row: dict) -> str:
    own = "" if row["share"] is None else f" · {percent(row['share'])} · together {percent(row['together'])}"
    return "no figure" if row["amount"] is None else f"{plain(row['amount'])}{own}"


def _part_in_brief(row: dict) -> str:
    added = "" if row["share"] is None else f" · together {percent(row['together'])}"
    return "no figure" if row["amount"] is None else f"{plain(row['amount'])}{added}"


def age_bands(
    frame: pl.DataFrame, *, title: str, by: str | Sequence[str] = "provider_id", width: int = 620
) -> alt.TopLevelMixin:
    """
    How many requests are open, and how old are they?

    Takes a row per group and band, of one month's end and one legal path, with `age_band` (days since receipt, as
    "11-20" or "61+") and `value` (open requests). One bar a group, sorted by name, the youngest band first and
    lightest; the numbers stand inside where there is room, the total at the end.

    >>> charts.age_bands(site.show("backlog", by="provider_id,age_band", month="2026-05"), title="Open requests by age")
    """
    frame = _banded(labelled(frame, by))
    if frame.is_empty():
        return nothing(title, width)
    groups = _of_groups(frame)
    rows = Rows.of(groups, width, (28, 46), left=groups["name"], right=groups["words"])
    room = max(groups["total"].max(), 1)
    pixel = room / rows.plot
    frame = frame.join(groups.select("name", "row"), on="name").with_columns(
        middle=(pl.col("low") + pl.col("high")) / 2,
        is_told=pl.struct("words", "value").map_elements(
            lambda row: text_width(row["words"]) + 5 <= row["value"] / pixel, pl.Boolean
        ),
    )
    x = alt.X("low:Q", title=None, axis=None, scale=alt.Scale(domain=[0, room], nice=False))
    base = alt.Chart(frame).encode(y=rows.y, tooltip=["name:N", "band:N", "words:N"])
    bar = base.transform_filter("datum.value > 0").mark_bar(size=18, strokeWidth=1)
    inside = base.transform_filter("datum.is_told && datum.value > 0").mark_text()
    end = alt.Chart(groups).mark_text(align="left", dx=6, fontWeight=600, color=INK)
    layers = [
        bar.encode(x=x, x2="high:Q", fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("edge:N", scale=None)),
        inside.encode(x="middle:Q", text="words:N", color=alt.Color("ink:N", scale=None)),
        end.encode(x="total:Q", y=rows.y, text="words:N"),
        rows.names(groups, dy=(0, -17)),
        *_key(frame, rows),
    ]
    told = " ".join(_bands_in_words(part) for part in frame.partition_by("name", maintain_order=True))
    subtitle = "open requests by days since receipt, the youngest left; right: all of them"
    return finished(rows.sized(alt.layer(*layers)), title, subtitle, f"{title}. {told}", width)


def _banded(frame: pl.DataFrame) -> pl.DataFrame:
    """A row per group and band with the edges of its piece of the bar and its look; groups by name, bands by age."""
    frame = frame.select(
        name="group",
        band=pl.col("age_band").cast(pl.String).map_elements(visible, pl.String),
        value=pl.col("value").cast(pl.Float64).fill_null(0.0),
    )
    age = pl.col("band").str.extract(r"(\d+)").cast(pl.Float64)
    bands = frame.select("band").unique().sort(age, "band", nulls_last=True).get_column("band")
    return (
        frame.join(_looks(bands), on="band", nulls_equal=True)
        .sort("name", "place")
        .with_columns(
            band=pl.col("band").fill_null(NOT_KNOWN),
            words=pl.col("value").map_elements(plain, pl.String),
            high=pl.col("value").cum_sum().over("name"),
        )
        .with_columns(low=pl.col("high") - pl.col("value"))
    )


def _looks(bands: pl.Series) -> pl.DataFrame:
    """Fill, edge and ink of each band, from light to dark; a band that is not known is white with a dark edge."""
    known = bands.drop_nulls().len()
    looks = [(*_shade(place / max(known - 1, 1)), "white") for place in range(known)]
    looks += [("white", INK, INK)] * (bands.len() - known)
    frame = pl.DataFrame(looks, schema=dict.fromkeys(("fill", "ink", "edge"), pl.String), orient="row")
    return frame.with_columns(band=bands, place=pl.int_range(pl.len()))


def _shade(age: float) -> tuple[str, str]:
    """The fill of an age between 0 and 1, and the colour of a number on it."""
    mixed = [round(young + (old - young) * age) for young, old in zip(YOUNGEST, OLDEST, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mixed), INK if age <= DARK_FROM else "white"


def _of_groups(frame: pl.DataFrame) -> pl.DataFrame:
    totals = frame.group_by("name", maintain_order=True).agg(total=pl.col("value").sum())
    return numbered(totals).with_columns(words=pl.col("total").map_elements(plain, pl.String))


def _key(frame: pl.DataFrame, rows: Rows) -> list[alt.Chart]:
    """The bands from light to dark with their names, above the first bar."""
    bands = frame.select("place", "band", "fill", "ink", "edge").unique().sort("place")
    each = min((rows.plot + rows.right) / bands.height, 84)
    left = pl.int_range(pl.len()) * each
    short = pl.col("band").map_elements(lambda band: shortened(band, each - 2, 10), pl.String)
    bands = bands.with_columns(left=left, middle=left + each / 2, right=left + each, band=short)
    box = alt.Chart(bands).mark_rect(strokeWidth=1)
    box = box.encode(fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("edge:N", scale=None))
    text = alt.Chart(bands).mark_text(fontSize=10, dy=8)
    text = text.encode(text="band:N", color=alt.Color("ink:N", scale=None))
    return [
        box.encode(x=pixels("x", "left"), x2="right:Q", y=alt.value(-KEY), y2=alt.value(-KEY + 16)),
        text.encode(x=pixels("x", "middle"), y=alt.value(-KEY)),
    ]


def _bands_in_words(part: pl.DataFrame) -> str:
    shown = ", ".join(f"{row['words']} of {row['band']}" for row in part.iter_rows(named=True) if row["value"] > 0)
    return f"{part.item(0, 'name')}: {plain(part['value'].sum())} open" + (f" ({shown} days)." if shown else ".")
