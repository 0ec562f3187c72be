"""Has anything changed from month to month, or is it the ordinary coming and going? Control charts."""

from collections.abc import Callable

import altair as alt
import polars as pl

from roi_analytics.charts.style import (
    BAD,
    GOOD,
    INK,
    NARROW,
    OTHER,
    QUIET,
    finished,
    limits,
    nothing,
    on_axis,
    pixels,
    set_apart,
    shortened,
    text_width,
    visible,
    with_halo,
    wrapped,
    written,
)

SPECIAL = {"improvement": (GOOD, "circle"), "concern": (BAD, "square"), "change": (OTHER, "diamond")}
"""Variation -> colour and shape of a point that is more than chance."""

LOOKS = {"improvement": "blue circle", "concern": "orange square", "change": "purple diamond"}
COMMON = "#7b848b"
SIGNALS = {
    "outside": "outside a limit",
    "trend": "in a trend",
    "two_of_three": "two of three near a limit",
    "shift": "in a run on one side of the mean",
}
LIMITS = {
    "screened": "limits from moving ranges, those beyond chance left out",
    "unscreened": "limits from all moving ranges",
    "p": "p limits",
    "p'": "p' limits: the points differ by more than chance",
    "u": "u limits",
    "t": "t limits on the days between events",
}
ASSURED = {"passing": (GOOD, "P"), "failing": (BAD, "F"), "hit_and_miss": (QUIET, "?")}
BETTER = {"higher": "higher is better", "lower": "lower is better"}
MAY_BE_MISSING = {
    **dict.fromkeys(("center", "low_limit", "high_limit", "sigma_z"), pl.Float64),
    **dict.fromkeys(("signal", "variation", "assurance", "reason", "limits"), pl.String),
    **dict.fromkeys(("is_hollow", "is_trial"), pl.Boolean),
    "phase": pl.Int64,
}
"""Columns that are taken as not known where the frame has none."""

CROWDED = 8
"""With fewer pixels than this from point to point, points are drawn small."""

TOLD = 36
"""So many points, the newest, are told one by one in the alternative text."""

LINE, ICON, REASON = 15, 26, 180
"""Pixels of a line of text, of an icon, and of the narrowest column a reason is set in."""


def control(
    frame: pl.DataFrame,
    *,
    title: str,
    unit: str = "share",
    better: str = "neutral",
    target: float | None = None,
    width: int = 620,
    subtitle: str = "",
) -> alt.TopLevelMixin:
    """
    Has the figure changed, or does it come and go as it always did?

    Takes a row per month of one group, in order, as `statistics.xmr` and its kin give them: `month` (text), `value`,
    `center`, `low_limit`, `high_limit`, `signal`, `variation`, `assurance`, `phase`, `reason`, `is_trial`, `limits`,
    and `is_hollow` for months too young to be counted: these are hollow and joined by a dashed line. A point that is
    more than chance has a colour and a shape of its own; each phase has its own mean and limits, and its reason is
    printed where it begins. At the top stand the variation of the newest counted month and, where there is a target,
    whether it is met. `unit` is share, usd or plain; `better` is higher, lower or neutral.

    >>> charts.control(statistics.xmr(frame, better="lower"), title="Days until half were answered", unit="plain")
    """
    if frame.is_empty():
        return nothing(title, width)
    months = _months(frame, unit)
    told = " ".join([*_state_in_words(months, unit, target), *months["words"].tail(TOLD)])
    if months["value"].is_null().all():
        return nothing(title, width, "no figure", told)
    plot = Control(months, unit, target, width)
    chart = alt.layer(*plot.lines(), *plot.points(), *plot.edge(), *plot.phases(), *plot.icons(), *plot.month_names())
    chart = chart.properties(width=plot.width, height=plot.height)
    return finished(chart, title, _subtitle(months, better, subtitle), f"{title}. {told}", width)


