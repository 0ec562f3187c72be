"""
Which column of a file is which of ours? A `[[feed]]` block to paste into a site file, made from headers and shapes.

A proposal is read before it is used: what could be otherwise stands beside it as a comment. It quotes headers, formats
and the words of code columns; never an id, a date, a name or a text of the log.
"""

import difflib
import glob
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from roi_analytics.errors import QuestionError, did_you_mean
from roi_analytics.load import first_rows, shapes
from roi_analytics.load.exported import NO_VALUE
from roi_analytics.load.first_rows import FirstRows
from roi_analytics.load.synonyms import assign, column_names, needed, squeezed, synonyms, table_of, without_prefix
from roi_analytics.load.tabular import WORKBOOK
from roi_analytics.tables import TABLES, Column, Table

PLACEHOLDER = "my-provider"
NULL_WORDS = (*NO_VALUE, "null", "None", "-", "--")
DAY_IN_NAME = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
MOST_WORDS = 40
FEWEST_ROWS = 3
"""A word of ours that is missing is shown only in a column of few words, and if it stands in some rows: else it may be
a text or a name, and not a code."""

NEAR = 0.88
OWN_READERS = {
    "epic": {"accessinstant", "processid", "patid"},
    "openemr": {"event", "groupname", "success", "patientid", "date"},
}
"""Headers by which an export is known that has a reader of its own."""


def propose(path: str | Path, table: str | None = None) -> str:
    """
    Propose the [[feed]] block that maps one file onto a canonical table; it can be pasted into a site file as it is.

    Looks at the headers and the first rows. What it could not tell is said in comments: a required column without a
    header, a second header for a column, words without one of ours. Without a `table` the headers say which.
    Raises LoadError where the file cannot be read, and QuestionError for a table that does not exist or is not told.

    >>> print(roi.propose("audit-2026-05-31.csv"))
    """
    if table is not None and table not in TABLES:
        raise QuestionError(
            f"There is no table '{table}'.{did_you_mean(table, TABLES)}\nThere are: {', '.join(TABLES)}."
        )
    names = {name for ours in ([table] if table else TABLES) for name in column_names(TABLES[ours])}
    path = Path(path)
    rows = first_rows.read(path, lambda record: sum(squeezed(cell) in names for cell in without_prefix(record)))
    table = table or table_of(rows.headers)
    if table is None:
        raise QuestionError(
            f"The headers of {_safe(path.name)} do not tell what its rows are.\n"
            f"Say it: roi map FILE --table TABLE, which is one of: {', '.join(TABLES)}."
        )
    return _Proposal(path, TABLES[table], _without_null_words(rows)).text()


def _without_null_words(rows: FirstRows) -> FirstRows:
    """The rows with the words that stand for an empty cell taken out, and named in the settings."""
    found = [word for word in NULL_WORDS if rows.cells.select(pl.any_horizontal(pl.all() == word).any()).item()]
    cells = rows.cells.select(pl.when(~pl.all().is_in(found)).then(pl.all()))
    return replace(rows, cells=cells, settings=rows.settings | {"null_words": found}) if found else rows


