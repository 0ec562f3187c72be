"""In which form are a column's dates, times and numbers written? Told by what the loader itself would read of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from roi_analytics.engine import Engine
from roi_analytics.load import cells, problems
from roi_analytics.load.first_rows import FirstRows
from roi_analytics.site_words import DATE_TYPES, DECIMAL_COMMA, NO, NUMBER_TYPES, YES
from roi_analytics.tables import Column

DAYS = (
    "%m/%d/%Y", "%d/%m/%Y", "%m-%d-%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%m/%d/%y",
    "%d/%m/%y", "%d.%m.%y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y",
    "%Y-%m-%d",
)  # fmt: skip
TIMES = (
    " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", " %I:%M:%S%p", " %I:%M%p", " %H:%M:%S.%f", "T%H:%M:%S",
    " %H%M%S",
)  # fmt: skip
"""Days and times that logs write, the likelier first: where two read equally many cells, the first is proposed."""

ENOUGH, TRIED = 2000, 50
"""Different cells that are looked at, and those of them that a form must fit one of to be looked at itself."""

CLOCKS = {
    "time": re.compile(r"\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?"),
    "day": re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{8}"),
}


@dataclass(frozen=True)
class Shape:
    """The form to declare (None for the ISO form, and for plain numbers), and what should be said of it."""

    form: str | None
    hints: tuple[str, ...] = ()
    is_empty: bool = False


def form(rows: FirstRows, place: int, column: Column, workbook: bool) -> Shape | None:
    """The form of a column's cells as the loader reads them, or None where it needs none and nothing is to be said."""
    if column.type not in (*DATE_TYPES, *NUMBER_TYPES) or cells.native("x", rows.kinds[place], column, "'UTC'"):
        return None
    seen = rows.cells.to_series(place).drop_nulls().unique(maintain_order=True).head(ENOUGH)
    if seen.is_empty():
        return Shape(None, is_empty=True)
    forms = _forms(column, seen.head(TRIED).to_list())
    counts = _read(seen, column, forms, workbook or rows.kinds[place] != "VARCHAR")
    best = max(forms, key=lambda one: counts[one])
    hints = []
    other = problems.swapped(best)
    if other in counts and counts[other] == counts[best] and best is not None:
        hints.append(f"no cell tells day and month apart; if days come first, it is {other}")
    if counts[best] < len(seen):
        hints.append(f"{len(seen) - counts[best]} of {len(seen)} different cells are not of this form")
    if best is None and not hints:
        return None
    return Shape(best, tuple(hints))


def _forms(column: Column, tried: Sequence[str]) -> list[str | None]:
    """The forms that come into question: those that fit one of a few cells. None is the ISO form, or a plain number."""
    if column.type in NUMBER_TYPES:
        return [None, DECIMAL_COMMA]
    times = ("", *TIMES) if column.type == "date" else TIMES
    return [None, *(day + time for time in times for day in DAYS if any(_fits(one, day + time) for one in tried))]


def _fits(cell: str, form: str) -> bool:
    try:
        datetime.strptime(cell, form)
    except ValueError:
        return False
    return True


def _read(seen: pl.Series, column: Column, forms: list[str | None], iso_too: bool) -> dict[str | None, int]:
    """How many of the cells the loader reads in each form; dates outside of living memory do not count."""
    with Engine.memory() as engine:
        engine.create("seen", pl.DataFrame({"x": seen}))
        asked = []
        for i, one in enumerate(forms):
            value = cells.at(cells.value_of(column, one, {}, "'UTC'", iso_too), "x")
            fits = f"year({value}) between 1900 and 2199" if column.type in DATE_TYPES else f"{value} is not null"
            asked.append(f"count(*) filter (where {fits}) as f{i}")
        found = engine.read(f"select {', '.join(asked)} from seen").row(0)
    return dict(zip(forms, found, strict=True))


def clock(cells_of_column: pl.Series) -> str | None:
    """Whether the cells hold the "time" of day alone, or the "day" alone."""
    seen = cells_of_column.drop_nulls().unique().head(ENOUGH).to_list()
    for name, pattern in CLOCKS.items():
        if seen and all(pattern.fullmatch(cell) for cell in seen):
            return name
    return None


def read_words(column: Column) -> set[str]:
    """The words of a code or boolean column that the loader reads without being told."""
    return {word.casefold() for word in (column.values or (*YES, *NO))}
