"""
Spreadsheets one can open, filter and print: numbers are numbers, days are days, and nothing typed in a log can run.

The same rows give the same bytes: the file is dated by the clock of its stamp.
"""

import datetime as dt
import io
import math
import re
import textwrap
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from roi_analytics.charts import visible
from roi_analytics.report.pack import RUNS
from roi_analytics.report.page import cell, verdict_word
from roi_analytics.report.parts import COUNT
from roi_analytics.report.stamp import Stamp

MOST_ROWS = 50_000
"""So many rows are on one sheet, more than anyone reads: a file that is made in seconds and opens. The CSV has all."""

LONGEST_TEXT = 32_767
LONGEST_FOOT = 255
LONGEST_NAME = 31
"""What Excel holds of a cell, a header or footer, and a sheet's name; it counts in UTF-16."""

FIRST_DAY = dt.date(1900, 3, 1)
"""Excel's days before it are counted as if 1900 had been a leap year: such a day is written as text."""

NUMBER = {"align": "right", "indent": 1}
FORMATS = {
    "text": {}, "whole": NUMBER | {"num_format": "#,##0"}, "plain": NUMBER | {"num_format": "#,##0.0"},
    "share": NUMBER | {"num_format": "0.0%"}, "usd": NUMBER | {"num_format": "$#,##0.00"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"}, "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
    "clipped": {}, "hidden": NUMBER, "harmless": {"quote_prefix": True},
    "link": {"font_color": "#12436d", "underline": 1}, "aside": {"italic": True, "text_wrap": False},
    "title": {"bold": True, "font_size": 14, "text_wrap": False}, "above": {"text_wrap": False},
    "heading": {"bold": True, "bottom": 1, "valign": "bottom"},
    "heading of numbers": {"bold": True, "bottom": 1, "valign": "bottom"} | NUMBER,
}  # fmt: skip
"""How a cell looks; `clipped` is a long text, told in full elsewhere, for which no row is made higher."""

NOTHING_RUNS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NARROWEST, USUAL, WIDEST, ROWS_MEASURED = 8, 24, 48, 500
LONG = 70
"""Signs across: a text longer than the usual width is wrapped in it, one of over seventy in the widest."""

LINE, MOST_LINES, SLENDER = 15.75, 12, 1.1
"""
Points of a line (not the usual 15, which programs take for none given), how many lines a row shows, and how many signs
fit into the width of a digit.
"""


@dataclass(frozen=True)
class Block:
    """Rows under a sheet's headings (heading -> column); `always` (heading -> text) stands in each of them."""

    rows: pl.DataFrame
    shown: Mapping[str, str]
    formats: Mapping[str, str] = field(default_factory=dict)
    always: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """
    One sheet: its name, what is printed over it, lines above the headings, the rows.

    Texts under the heading `links` that name a sheet of the same file lead there. `rest` says where the rows are that
    a sheet has no room for.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    above: tuple[str, ...] = ()
    links: str = ""
    rest: str = "the CSV of the pack"

    @property
    def headings(self) -> list[str]:
        """Every heading of the blocks once; one that only a later block has stands before what follows it there."""
        order: list[str] = []
        for block in self.blocks:
            place = len(order)
            for heading in reversed([*block.always, *block.shown]):
                if heading in order:
                    place = order.index(heading)
                else:
                    order.insert(place, heading)
        return order


def write(stamp: Stamp, sheets: Sequence[Sheet]) -> bytes:
    """A workbook of these sheets, in their order."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, **NOTHING_RUNS})
    clock = dt.datetime.fromisoformat(stamp.clock)
    book.set_properties({"title": _held(f"Release of information, {stamp.month}"), "created": clock})
    looks = {name: book.add_format({"valign": "top", "text_wrap": True} | form) for name, form in FORMATS.items()}
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, stamp, looks, {other.name for other in sheets})
    book.close()
    return written.getvalue()


