"""What all charts share: one look, names that can be trusted, the words a figure is written in."""

import unicodedata
from collections.abc import Callable, Sequence

import altair as alt
import polars as pl

INK, FOCUS, BAND, FAINT = "#1d2429", "#12436d", "#b9cbdb", "#d5d9dc"
FONT = "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif"

NARROW = 420
"""Below this width (pixels) labels stand above their marks instead of beside them."""

UNSEEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
JOINER = "\u200d"
"""Joins emoji; the one invisible mark that is left alone."""


def visible(text: object) -> str:
    """A text typed in a log, with control and bidi marks named: nothing in it hides or turns what stands beside it."""

    def seen(letter: str) -> bool:
        return letter == JOINER or unicodedata.category(letter) not in UNSEEN

    return "".join(letter if seen(letter) else f"[U+{ord(letter):04X}]" for letter in str(text))


def labelled(frame: pl.DataFrame, by: str | Sequence[str]) -> pl.DataFrame:
    names = [by] if isinstance(by, str) else list(by)
    rows = frame.select(names).iter_rows() if names else [("all",)] * frame.height
    named = [" · ".join("not known" if part is None else visible(part) for part in row) for row in rows]
    group = pl.Series("group", named, dtype=pl.String)
    frame = frame.with_columns(group)
    told = pl.format("{} (n {})", "group", "cases") if "cases" in frame.columns else pl.col("group")
    return frame.with_columns(label=told)


def finished(chart: alt.TopLevelMixin, title: str, subtitle: str, description: str, width: int) -> alt.TopLevelMixin:
    heading = alt.TitleParams(title, subtitle=_wrapped(subtitle, int(width / 6.2)) if subtitle else [])
    return chart.properties(title=heading, description=description).configure(**config())


def nothing(title: str, width: int) -> alt.TopLevelMixin:
    """A chart without rows says that there are none."""
    said = alt.Chart(pl.DataFrame({"text": ["no case"]})).mark_text(align="left", color=INK)
    said = said.encode(x=alt.value(0), text="text:N")
    return finished(said.properties(width=width - 60, height=24), title, "", f"{title}. No case.", width)


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
            "subtitleColor": "#4a5359",
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


def _wrapped(text: str, columns: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= columns:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


RARE = 0.1
"""Below this a share is told to a tenth of a per cent."""


def percent(share: float) -> str:
    """A share in words: whole per cents, and tenths for rare things."""
    return (f"{share:.1%}" if 0 < share < RARE else f"{share:.0%}").replace("%", " %")


def dollars(amount: float) -> str:
    return f"${amount:,.2f}"


def plain(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.1f}"


def or_open(number: float | None, write: Callable[[float], str]) -> str:
    return "not reached" if number is None else write(number)
