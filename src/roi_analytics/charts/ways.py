"""What does a person go through who needs the records of several providers?"""

import altair as alt
import polars as pl

from roi_analytics.charts.areas import ENDS
from roi_analytics.charts.rows import Rows, numbered, widest
from roi_analytics.charts.style import FOCUS, INK, NARROW, dollars, finished, nothing, on_days, visible

OTHERS = "#8ba3b8"
WORDS = {name: words for name, (words, _) in ENDS.items()} | {"unknown": "ended, not said how"}
"""Outcome -> how it is told."""

LINE = 8
"""Pixels from a row's middle to each of its two lines of words."""


def timeline(frame: pl.DataFrame, *, title: str, width: int = 620) -> alt.TopLevelMixin:
    """
    How long did each provider take until the record was there, and what did it ask for?

    Takes a row per request of one need with `provider_id`, the dates `asked_on`, `first_word_on`, `ended_on` and
    `seen_on` (the last day seen), `outcome`, `channel`, `fee_usd`, `own_form_required` and `is_bottleneck`. A bar from
    asking to the end, a tick at the first word; one that is still `open` ends in an arrow on the day it was last seen;
    one whose end is not known has no bar.
    The last the person waited for is dark and thick. What is not recorded says so. It names no person.

    >>> charts.timeline(frame, title="One person, four providers")
    """
    if frame.is_empty():
        return nothing(title, width)
    frame = _requests(frame)
    narrow = width <= NARROW
    rows = Rows.of(
        frame, width, (42, 66), left=frame["name"], right=[] if narrow else [*frame["time"], *frame["asked_for"]]
    )
    ends = [value for column in ("from", "word", "to") for value in frame[column].drop_nulls()] or [0]
    latest = max(*ends, 1)
    scale = alt.Scale(domain=[min(ends), latest + 0.02 * (latest - min(ends))], nice=False)
    axis = on_days(latest, tickCount=6 if narrow else 10)

    def x(column: str) -> alt.X:
        return alt.X(f"{column}:Q", title="days since the first request", scale=scale, axis=axis)

    base = alt.Chart(frame).encode(y=rows.y, tooltip=["name:N", "time:N", "asked_for:N"])
    layers: list[alt.Chart | alt.LayerChart] = []
    for is_last, colour, thick in ((False, OTHERS, 4), (True, FOCUS, 8)):
        part = base.transform_filter(f"datum.is_bottleneck == {str(is_last).lower()}")
        mark = {"color": colour, "opacity": 1, "filled": True}
        ended = part.transform_filter("!datum.is_open && isValid(datum.to)")
        still = part.transform_filter("datum.is_open && isValid(datum.to)")
        layers += [
            ended.mark_rule(color=colour, strokeWidth=thick).encode(x=x("from"), x2="to:Q"),
            still.mark_rule(color=colour, strokeWidth=thick, strokeDash=[thick, 3]).encode(x=x("from"), x2="to:Q"),
            part.mark_point(shape="circle", size=18 * thick, **mark).encode(x=x("from")),
            ended.mark_point(shape="square", size=24 * thick, **mark).encode(x=x("to")),
            still.mark_point(shape="triangle-right", size=36 * thick, **mark).encode(x=x("to")),
        ]
    layers += [
        base.transform_filter("isValid(datum.word)")
        .mark_tick(color=INK, thickness=2, size=18, opacity=1, orient="vertical")
        .encode(x=x("word")),
        *_texts(frame, rows),
    ]
    told = " ".join(f"{row['name']}: {row['told']}." for row in frame.iter_rows(named=True))
    subtitle = (
        "bar: from asking to the end; tick: the first word; arrow: still open when last seen; "
        "dark: the last the person waited for"
    )
    return finished(rows.sized(alt.layer(*layers)), title, subtitle, f"{title}. {told}", width)


def _texts(frame: pl.DataFrame, rows: Rows) -> list[alt.LayerChart]:
    """Names, the last the person waited for in bold, and what each provider took and asked for."""
    taken = widest(frame["time"]) + LINE
    names = [
        rows.names(frame.filter(is_bottleneck=is_last), dy=(0, -LINE * 2), taken=taken, bold=is_last)
        for is_last in (False, True)
    ]
    if rows.is_narrow:
        time = rows.text(frame, "time", "end", dy=-LINE * 2)
        return [*names, time, rows.text(frame, "asked_for", "above", dy=LINE * 2 + 2, quiet=True)]
    time = rows.text(frame, "time", "right", dy=-LINE)
    return [*names, time, rows.text(frame, "asked_for", "right", dy=LINE, quiet=True)]


def _requests(frame: pl.DataFrame) -> pl.DataFrame:
    """Each request with its days since the first one was asked, in the order of asking, and with its words."""
    start = pl.col("asked_on").min()
    is_open = pl.col("ended_on").is_null() & (pl.col("outcome") == "open").fill_null(False)
    end = pl.when(is_open).then("seen_on").otherwise("ended_on")
    frame = frame.with_columns(
        pl.col("is_bottleneck").fill_null(False),
        name=pl.col("provider_id").cast(pl.String).fill_null("not known").map_elements(visible, pl.String),
        is_open=is_open,
        to=(end - start).dt.total_days(),
        word=(pl.col("first_word_on") - start).dt.total_days(),
        days=(end - pl.col("asked_on")).dt.total_days(),
        **{"from": (pl.col("asked_on") - start).dt.total_days()},
    )
    frame = numbered(frame.sort("asked_on", "name", nulls_last=True))
    kept = frame.select("row", "name", "from", "to", "word", "days", "is_open", "is_bottleneck")
    words = [_in_words(row) for row in frame.iter_rows(named=True)]
    return kept.hstack(pl.DataFrame(words, schema=["time", "asked_for", "told"], orient="row"))


def _in_words(row: dict) -> tuple[str, str, str]:
    """How long it took, what it asked for, and all of it in a sentence."""
    days = None if row["days"] is None else f"{row['days']:,} day{'' if row['days'] == 1 else 's'}"
    outcome = WORDS.get(row["outcome"]) or visible(row["outcome"] or "ended").replace("_", " ")
    if row["is_open"]:
        time = f"open after {days}" if days else "open, days not known"
    elif row["ended_on"] is None:
        time = "end not known"
    else:
        time = f"{days}, {outcome}" if days else f"{outcome}, days not known"
    form = {True: "own form", False: "", None: "form not recorded"}[row["own_form_required"]]
    fee = row["fee_usd"]
    fee = "fee not recorded" if fee is None else dollars(fee) if fee else "no fee"
    channel = visible(row["channel"]).replace("_", " ") if row["channel"] else "channel not recorded"
    asked_for = " · ".join(part for part in (channel, form, fee) if part)
    word = "" if row["word"] is None else f", first word on day {row['word'] - (row['from'] or 0)}"
    last = ", the last the person waited for" if row["is_bottleneck"] else ""
    return time, asked_for, f"{time}{word}{last}; {asked_for.replace(' · ', ', ')}"
