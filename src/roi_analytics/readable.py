"""Frames as a notebook shows them: text to the left without quotes, numbers to the right, nothing hidden in either."""

from decimal import Decimal
from typing import Any

import polars as pl

from roi_analytics.charts import visible
from roi_analytics.report.page import environment

SHORT = 24
"""Cells up to this length stay on one line."""

DIGITS = 3
"""So many digits of a fraction are shown."""

TINY = 0.001
"""A number below it keeps two digits that say something."""


def in_notebooks(rows: int) -> None:
    """Show every frame so, in the notebook that is running; elsewhere nothing is changed."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    if shell := get_ipython():
        shell.display_formatter.formatters["text/html"].for_type(pl.DataFrame, lambda frame: html(frame, rows))


def html(frame: pl.DataFrame, rows: int) -> str:
    """A frame as an HTML table: its first rows, and how many there are."""
    page = environment().get_template("frame.html.jinja")
    columns = [_aligned(column) for column in frame.head(rows).iter_columns()]
    shown = list(zip(*columns, strict=True))
    sides = ["right" if kind.is_numeric() else "left" for kind in frame.dtypes]
    return page.render(names=frame.columns, sides=sides, shown=shown, height=frame.height, short=SHORT)


def _aligned(column: pl.Series) -> list[str]:
    """The cells of a column: points of fractions stand in line, but that a tiny one keeps its own digits."""
    cells = [written(value) for value in column]
    if not column.dtype.is_float():
        return cells
    most = max((len(cell.partition(".")[2]) for cell in cells), default=0)
    return [_padded(cell, min(most, DIGITS)) for cell in cells]


def _padded(number: str, digits: int) -> str:
    whole, _, fraction = number.partition(".")
    return number if not number[-1].isdigit() or len(fraction) >= digits else f"{whole}.{fraction:0<{digits}}"


def written(value: Any) -> str:
    """A cell as it is read; what is not known is a dash."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        exact = f"{Decimal(f'{value:.2g}'):f}" if 0 < abs(value) < TINY else f"{value:,.{DIGITS}f}"
        return exact.rstrip("0").rstrip(".") if "." in exact else exact
    if isinstance(value, list | pl.Series):
        return "; ".join(written(part) for part in value)
    return visible(value)