@dataclass(frozen=True)
class _Proposal:
    """The block of one file, put together from its parts."""

    path: Path
    table: Table
    rows: FirstRows

    def text(self) -> str:
        clocks = [shapes.clock(self.rows.cells.to_series(i)) for i in range(len(self.rows.headers))]
        places, rivals = assign(self.rows.headers, self.table, [i for i, one in enumerate(clocks) if one == "time"])
        lines = [f"# Proposed from the headers and first rows of {_safe(self.path.name)}. Read it before you load."]
        lines += self._reader_hint() + self._head() + self._constants(places)
        lines += self._columns(places, rivals, clocks)
        lines += self._formats(places) + self._values(places)
        return "\n".join(lines) + "\n"

    def _reader_hint(self) -> list[str]:
        found = {squeezed(header) for header in self.rows.headers}
        if not self.table.name.endswith("_event"):
            return []
        return [
            f'# This looks like an export of {name}: with  reader = "{name}"  no mapping is needed.'
            for name, marks in OWN_READERS.items()
            if marks <= found
        ]

    def _head(self) -> list[str]:
        name = self.path.name
        in_name = DAY_IN_NAME.search(name)
        pattern, day, hint = glob.escape(name), "", ""
        if in_name and _is_day(*in_name.group(1, 3, 4)):
            start, end = in_name.span()
            sign = in_name[2]
            pattern = glob.escape(name[:start]) + re.sub(r"\d", "?", in_name[0]) + glob.escape(name[end:])
            day = f"{_percent(name[:start])}%Y{sign}%m{sign}%d{_percent(name[end:])}"
        else:
            day = datetime.fromtimestamp(self.path.stat().st_mtime).date().isoformat()
            hint = "  # the day the file was last changed: give the day it was extracted"
        plain = DAY_IN_NAME.sub("", self.path.stem).strip("-_. ") or self.path.stem
        settings = {"name": plain, "table": self.table.name, "files": pattern, "extracted_on": day}
        lines = ["[[feed]]"] + [f"{key} = {_quoted(value)}" for key, value in settings.items()]
        lines[-1] += hint
        lines.append('extract = "full"' if self.table.versions else 'extract = "changes"')
        lines += [f"{key} = {_quoted(value)}" for key, value in self.rows.settings.items()]
        words = [
            word for word in NULL_WORDS if self.rows.cells.select(pl.any_horizontal(pl.all() == word).any()).item()
        ]
        return lines + ([f"null_words = {json.dumps(words)}"] if words else [])

    def _constants(self, places: Mapping[str, int]) -> list[str]:
        if "provider_id" in places:
            return []
        return [
            "[feed.constants]",
            f'provider_id = "{PLACEHOLDER}"  # whose log is it? The provider_id of a [[provider]]',
        ]

    def _columns(
        self, places: Mapping[str, int], rivals: Mapping[str, Sequence[str]], clocks: Sequence[str | None]
    ) -> list[str]:
        headers = self.rows.headers
        lines = ["[feed.columns]"]
        lines += [f"{name} = {_quoted(headers[place].strip())}" for name, place in places.items()]
        for name in needed(self.table):
            if name not in places:
                lines.append(f'# {name} is needed, and no header tells it. Name yours:  {name} = "..."')
        for name, others in rivals.items():
            lines.append(f"# {name}: {', '.join(map(_quoted, others))} would do too.")
        lines += self._time_hints(places, clocks)
        used = {*places.values(), *(headers.index(one) for others in rivals.values() for one in others)}
        left = [_quoted(one.strip()) for i, one in enumerate(headers) if i not in used and one.strip()]
        return lines + ([f"# Not mapped: {', '.join(left)}."] if left else [])

    def _time_hints(self, places: Mapping[str, int], clocks: Sequence[str | None]) -> list[str]:
        """Moments of which a column holds the day alone: the time of day may stand in a column of its own."""
        times = [
            _quoted(header.strip()) for header, one in zip(self.rows.headers, clocks, strict=True) if one == "time"
        ]
        mend = f"join it with {' or '.join(times)} in the export" if times else "export it with its time of day"
        return [
            f"# {name}: {_quoted(self.rows.headers[place].strip())} holds a day alone; {mend}."
            for name, place in places.items()
            if self._type(name) == "instant" and (clocks[place] == "day" or self.rows.kinds[place] == "DATE")
        ]

    def _formats(self, places: Mapping[str, int]) -> list[str]:
        workbook = self.path.suffix.lower() in WORKBOOK
        found = {name: shapes.form(self.rows, place, self._column(name), workbook) for name, place in places.items()}
        lines = []
        for name, shape in found.items():
            if shape is None:
                continue
            form, hints = shape.form, shape.hints
            others = {
                one.form for other, one in found.items() if one and one.form and self._type(other) == self._type(name)
            }
            if shape.is_empty and len(others) == 1:
                [form], hints = others, ("no cell is filled; the form is that of its neighbours",)
            lines += [f"{name} = {_quoted(form)}"] if form else []
            lines += [f"# {name}: {hint}" for hint in hints]
        return ["[feed.formats]", *lines] if lines else []

    def _values(self, places: Mapping[str, int]) -> list[str]:
        lines = []
        for name, place in places.items():
            column = self._column(name)
            if column.type not in ("code", "boolean") or (column.type, self.rows.kinds[place]) == (
                "boolean",
                "BOOLEAN",
            ):
                continue
            mapped, unknown, hidden = words(self.rows.cells.to_series(place), column)
            if mapped:
                lines.append(f"[feed.values.{name}]")
                lines += [f"{_quoted(typed)} = {_quoted(ours)}" for typed, ours in mapped.items()]
            if unknown or hidden:
                shown = ", ".join(_quoted(word) for word in unknown)
                kept = f"{hidden} that are rare or look like text" if hidden else ""
                lines.append(f"# {name}, words without one of ours: {' and '.join(filter(None, (shown, kept)))}.")
                lines.append(f"# Ours are: {', '.join(column.values or ('true', 'false'))}.")
        return lines

    def _column(self, name: str) -> Column:
        return self.table.columns.get(name, Column(name, "id"))

    def _type(self, name: str) -> str:
        return self._column(name).type


def words(cells: pl.Series, column: Column) -> tuple[dict[str, str], list[str], int]:
    """The typed words of a code column with ours, those that have none of ours, and how many of these are not shown."""
    typed = cells.drop_nulls().to_frame("typed")
    in_word = pl.col("typed").str.to_lowercase().str.replace_all(r"\s+", " ")
    counts = typed.group_by(word=in_word, maintain_order=True).agg(pl.first("typed"), rows=pl.len())
    known, said = shapes.read_words(column), _spoken(column)
    mapped: dict[str, str] = {}
    unknown: list[str] = []
    hidden = 0
    for word, one, rows in counts.filter(~pl.col("word").is_in(sorted(known))).iter_rows():
        ours = said.get(squeezed(word)) or _nearest(word, said)
        if ours:
            mapped[one] = ours
        elif rows >= FEWEST_ROWS and counts.height <= MOST_WORDS:
            unknown.append(one)
        else:
            hidden += 1
    return mapped, unknown, hidden


def _nearest(typed: str, said: Mapping[str, str]) -> str | None:
    """A word of five letters or more that is nearly one we know; shorter ones differ by chance."""
    plain = squeezed(typed)
    if len(plain) < 5 or plain.isdigit():
        return None
    found = difflib.get_close_matches(plain, [one for one in said if len(one) >= 5], n=1, cutoff=NEAR)
    return said[found[0]] if found else None


def _spoken(column: Column) -> dict[str, str]:
    ours = {squeezed(word): word for word in column.values}
    typed = {squeezed(one): word for word, ones in synonyms()["words"].get(column.name, {}).items() for one in ones}
    return {one: word for one, word in typed.items() if word in column.values} | ours


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _percent(text: str) -> str:
    return text.replace("%", "%%")


def _quoted(text: Any) -> str:
    """A TOML value; what JSON leaves as it is and TOML does not take is escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _safe(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)
