"""What do the first rows of a file of rows and columns look like, before anybody has said how it is written?"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from roi_analytics.engine import DatabaseError, Engine, quoted
from roi_analytics.errors import LoadError
from roi_analytics.load import tabular
from roi_analytics.load.csv_rows import DELIMITERS, FIELD_LIMIT
from roi_analytics.load.files import FileRefused, scan
from roi_analytics.site import Feed
from roi_analytics.tables import TABLES

ROWS = 20_000
HEADER_ROWS = 8
"""How far down the header is looked for: exports put titles and dates above it."""
SURE = 2
"""So many known headers are no chance: the first such row of a workbook is its header."""
START = 1 << 16

Known = Callable[[Sequence[str]], int]
"""How many of a row's cells are headers that are known."""


@dataclass(frozen=True)
class FirstRows:
    """
    The header and at most ROWS rows, as text: columns c0, c1, ..., trimmed, blanks null.

    `kinds` are the engine's types of the cells as stored, `settings` what a feed must say for the file to be read so.
    """

    headers: list[str]
    kinds: list[str]
    cells: pl.DataFrame
    settings: dict[str, Any] = field(default_factory=dict)


def read(path: Path, known: Known) -> FirstRows:
    """The first rows of a CSV, Parquet or XLSX file. Raises LoadError where it cannot be read as one."""
    if not path.is_file():
        raise LoadError(f"There is no file {path}.\nName one export of the log: CSV, Parquet or XLSX.")
    ending = path.suffix.lower()
    try:
        if ending in tabular.PARQUET:
            return _parquet(path)
        if ending in tabular.WORKBOOK:
            return _workbook(path, known)
        return _text(path, known)
    except FileRefused as refused:
        raise LoadError(refused.message) from None
    except OSError as error:
        raise LoadError(f"{path.name} cannot be read: {error.strerror}.\nAsk for read access to it.") from None


def _parquet(path: Path) -> FirstRows:
    source = f"read_parquet({quoted(str(path))})"
    with Engine.memory() as engine:
        try:
            found = engine.read(f"describe select * from {source}")
            headers, kinds = found.get_column("column_name").to_list(), found.get_column("column_type").to_list()
            names = [f"c{i}" for i in range(len(headers))]
            asked = ", ".join(f"cast({name} as varchar) as {name}" for name in names)
            cells = engine.read(f"select {asked} from {source} as file_rows ({', '.join(names)}) limit {ROWS}")
        except DatabaseError:
            raise LoadError(f"{path.name} is not a whole Parquet file.\nExport or copy it again.") from None
    return FirstRows(headers, kinds, _tidy(cells))


def _workbook(path: Path, known: Known) -> FirstRows:
    """The first sheet, with the header in the row that holds most headers we know."""
    best, most = None, -1
    for number in range(1, HEADER_ROWS + 1):
        feed = Feed(path.stem, TABLES["request"], path.name, "2000-01-01", header_row=number)
        try:
            with Engine.memory() as engine:
                raw = tabular.read(engine, feed, path, scan(path), path.with_suffix(".unused"))
                cells = engine.read(f"select * exclude (row_no) from numbered_raw limit {ROWS}")
        except FileRefused as refused:
            if refused.code == "header_changed":
                continue
            raise
        count = known(raw.headers)
        if count > most:
            settings = {"header_row": number} if number > 1 else {}
            best, most = FirstRows(raw.headers, raw.kinds, _tidy(cells), settings), count
        if most >= SURE:
            break
    if best is None:
        raise LoadError(f"{path.name} has no header in its first {HEADER_ROWS} rows.\nSave the log with its headers.")
    return best


def _text(path: Path, known: Known) -> FirstRows:
    with path.open("rb") as stream:
        start = stream.read(START)
    _refuse_what_is_no_table(path, start)
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return _decoded(path, encoding, known)
        except UnicodeError:
            continue
        except csv.Error:
            break
    raise LoadError(f"{path.name} is not a table in text.\nExport the log as CSV, Parquet or XLSX.")


def _refuse_what_is_no_table(path: Path, start: bytes) -> None:
    if not start.strip():
        raise LoadError(f"{path.name} is empty, without even a header.\nExport it again.")
    for signs, what, reader in ((b"{[", "JSON", "fhir"), (b"<", "XML", "atna")):
        if start.removeprefix(b"\xef\xbb\xbf").lstrip()[0] in signs:
            raise LoadError(
                f"{path.name} is {what}, not rows and columns.\n"
                f'Audit events need no mapping: give the feed  reader = "{reader}"'
            )


def _decoded(path: Path, encoding: str, known: Known) -> FirstRows:
    csv.field_size_limit(FIELD_LIMIT)
    with path.open(encoding=encoding, newline="") as stream:
        start = stream.read(START)
        lines = start.splitlines()[:HEADER_ROWS]
        best, most = (1, ","), -1
        for number, line in enumerate(lines, start=1):
            delimiter = max(DELIMITERS, key=lambda sign: sum(part.count(sign) for part in line.split('"')[::2]))
            record = next(islice(csv.reader(io.StringIO(start), delimiter=delimiter), number - 1, None), [])
            if any(record) and known(record) > most:
                best, most = (number, delimiter), known(record)
        stream.seek(0)
        number, delimiter = best
        records = list(islice(csv.reader(stream, delimiter=delimiter), number - 1, number + ROWS))
    if not records or not any(records[0]):
        raise LoadError(f"{path.name} has no header in its first {HEADER_ROWS} rows.\nSave the log with its headers.")
    headers, width = records[0], len(records[0])
    columns = {f"c{i}": pl.String for i in range(width)}
    cells = pl.DataFrame([row for row in records[1:] if len(row) == width], schema=columns, orient="row")
    settings: dict[str, Any] = {} if delimiter == "," else {"delimiter": delimiter}
    settings |= {} if encoding == "utf-8-sig" else {"encoding": encoding}
    settings |= {"header_row": number} if number > 1 else {}
    return FirstRows(headers, ["VARCHAR"] * width, _tidy(cells), settings)


def _tidy(cells: pl.DataFrame) -> pl.DataFrame:
    text = pl.all().str.strip_chars()
    return cells.cast(pl.String).select(pl.when(text.str.len_chars() > 0).then(text))