class Control:
    """The plot of a control chart: one place a month from left to right, in pixels, and its layers."""

    def __init__(self, months: pl.DataFrame, unit: str, target: float | None, width: int):
        self.height, self.unit, self.target = 260 if width > NARROW else 220, unit, target
        self.labels = self._labels(months)
        self.right = max((int(text_width(text, 11)) for _, text in self.labels), default=0) + 10
        self.values = self._range(months)
        left = max(text_width(written(unit)(value)) for value in self.values)
        self.width = width - self.right - int(left) - 24
        each = self.width / months.height
        place = pl.int_range(pl.len())
        self.months = months.with_columns(left=place * each, at=(place + 0.5) * each, right=(place + 1) * each)
        self.begun = self._begun()

    def _labels(self, months: pl.DataFrame) -> list[tuple[float, str]]:
        """What stands at the right edge: the limits and mean of the newest phase that has any, and the target."""
        write, limited = written(self.unit), months.filter(pl.col("center").is_not_null())
        newest = limited.filter(pl.col("phase") == pl.col("phase").last())
        named = (("high_limit", "limit"), ("center", "mean"), ("low_limit", "limit"))
        last = [(newest[column].drop_nulls().tail(1), word) for column, word in named]
        at = [(value[0], word) for value, word in last if value.len()]
        at += [] if self.target is None else [(self.target, "target")]
        return [(value, f"{word} {write(value)}") for value, word in at]

    def _begun(self) -> pl.DataFrame:
        """The first month of each phase that has a reason, with the lines it is printed in and where they stand."""
        first = self.months.group_by("phase", maintain_order=True).first().filter(pl.col("reason").is_not_null())
        whole = self.width + self.right
        lines = [
            wrapped(f"{row['month']}: {row['reason']}", int(max(whole - row["left"], REASON) / 6.9))
            for row in first.iter_rows(named=True)
        ]
        room = [whole - max(text_width(line) for line in own) for own in lines]
        heights = pl.Series([len(own) * LINE for own in lines], dtype=pl.Int64)
        return first.select(
            "left",
            text=pl.Series(["\n".join(own) for own in lines], dtype=pl.String),
            text_at=pl.min_horizontal("left", pl.Series(room, dtype=pl.Float64)).clip(0, None),
            top=-heights.reverse().cum_sum().reverse() - 4,
        )

    def _range(self, months: pl.DataFrame) -> tuple[float, float]:
        """The values drawn: every month, its mean and limits, and the target, with a little room."""
        columns = months.select("value", "center", "low_limit", "high_limit").get_columns()
        drawn = [value for column in columns for value in column.drop_nulls()]
        drawn += [] if self.target is None else [self.target]
        low, high = min(drawn), max(drawn)
        room = 0.08 * (high - low) or 0.1 * max(abs(high), 1.0)
        top = min(high + room, 1.0) if self.unit == "share" and high <= 1 else high + room
        return (max(low - room, 0.0) if low >= 0 else low - room), top

    def y(self, column: str = "value") -> alt.Y:
        scale = alt.Scale(domain=list(self.values), nice=False, zero=False)
        axis = alt.Axis(format=on_axis(self.unit), tickCount=5)
        return alt.Y(f"{column}:Q", title=None, scale=scale, axis=axis)

    def lines(self) -> list[alt.Chart]:
        """Mean and limits, each phase by itself, and the line from month to month."""
        edges = pl.concat([self.months.with_columns(x=side) for side in ("left", "right")])
        edges = edges.sort("at", "x").with_columns(step=pl.int_range(pl.len()))
        base = alt.Chart(edges.select("x", "step", "phase", "center", "low_limit", "high_limit"))
        base = base.encode(x=pixels("x", "x"), detail="phase:N", order="step:Q")
        limit = base.mark_line(color=QUIET, strokeWidth=1, strokeDash=[5, 3])
        pairs = self.months.select(
            x="at", x2=pl.col("at").shift(1), y="value", y2=pl.col("value").shift(1),
            is_young=pl.col("is_hollow") | pl.col("is_hollow").shift(1),
        ).drop_nulls()  # fmt: skip
        target = pl.DataFrame({"value": [self.target]}, schema={"value": pl.Float64}).drop_nulls()
        return [
            limit.encode(y=self.y("low_limit")),
            limit.encode(y=self.y("high_limit")),
            base.mark_line(color=QUIET, strokeWidth=1.2).encode(y=self.y("center")),
            alt.Chart(target).mark_rule(color=INK, strokeWidth=1, strokeDash=[1, 3]).encode(y=self.y()),
            *[
                alt.Chart(pairs.filter(is_young=is_young))
                .mark_rule(color=COMMON, strokeWidth=1.6, strokeDash=[2, 3] if is_young else [1, 0])
                .encode(x=pixels("x", "x"), x2="x2:Q", y=self.y("y"), y2="y2:Q")
                for is_young in (False, True)
            ],
        ]

    def points(self) -> list[alt.Chart]:
        """One mark a month, in layers by its look."""
        known = self.months.filter(pl.col("value").is_not_null())
        looks = [(known.filter(variation=name), look, 80) for name, look in SPECIAL.items()]
        is_special = pl.col("variation").is_in(list(SPECIAL)).fill_null(False)
        looks.append((known.filter(~is_special), (COMMON, "circle"), 38))
        counted = [
            self._marks(rows.filter(~pl.col("is_hollow")), shape, colour, "white", size)
            for rows, (colour, shape), size in looks
        ]
        return [*counted, self._marks(known.filter("is_hollow"), "circle", "white", COMMON, 46)]

    def _marks(self, rows: pl.DataFrame, shape: str, fill: str, stroke: str, size: int) -> alt.Chart:
        mark = alt.Chart(rows.select("at", "value", "words"))
        size = size if self.width >= CROWDED * self.months.height else size / 3
        mark = mark.mark_point(shape=shape, fill=fill, stroke=stroke, size=size, opacity=1, strokeWidth=1.2)
        return mark.encode(x=pixels("x", "at"), y=self.y(), tooltip=["words:N"])

    def edge(self) -> list[alt.Chart]:
        """Which line is which, at the right edge."""
        low, high = self.values
        places = set_apart([value for value, _ in self.labels], 13 * (high - low) / self.height, low, high)
        labels = pl.DataFrame({"value": places, "text": [text for _, text in self.labels]})
        mark = alt.Chart(labels.cast({"value": pl.Float64, "text": pl.String}))
        mark = mark.mark_text(align="left", fontSize=11, color=QUIET)
        return [mark.encode(x=alt.value(self.width + 6), y=self.y(), text="text:N")]

    def phases(self) -> list[alt.Chart]:
        """Where new limits begin, and why."""
        base = alt.Chart(self.begun)
        rule = base.mark_rule(color=QUIET, strokeWidth=1)
        text = base.mark_text(align="left", baseline="top", lineBreak="\n", lineHeight=LINE, dx=4, color=QUIET)
        at = {"x": pixels("x", "text_at"), "y": pixels("y", "top"), "text": "text:N"}
        return [
            rule.encode(x=pixels("x", "left"), y=pixels("y", "top"), y2=alt.value(self.height)),
            with_halo(text).encode(**at),
            text.encode(**at),
        ]

    def icons(self) -> list[alt.Chart]:
        """The state of the newest counted month, at the top right: a ring with a letter, and a word beside it."""
        shown = _icons(self.months)
        if not shown:
            return []
        icons = pl.DataFrame(shown, schema=["word", "letter", "colour"], orient="row")
        needed = pl.Series([ICON + text_width(word) + 14 for word, *_ in shown])
        starts = self.width + self.right - needed.sum() + needed.cum_sum() - needed
        icons = icons.with_columns(at=starts + ICON / 2, word_at=starts + ICON)
        top = alt.value(self.begun["top"].min() - ICON / 2 - 4 if self.begun.height else -ICON / 2 - 6)
        base = alt.Chart(icons).encode(y=top)
        colour = alt.Color("colour:N", scale=None)
        ring = base.mark_point(shape="circle", size=330, strokeWidth=2.5, fill="white", opacity=1)
        letter = base.mark_text(fontWeight=700, baseline="middle")
        return [
            ring.encode(x=pixels("x", "at"), stroke=alt.Stroke("colour:N", scale=None)),
            letter.encode(x=pixels("x", "at"), text="letter:N", color=colour),
            base.mark_text(align="left", baseline="middle", color=INK).encode(x=pixels("x", "word_at"), text="word:N"),
        ]

    def month_names(self) -> list[alt.Chart]:
        """The months under the plot, as many as have room, the newest among them."""
        widest = max(text_width(month) for month in self.months["month"]) + 10
        every = max(1, int(-(-widest * self.months.height // self.width)))
        named = self.months.filter((pl.len() - 1 - pl.int_range(pl.len())) % every == 0)
        mark = alt.Chart(named.select("at", "month")).mark_text(baseline="top", color=INK)
        return [mark.encode(x=pixels("x", "at"), y=alt.value(self.height + 8), text="month:N")]


def _months(frame: pl.DataFrame, unit: str) -> pl.DataFrame:
    """The months in their order, every column there, with what each says in words."""
    frame = frame.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in MAY_BE_MISSING.items() if name not in frame.columns
    )
    write = written(unit)
    return frame.select(
        pl.col("month").cast(pl.String).fill_null("not known").map_elements(_month_name, pl.String),
        pl.col("value").cast(pl.Float64),
        *[pl.col(name).cast(kind) for name, kind in MAY_BE_MISSING.items()],
    ).with_columns(
        pl.col("is_hollow", "is_trial").fill_null(False),
        pl.col("phase").fill_null(1),
        words=pl.struct("month", "value", "is_hollow", "variation", "signal").map_elements(
            lambda row: _month_in_words(row, write), pl.String
        ),
    )


def _month_name(month: str) -> str:
    return shortened(visible(month), 90)


def _month_in_words(row: dict, write: Callable[[float], str]) -> str:
    if row["value"] is None:
        return f"{row['month']}: no figure."
    told = ", too young to be counted" if row["is_hollow"] else ""
    if row["variation"] in SPECIAL and not row["is_hollow"]:
        told = f", {row['variation']} ({SIGNALS.get(row['signal'], 'more than chance')})"
    return f"{row['month']}: {write(row['value'])}{told}."


def _newest(months: pl.DataFrame) -> dict | None:
    """The newest month that is counted."""
    counted = months.filter(~pl.col("is_hollow") & pl.col("value").is_not_null())
    return counted.row(-1, named=True) if counted.height else None


def _icons(months: pl.DataFrame) -> list[tuple[str, str, str]]:
    """Word, letter and colour of the newest counted month's variation and assurance, those that are known."""
    newest = _newest(months) or {}
    shown, variation, assurance = [], newest.get("variation"), newest.get("assurance")
    if variation in SPECIAL:
        center = newest["center"]
        letter = "" if center is None else "H" if newest["value"] > center else "L"
        shown.append((variation, letter, SPECIAL[variation][0]))
    elif variation:
        shown.append((f"{visible(variation)} variation", "•••", COMMON))
    if assurance in ASSURED:
        colour, letter = ASSURED[assurance]
        shown.append((f"target: {assurance.replace('_', ' ')}", letter, colour))
    return shown


def _state_in_words(months: pl.DataFrame, unit: str, target: float | None) -> list[str]:
    """The mean, the limits and the state of the newest counted month, and why limits were made anew."""
    newest, write = _newest(months), written(unit)
    told = []
    if newest and newest["center"] is not None:
        around = limits(newest["low_limit"], newest["high_limit"], write)
        told.append(f"Mean {write(newest['center'])}{around}.")
    told += [] if target is None else [f"Target {write(target)}."]
    told += [f"Newest counted point: {', '.join(word for word, *_ in _icons(months))}."] if _icons(months) else []
    first = months.group_by("phase", maintain_order=True).first().drop_nulls("reason")
    return told + [
        f"From {row['month']} its own mean and limits: {row['reason']}." for row in first.iter_rows(named=True)
    ]


def _subtitle(months: pl.DataFrame, better: str, subtitle: str) -> str:
    """Which limits these are, which way is better, and what the marks mean that occur."""
    kinds = [visible(LIMITS.get(kind, kind)) for kind in months["limits"].drop_nulls().unique(maintain_order=True)]
    told = [*([subtitle] if subtitle else []), *kinds]
    wide = months["sigma_z"].drop_nulls()
    told += [f"sigma z {wide[-1]:.1f}"] if wide.len() else []
    told += ["trial limits: few points so far"] if months["is_trial"][-1] else []
    told += [BETTER[better]] if better in BETTER else []
    told += [f"{name}: {LOOKS[name]}" for name in SPECIAL if name in months["variation"].to_list()]
    told += ["hollow: too young to be counted"] if months["is_hollow"].any() else []
    return "; ".join(told)
