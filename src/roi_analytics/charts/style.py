"""What all charts share: one look, names that can be trusted, the words a figure is written in, room for each text."""

import textwrap
import unicodedata
from collections.abc import Callable, Sequence
from itertools import accumulate

import altair as alt
import polars as pl

from roi_analytics.marks import visible

INK, QUIET, FOCUS, BAND, FAINT = "#1d2429", "#4a5359", "#12436d", "#b9cbdb", "#d5d9dc"
GOOD, BAD, OTHER = FOCUS, "#c8601a", "#7d5ba6"
"""Better, worse, and neither: blue, orange and purple differ for every eye, and in grey by their lightness."""

FONT = "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif"

NARROW = 420
"""Below this width (pixels) labels stand above their marks instead of beside them."""


def labelled(frame: pl.DataFrame, by: str | Sequence[str]) -> pl.DataFrame:
    names = [by] if isinstance(by, str) else list(by)
    rows = frame.select(names).iter_rows() if names else [("all",)] * frame.height
    named = [" · ".join("not known" if part is None else visible(part) for part in row) for row in rows]
    group = pl.Series("group", named, dtype=pl.String)
    frame = frame.with_columns(group)
    told = pl.format("{} (n {})", "group", "cases") if "cases" in frame.columns else pl.col("group")
    return frame.with_columns(label=told)


def finished(chart: alt.TopLevelMixin, title: str, subtitle: str, description: str, width: int) -> alt.TopLevelMixin:
    lines = wrapped(title, int(width / 8.6))
    heading = alt.TitleParams(
        lines[0] if len(lines) == 1 else lines, subtitle=wrapped(subtitle, int(width / 6.2)) if subtitle else []
    )
    return chart.properties(title=heading, description=visible(description)).configure(**config())


def nothing(title: str, width: int, said: str = "no case", told: str = "No case.") -> alt.TopLevelMixin:
    """A chart without rows says that there are none; one without a figure, why."""
    mark = alt.Chart(pl.DataFrame({"text": [said]})).mark_text(align="left", color=INK)
    mark = mark.encode(x=alt.value(0), text="text:N")
    return finished(mark.properties(width=width - 60, height=24), title, "", f"{title}. {told}", width)


def config() -> dict:
    return {
        "font": FONT,
        "background": "white",
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "fontSize": 15,
            "fontWeight": 600,
            "color": INK,
            "subtitleColor": QUIET,
            "subtitleFontSize": 12,
            "subtitlePadding": 4,
            "offset": 12,
            "frame": "bounds",
        },
        "axis": {
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelColor": INK,
            "titleColor": INK,
            "gridColor": "#e6e8ea",
            "domainColor": FAINT,
            "tickColor": FAINT,
        },
        "text": {"fontSize": 12},
        "header": {"labelFontSize": 12, "labelColor": INK},
        "mark": {"aria": False},
    }


def pixels(axis: str, column: str) -> alt.X | alt.Y:
    """A column that holds places in pixels from the left ("x") or from the top ("y") of the plot."""
    return {"x": alt.X, "y": alt.Y}[axis](f"{column}:Q", title=None, scale=None, axis=None)


def with_halo(text: alt.Chart) -> alt.Chart:
    """The same text in white and wider, to lie beneath it, so that no line of the plot crosses its letters."""
    below = text.copy()
    below.mark.stroke, below.mark.strokeWidth = "white", 4
    return below


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many letters; at least one line."""
    return textwrap.wrap(visible(text), max(columns, 8), break_on_hyphens=False) or [""]


WIDTHS = {
    letter: width
    for width, letters in (
        (0.23, "ijl'|"), (0.28, " .,:;!/ftI[]·"), (0.34, 'r-(){}"*'), (0.5, "cksvxyzJ"), (0.72, "wCDHNRU"),
        (0.78, "GOQ"), (0.84, "mM"), (0.94, "W%"), (1.0, "@…—"),
    )
    for letter in letters
}  # fmt: skip
"""How wide letters of a plain sans serif are, in parts of their size; other small ones and digits are 0.56."""


def text_width(text: str, size: float = 12) -> float:
    """About how many pixels a text is wide."""
    return sum(_wide(letter) for letter in text) * size


def _wide(letter: str) -> float:
    other = 1.05 if unicodedata.east_asian_width(letter) in "WF" else 0.67 if letter.isupper() else 0.56
    return WIDTHS.get(letter, other)


def shortened(text: str, room: float, size: float = 12) -> str:
    """The text, cut with an ellipsis where it is wider than the room it has."""
    if text_width(text, size) <= room:
        return text
    widths = accumulate((_wide(letter) * size for letter in text), initial=text_width("…", size))
    return text[: sum(width <= room for width in widths) - 1].rstrip() + "…"


def set_apart(at: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places near the wished ones, in their order, at least `gap` apart and, while there is room, within the limits."""
    wished = pl.DataFrame({"at": at}, schema={"at": pl.Float64}).with_row_index("given").sort("at", maintain_order=True)
    steps = pl.int_range(pl.len()) * gap
    most = pl.max_horizontal(pl.lit(high), low + (pl.len() - 1) * gap)
    upwards = (pl.max_horizontal("at", pl.lit(low)) - steps).cum_max()
    below = pl.min_horizontal(upwards, most - (pl.len() - 1) * gap) + steps
    return wished.with_columns(at=below).sort("given").get_column("at").to_list()


FEW_DAYS = 8
"""So few days are all written under an axis."""

RARE = 0.1
"""Below this a share is told to a tenth of a per cent."""


def percent(share: float) -> str:
    """A share in words: whole per cents, and tenths for rare things."""
    return (f"{share:.1%}" if 0 < share < RARE else f"{share:.0%}").replace("%", " %")


def dollars(amount: float) -> str:
    return f"${amount:,.2f}"


def plain(number: float) -> str:
    if float(number).is_integer():
        return f"{number:,.0f}"
    return f"{number:,.1f}" if abs(number) >= RARE else f"{number:.2g}"


def written(unit: str) -> Callable[[float], str]:
    """How numbers of a unit (share, usd, plain) are told in words."""
    return {"share": percent, "usd": dollars}.get(unit, plain)


def on_axis(unit: str) -> str:
    """How numbers of a unit are written along an axis."""
    return {"share": ".4~p", "usd": "$,.2f"}.get(unit, ",.6~r")


def on_days(last: int, **looks: object) -> alt.Axis:
    """An axis of days, whole ones only."""
    return alt.Axis(format=",.0f", **looks, **({"values": list(range(last + 1))} if last <= FEW_DAYS else {}))


def or_open(number: float | None, write: Callable[[float], str]) -> str:
    return "not reached" if number is None else write(number)


def limits(low: float | None, high: float | None, write: Callable[[float], str]) -> str:
    """An interval in brackets; nothing where there is none."""
    return "" if low is None and high is None else f" ({or_open(low, write)} to {or_open(high, write)})"