def sheet_name(words: str, taken: Collection[str] = ()) -> str:
    """A name Excel takes for a sheet, unlike those taken: `late_now` is "Late now"."""
    plain = re.sub(r"[^A-Za-z0-9]+", " ", words).strip().capitalize()[:LONGEST_NAME].strip() or "Sheet"
    name, number = plain, 1
    while name.lower() in {other.lower() for other in taken}:
        number += 1
        name = f"{plain[: LONGEST_NAME - 4]} {number}"
    return name


def _write_sheet(
    page: Worksheet, sheet: Sheet, stamp: Stamp, looks: Mapping[str, Format], names: Collection[str]
) -> None:
    headings, top = sheet.headings, len(sheet.above)
    for row, line in enumerate(sheet.above):
        page.write_string(row, 0, _held(line), looks["above" if row else "title"])
    widths = {heading: _width(sheet, heading) for heading in headings}
    for column, heading in enumerate(headings):
        look = looks["heading of numbers" if _is_number(sheet, heading) else "heading"]
        page.write_string(top, column, _held(heading), look)
        page.set_column(column, column, widths[heading])
    page.set_row(top, LINE * max(len(textwrap.wrap(heading, widths[heading] - 2)) for heading in headings))
    row, left = top + 1, MOST_ROWS
    for block in sheet.blocks:
        _write_block(page, block, row, left, headings, looks)
        _set_heights(page, block, row, left, widths)
        row, left = row + min(block.rows.height, left), left - min(block.rows.height, left)
    if sheet.links:
        _link(page, sheet, headings.index(sheet.links), top + 1, looks["link"], names)
    if (rows := sum(block.rows.height for block in sheet.blocks)) > MOST_ROWS:
        told = f"The first {MOST_ROWS:,} of {rows:,} rows; all of them are in {sheet.rest}."
        page.write_string(row, 0, _held(told), looks["aside"])
    page.autofilter(top, 0, max(row - 1, top), len(headings) - 1)
    page.freeze_panes(top + 1, 0)
    _set_print(page, sheet, stamp, top)


def _write_block(
    page: Worksheet, block: Block, top: int, most: int, headings: Sequence[str], looks: Mapping[str, Format]
) -> None:
    rows = block.rows.head(most)
    for heading, text in block.always.items():
        put = _putting(page, headings.index(heading), pl.String, "text", looks)
        for row in range(top, top + rows.height if text else top):
            put(row, text)
    for heading, name in block.shown.items():
        if name not in rows.columns:
            continue
        values = rows.get_column(name)
        if name == "verdict":
            values = values.replace({word: verdict_word(word) for word in values.drop_nulls().unique()})
        put = _putting(page, headings.index(heading), values.dtype, block.formats.get(name, "plain"), looks)
        for row, value in enumerate(values, start=top):
            if value is not None and value != "":
                put(row, value)


def _putting(
    page: Worksheet, column: int, kind: pl.DataType | type[pl.DataType], form: str, looks: Mapping[str, Format]
) -> Callable[[int, Any], object]:
    """How a value of this kind is put into the column."""

    def text(row: int, value: Any) -> object:
        told = _held(value if isinstance(value, str) else cell(value))
        plain = "hidden" if form == COUNT else "text"
        look = looks["clipped" if form == "clipped" else "harmless" if told.startswith(RUNS) else plain]
        return page.write_string(row, column, told, look)

    def number(row: int, value: Any) -> object:
        return page.write_number(row, column, value, look) if math.isfinite(value) else text(row, "no number")

    def day(row: int, value: dt.date) -> object:
        told = dt.date(value.year, value.month, value.day)
        return page.write_datetime(row, column, value, look) if told >= FIRST_DAY else text(row, value.isoformat())

    def count(row: int, value: str) -> object:
        """A count that is told is a number; one that is hidden is the word it is hidden behind."""
        return page.write_number(row, column, int(value), looks["whole"]) if value.isdecimal() else text(row, value)

    if form == COUNT:
        return count
    if kind == pl.Date or isinstance(kind, pl.Datetime):
        look = looks["day" if kind == pl.Date else "moment"]
        return day
    if kind.is_numeric():
        look = looks["whole" if kind.is_integer() else form]
        return number
    return text


