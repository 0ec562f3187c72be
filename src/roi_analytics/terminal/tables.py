"""
A frame as a table: whole when piped; in a window as wide as it is.

What fits stands in line. Where it does not, what is the same in every row is told once. Then long texts are folded; and
where that would not help, a row takes several lines: its first columns in line under their names, the others beneath,
each with its name. Nothing is left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click
import polars as pl
from rich.cells import cell_len

from roi_analytics.terminal.colours import style
from roi_analytics.terminal.window import console, is_window, ruler, width

if TYPE_CHECKING:
    from rich.text import Text

SHARES = (
    "value", "low", "high", "expected", "adjusted", "shrunken", "shrunken_low", "shrunken_high", "standard", "center",
    "low_limit", "high_limit", "near_low", "near_high", "without_noted", "lowest", "highest",
)  # fmt: skip
"""The columns of a figure that are shares where the figure is one."""

SMALL = 0.1
"""A number below it keeps two digits that say something: 0.0042 is not 0."""

GAP = "  "
BETWEEN = " · "
UNDER = 4
"""How far what stands beneath a row is indented."""

FOLDED = 20
"""A text is folded into no fewer letters than this ..."""

LINES = 3
"""... and into no more lines."""


@dataclass(frozen=True)
class Column:
    """One column as it is written: its cells, how wide it is, and how it is set."""

    name: str
    cells: list[str]
    styles: list[str]
    is_number: bool

    @cached_property
    def width(self) -> int:
        return max(map(cell_len, (self.name, *self.cells)))

    @cached_property
    def is_same(self) -> bool:
        """Whether every row of several holds the same."""
        return len(self.cells) > 1 and len(set(self.cells)) == 1

    @cached_property
    def longest_word(self) -> int:
        return max((cell_len(word) for cell in (self.name, *self.cells) for word in cell.split()), default=0)

    def set(self, text: str, room: int | None = None) -> str:
        """A cell in line with its column."""
        blank = " " * ((room or self.width) - cell_len(text))
        return blank + text if self.is_number else text + blank


def show(frame: pl.DataFrame, shares: bool = False, first: Sequence[str] = ()) -> None:
    """Write the frame. `first` names the columns that head a row of several lines."""
    columns = _columns(frame, shares)
    if not is_window():
        for line in _plain(columns):
            click.echo(line)
    elif columns:
        drawn = console()
        for line in _fitting(columns, width(), first):
            drawn.print(line, soft_wrap=True)
    if frame.is_empty():
        click.echo("(none)")
    elif is_window() and frame.height > LINES * UNDER:
        click.echo(f"({frame.height:,} rows)")


def _columns(frame: pl.DataFrame, shares: bool) -> list[Column]:
    rows = frame.to_dicts()
    return [
        Column(
            name,
            [_cell(row[name], shares and name in SHARES) for row in rows],
            [style(name, row[name]) for row in rows],
            kind.is_numeric(),
        )
        for name, kind in frame.schema.items()
    ]


def _plain(columns: list[Column]) -> Iterable[str]:
    for cells in [[column.name for column in columns], *zip(*[column.cells for column in columns], strict=True)]:
        yield GAP.join(column.set(cell) for column, cell in zip(columns, cells, strict=True)).rstrip()


# -- in a window -----------------------------------------------------------------------------------


def _fitting(columns: list[Column], room: int, first: Sequence[str]) -> Iterable["Text"]:
    if _wide(column.width for column in columns) <= room:
        yield from _in_line(columns, [column.width for column in columns])
        return
    same = [column for column in columns if column.is_same]
    rest = [column for column in columns if not column.is_same]
    widths = [column.width for column in rest]
    if _wide(widths) > room:
        widths = _folded_widths(rest, room)
    yield from _in_line(rest, widths) if widths else _stacked(rest, room, first)
    yield from _told_once(same, room)


def _wide(widths: Iterable[int]) -> int:
    widths = list(widths)
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _folded_widths(columns: list[Column], room: int) -> list[int]:
    """Widths at which the long texts share what the others leave of the window; none where that is too little."""
    widths = {column.name: column.width for column in columns}
    long = sorted((column for column in columns if _may_fold(column)), key=lambda column: column.width)
    spare = room - _wide(widths.values()) + sum(column.width for column in long)
    for place, column in enumerate(long):
        widths[column.name] = min(column.width, spare // (len(long) - place))
        spare -= widths[column.name]
        if widths[column.name] < max(column.longest_word, -(-column.width // LINES), min(FOLDED, column.width)):
            return []
    return list(widths.values()) if long else []


def _may_fold(column: Column) -> bool:
    return not column.is_number and column.width > FOLDED and column.longest_word < column.width


def _in_line(columns: list[Column], widths: list[int]) -> Iterable["Text"]:
    from rich.text import Text

    yield Text(GAP.join(c.set(c.name, w) for c, w in zip(columns, widths, strict=True)).rstrip(), "bold")
    for place in range(len(columns[0].cells)):
        folded = [_wrapped(column.cells[place], room) for column, room in zip(columns, widths, strict=True)]
        for line in range(max(map(len, folded))):
            text = Text()
            for column, room, lines in zip(columns, widths, folded, strict=True):
                text.append(column.set(lines[line] if line < len(lines) else "", room), column.styles[place])
                text.append(GAP)
            text.rstrip()
            yield text


def _stacked(columns: list[Column], room: int, first: Sequence[str]) -> Iterable["Text"]:
    """A row over several lines."""
    from rich.text import Text

    head = _head(columns, room, first)
    beneath = [column for column in columns if column not in head]
    yield Text(GAP.join(column.set(column.name) for column in head).rstrip(), "bold")
    yield from _packed([[Text(column.name, "dim")] for column in beneath], room - UNDER)
    for place in range(len(columns[0].cells)):
        text = Text()
        for column in head:
            text.append(column.set(column.cells[place]), column.styles[place]).append(GAP)
        text.rstrip()
        yield text
        filled = [column for column in beneath if column.cells[place]]
        yield from _packed([_named(column, place, room - UNDER) for column in filled], room - UNDER)


def _told_once(columns: list[Column], room: int) -> Iterable["Text"]:
    from rich.text import Text

    if columns:
        yield Text("In every row:", "bold")
        yield from _packed([_named(column, 0, room - UNDER) for column in columns], room - UNDER)


def _head(columns: list[Column], room: int, first: Sequence[str]) -> list[Column]:
    """The columns that head a row: those named, else the first ones, as far as they fit."""
    by_name = {column.name: column for column in columns}
    wanted = [by_name[name] for name in first if name in by_name] or columns
    fit = 1
    while fit < len(wanted) and _wide(column.width for column in wanted[: fit + 1]) <= room:
        fit += 1
    return wanted[:fit]


def _named(column: Column, place: int, room: int) -> list["Text"]:
    """A cell under its name: one piece, or as many lines as it needs."""
    from rich.text import Text

    whole = Text.assemble((column.name, "dim"), " ", (column.cells[place] or "(blank)", column.styles[place]))
    return list(whole.wrap(ruler(), room)) if whole.cell_len > room else [whole]


def _packed(pieces: list[list["Text"]], room: int) -> Iterable["Text"]:
    """Pieces side by side as long as they fit; one that takes several lines has them for itself."""
    from rich.text import Text

    line = Text()
    for piece in pieces:
        if line and (len(piece) > 1 or line.cell_len + len(BETWEEN) + piece[0].cell_len > room):
            yield _indented(line)
            line = Text()
        if len(piece) > 1:
            yield from map(_indented, piece)
            continue
        line = line + Text(BETWEEN, "dim") + piece[0] if line else piece[0]
    if line:
        yield _indented(line)


def _indented(line: "Text") -> "Text":
    from rich.text import Text

    indented = Text(" " * UNDER) + line
    indented.rstrip()
    return indented


def _wrapped(cell: str, room: int) -> list[str]:
    if cell_len(cell) <= room:
        return [cell]
    from rich.text import Text

    return [line.plain.rstrip() for line in Text(cell).wrap(ruler(), room)]


# -- one cell --------------------------------------------------------------------------------------


def _cell(value: Any, share: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_cell(one, share) for one in value)
    if isinstance(value, dict):
        return ":".join(_cell(one, share) for one in value.values())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if share:
        return f"{value:.1%}"
    if isinstance(value, float):
        shown = f"{value:.2f}" if abs(value) >= SMALL or not value else f"{value:.2g}"
        return shown.rstrip("0").rstrip(".") if "." in shown and "e" not in shown else shown
    return "".join(letter if letter.isprintable() else " " for letter in str(value))
