"""
What a report is made of, whatever it is written as: sections of parts, and each part a table with what explains it.

The page, the PDF, the workbook and the CSV files all read this one thing, so that none can say what another does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import altair as alt
import polars as pl

from roi_analytics.report.stamp import Stamp

ON_THE_PAGE = 25
"""So many rows of a list are on the page; all of them are in its CSV."""

ON_A_PHONE = 8
"""So many of them on a narrow screen; page.css hides the others."""

COUNT = "count"
"""The format of a column of counts that are texts, since some of them are hidden."""

LONG_ID, LONG_WORD = 24, 14
"""Ids and other short texts up to this length stay on one line."""


@dataclass(frozen=True)
class Table:
    """Rows with a name (of the CSV), a title, the columns the page shows (heading -> column), and a word when empty."""

    name: str
    title: str
    rows: pl.DataFrame
    shown: Mapping[str, str]
    empty: str
    lead: str = ""
    formats: Mapping[str, str] = field(default_factory=dict)
    most: int = ON_THE_PAGE

    @property
    def on_page(self) -> pl.DataFrame:
        return self.rows.head(self.most)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """How the page sets a column: ids, short words and days are not broken, verdicts stand out."""
        return {column: self._kind(column) for column in self.shown.values()}

    def _kind(self, column: str) -> str:
        if column == "verdict":
            return "verdict"
        if self.formats.get(column) == COUNT:
            return "number"
        if column.endswith("_on"):
            return "day"
        if column not in self.rows.columns or self.rows.schema[column] != pl.String:
            return ""
        longest = self.on_page.get_column(column).str.len_chars().max() or 0
        return "id" if longest <= (LONG_ID if column.endswith("_id") else LONG_WORD) else ""

    @property
    def is_cut(self) -> bool:
        return self.rows.height > self.most


@dataclass(frozen=True)
class Part:
    """
    One list or figure: its title, its legal path, how to read it, its drawings (wide, small), its rows and their cases.

    `is_list`: its rows are what is told, so their number stands beside the title.
    """

    title: str
    table: Table
    legal_path: str | None = None
    sentences: tuple[str, ...] = ()
    drawings: tuple[alt.TopLevelMixin, ...] = ()
    cases: Table | None = None
    is_list: bool = True


@dataclass(frozen=True)
class Section:
    """Parts that answer one question; `empty` is said where there are none."""

    name: str
    title: str
    lead: str
    parts: tuple[Part, ...]
    empty: str = ""


@dataclass(frozen=True)
class Count:
    """One number at the top of the report, the list it opens into, and what it asks to be decided."""

    number: int
    label: str
    table: str
    remark: str = ""
    decision: str = ""


@dataclass(frozen=True)
class Report:
    """A month of all providers, or of one: the stamp, the numbers at the top, the decisions asked, the sections."""

    stamp: Stamp
    counts: tuple[Count, ...]
    sections: tuple[Section, ...]

    @property
    def decisions(self) -> tuple[Count, ...]:
        """What is asked of a committee today: every count that is not nought and calls for somebody's word."""
        return tuple(count for count in self.counts if count.number and count.decision)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table of the report, cases too, in the order they are read."""
        parts = [part for section in self.sections for part in section.parts]
        return tuple(table for part in parts for table in (part.table, part.cases) if table is not None)
