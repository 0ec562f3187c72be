"""Where the rows of a chart stand: names left of the marks, words right of them; above them where it is narrow."""

from collections.abc import Iterable
from dataclasses import dataclass

import altair as alt
import polars as pl

from roi_analytics.charts.style import INK, NARROW, QUIET, shortened, text_width, with_halo

NAMES_AT_MOST = 190
GAP = 10


@dataclass(frozen=True)
class Rows:
    """
    The room of a chart of rows, in pixels: `left` for the names, `right` for the words, `plot` for the marks.

    `step` is the height of a row. In a narrow drawing nothing stands left: names stand above the marks. Texts are
    placed by the number of their row (column `row`), so that nothing typed in a log is ever part of a scale.
    """

    number: int
    left: int
    right: int
    plot: int
    step: int

    @classmethod
    def of(
        cls, frame: pl.DataFrame, width: int, steps: tuple[int, int], *, left: Iterable[str], right: Iterable[str]
    ) -> "Rows":
        """Rows as wide as their texts ask for; `steps` are the heights of a row in a wide and in a narrow drawing."""
        is_narrow = width <= NARROW
        names = 0 if is_narrow else min(NAMES_AT_MOST, widest(left)) + GAP
        words = widest(right) + GAP
        return cls(frame.height, names, words, width - names - words - 2 * GAP, steps[is_narrow])

    @property
    def is_narrow(self) -> bool:
        return self.left == 0

    @property
    def y(self) -> alt.Y:
        return self.at("row")

    def at(self, column: str) -> alt.Y:
        """Rows from the top down, by a column that holds the number of the row, or a place a little beside it."""
        scale = alt.Scale(domain=[self.number - 0.5, -0.5], nice=False, zero=False)
        return alt.Y(f"{column}:Q", title=None, axis=None, scale=scale)

    def names(
        self, frame: pl.DataFrame, *, dy: tuple[int, int] = (0, 0), taken: int = 0, bold: bool = False
    ) -> alt.LayerChart:
        """
        The `name` of each row, cut to its room: left of the marks, or above them in a narrow drawing.

        `dy`: pixels down from the middle of the row, in a wide and in a narrow drawing; `taken`: pixels of the line
        above the marks that another text needs.
        """
        room = self.plot + self.right - taken if self.is_narrow else self.left - GAP
        short = pl.col("name").map_elements(lambda name: shortened(name, room), pl.String)
        place = "above" if self.is_narrow else "left"
        return self.text(frame.with_columns(short), "name", place, dy=dy[self.is_narrow], bold=bold)

    def text(
        self, frame: pl.DataFrame, column: str, place: str, *, dy: int = 0, quiet: bool = False, bold: bool = False
    ) -> alt.LayerChart:
        """A text of each row: "left" or "right" of the marks, or "above" them at the left or at the right ("end")."""
        x, align = {
            "left": (-GAP, "right"),
            "right": (self.plot + GAP, "left"),
            "above": (0, "left"),
            "end": (self.plot + self.right, "right"),
        }[place]
        weight = 600 if bold else "normal"
        mark = alt.Chart(frame.select("row", column)).mark_text(
            align=align, dy=dy, color=QUIET if quiet else INK, fontWeight=weight
        )
        text = mark.encode(x=alt.value(x), y=self.y, text=f"{column}:N")
        return alt.layer(with_halo(text), text) if place in ("above", "end") else alt.layer(text)

    def sized(self, chart: alt.LayerChart) -> alt.LayerChart:
        return chart.properties(width=self.plot, height=self.number * self.step)


def numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the number of each row in `row`, from 0 at the top."""
    return frame.with_columns(row=pl.int_range(pl.len(), dtype=pl.Int64))


def widest(texts: Iterable[str]) -> int:
    """The room the widest of some texts needs, in pixels."""
    return int(max((text_width(text) for text in texts), default=0)) + 1
