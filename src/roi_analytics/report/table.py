"""A list or a figure's numbers, as the page shows it and as the CSV holds it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

ON_THE_PAGE = 25
"""So many rows of a list are on the page; all of them are in its CSV."""

ON_A_PHONE = 8
"""So many of them on a narrow screen; page.css hides the others."""

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

    @property
    def kinds(self) -> dict[str, str]:
        """How the page sets a column: ids, short words and days are not broken, verdicts stand out."""
        return {column: self._kind(column) for column in self.shown.values()}

    def _kind(self, column: str) -> str:
        if column == "verdict":
            return "verdict"
        if column.endswith("_on"):
            return "day"
        if column not in self.rows.columns or self.rows.schema[column] != pl.String:
            return ""
        longest = self.on_page.get_column(column).str.len_chars().max() or 0
        return "id" if longest <= (LONG_ID if column.endswith("_id") else LONG_WORD) else ""

    @property
    def is_cut(self) -> bool:
        return self.rows.height > self.most