def _held(value: str) -> str:
    """A text as a cell holds it: control and bidi marks named, no longer than Excel allows, no markup."""
    told = visible(value)
    if len(told) > LONGEST_TEXT // 2:
        told = told.encode("utf-16-le")[: 2 * LONGEST_TEXT].decode("utf-16-le", errors="ignore")
    # xlsxwriter takes such a text for rich text of its own and writes it as it stands.
    return f"{told[: LONGEST_TEXT - 1]} " if told.startswith("<r>") and told.endswith("</r>") else told


def _link(page: Worksheet, sheet: Sheet, column: int, top: int, look: Format, names: Collection[str]) -> None:
    for block in sheet.blocks:
        for row, name in enumerate(block.rows.get_column(block.shown[sheet.links]), start=top):
            if name in names:
                page.write_url(row, column, f"internal:'{name}'!A1", look, name)
        top += block.rows.height


def _is_number(sheet: Sheet, heading: str) -> bool:
    columns = [(block, block.shown.get(heading, "")) for block in sheet.blocks]
    kinds = [block.rows.schema.get(name) for block, name in columns]
    is_count = any(block.formats.get(name) == COUNT for block, name in columns)
    return is_count or any(kind.is_numeric() for kind in kinds if kind is not None)


def _width(sheet: Sheet, heading: str) -> int:
    """Wide enough for the heading's longest word, for the numbers, and for the texts of the first rows, wrapped."""
    needed = [NARROWEST, *(len(word) + 3 for word in heading.split())]
    for block in sheet.blocks:
        needed.append(_wrapped(pl.Series([block.always.get(heading, "")])))
        name = block.shown.get(heading)
        if block.formats.get(name or "") == "clipped":
            needed.append(USUAL)
        elif name in block.rows.columns:
            values = block.rows.get_column(name).head(ROWS_MEASURED)
            needed.append(
                NARROWEST + 2 if values.dtype.is_numeric() else _wrapped(values.cast(pl.String, strict=False))
            )
    return min(max(needed), WIDEST)


def _wrapped(texts: pl.Series) -> int:
    longest = int(texts.str.len_chars().max() or 0)  # type: ignore[arg-type]
    word = int(texts.str.split(" ").explode().str.len_chars().max() or 0)  # type: ignore[arg-type]
    return 2 + (longest if longest <= USUAL else max(word, USUAL) if longest <= LONG else WIDEST)


def _set_heights(page: Worksheet, block: Block, top: int, most: int, widths: Mapping[str, int]) -> None:
    """Rows as high as their longest text needs, up to a few lines."""
    wrapped = {
        name: widths[heading]
        for heading, name in block.shown.items()
        if block.rows.schema.get(name) == pl.String and block.formats.get(name) != "clipped"
    }
    lines = [(pl.col(name).str.len_chars() / (SLENDER * width)).ceil() for name, width in wrapped.items()]
    always = [math.ceil(len(text) / (SLENDER * widths[heading])) for heading, text in block.always.items()]
    lines.append(pl.lit(max(always, default=1)))
    needed = block.rows.head(most).select(lines=pl.max_horizontal(lines)).get_column("lines")
    is_clipped = "clipped" in block.formats.values()
    for row, count in enumerate(needed, start=top):
        if count > 1 or is_clipped:
            page.set_row(row, LINE * min(max(count, 1), MOST_LINES))


def _set_print(page: Worksheet, sheet: Sheet, stamp: Stamp, top: int) -> None:
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_header(f"&L&B{_at_the_edge(sheet.title, LONGEST_FOOT - 20)}&R&8 &P / &N")
    page.set_footer(f"&L&8 {_at_the_edge(stamp.line, LONGEST_FOOT - 5)}")


def _at_the_edge(text: str, most: int) -> str:
    """A text for a header or footer, in which an ampersand is a command unless doubled."""
    told = visible(text).replace("&", "&&")
    while len(told.encode("utf-16-le")) > 2 * most:
        told = told[:-2] if told.endswith("&&") else told[:-1]
    return told
