"""
CSV into a raw table of text. The fast way is the engine's own reader; what it refuses goes the careful way, row by row.

The engine skips blank lines without a word, so a file that has any goes the careful way too: row numbers must be those
a spreadsheet shows. Its messages quote the line they fail on and are never passed on.
"""

import codecs
import csv
import json
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import polars as pl

from roi_analytics.engine import DatabaseError, Engine, quoted
from roi_analytics.load.files import FileRefused, Scan, scan
from roi_analytics.site import Feed

DELIMITERS = (",", ";", "\t", "|")
FIELD_LIMIT = 4 * 1024 * 1024
"""Characters of one cell; a longer one is a quote that was never closed, or no log."""
BATCH = 50_000


def read(engine: Engine, feed: Feed, path: Path, seen: Scan, scratch: Path) -> tuple[list[str], bool]:
    """
    Make the temporary tables `raw_rows` (row_no, c0, c1, ...) and `set_aside` from a CSV file.

    Returns the headers and whether replacement characters are in it.
    """
    if seen.has_endless_line:
        raise FileRefused(
            "line_too_long",
            f"{path.name} has a line of several million characters.\nExport it again; each record needs a line "
            f"of its own.",
        )
    _refuse_other_formats(path, seen)
    encoding = feed.encoding or "utf-8"
    headers, delimiter, spans_lines = _header(feed, path, encoding)
    body, skipped = path, 1
    if feed.header_row > 1 or spans_lines or codecs.lookup(encoding).name not in ("utf-8", "utf-8-sig", "ascii"):
        _rewrite(path, scratch, encoding, delimiter, feed.header_row)
        body, skipped, seen = scratch, 0, scan(scratch)
    first_row = feed.header_row + 1
    engine.run("create or replace temp table set_aside (source_row bigint, code varchar, raw varchar)")
    if seen.has_blank_line or not _fast(engine, body, len(headers), delimiter, skipped, first_row):
        _careful(engine, feed, body, path.name, headers, delimiter, skipped, first_row)
    return headers, seen.has_replacement


def _refuse_other_formats(path: Path, seen: Scan) -> None:
    for start, what, mend in (
        (b"PK\x03\x04", "a workbook or archive", "Give it its right ending (.xlsx), or unpack it."),
        (b"\x1f\x8b", "a compressed file", "Unpack it first."),
        (b"PAR1", "a Parquet file", "Give it its right ending: .parquet"),
        (b"%PDF", "a PDF", "Export the log as CSV, Parquet or XLSX."),
    ):
        if seen.starts_with.startswith(start):
            raise FileRefused("unreadable_file", f"{path.name} is {what}, not CSV.\n{mend}")


def _lines(path: Path, encoding: str) -> IO[str]:
    wide = codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))
    name = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding
    return path.open(encoding=name, errors="strict" if wide else "surrogateescape", newline="")


def _header(feed: Feed, path: Path, encoding: str) -> tuple[list[str], str, bool]:
    """The header's cells, the delimiter (declared, or the commonest in the header), and whether it spans lines."""
    csv.field_size_limit(FIELD_LIMIT)
    try:
        with _lines(path, encoding) as stream:
            text = stream.read(1 << 16)
        if "\x00" in text:
            raise FileRefused(
                "encoding_error",
                f'{path.name} is not {encoding} text.\nDeclare how it is written, as in:  encoding = "utf-16"',
            )
        delimiter = feed.delimiter
        records: list[list[str]] = []
        with _lines(path, encoding) as stream:
            if delimiter is None:
                delimiter = _commonest_delimiter(text, feed.header_row)
            reader = csv.reader(stream, delimiter=delimiter)
            for record in reader:
                records.append(record)
                if len(records) == feed.header_row:
                    break
            spans = reader.line_num != feed.header_row
    except UnicodeError:
        raise FileRefused(
            "encoding_error", f"{path.name} is not {encoding} text.\nDeclare its encoding in feed '{feed.name}'."
        ) from None
    except csv.Error:
        raise FileRefused(
            "line_too_long", f"{path.name}: the header has no end.\nExport it again with each record on a line."
        ) from None
    if len(records) < feed.header_row or not any(cell.strip() for cell in records[-1]):
        raise FileRefused(
            "header_changed",
            f"{path.name} has no header in row {feed.header_row}.\nName the row of the header:  header_row = 3",
        )
    return [cell.encode("utf-8", "replace").decode() for cell in records[-1]], delimiter, spans


def _commonest_delimiter(text: str, header_row: int) -> str:
    """The delimiter that stands most often in the header, outside quotes."""
    line = (text.splitlines()[header_row - 1 :] or [""])[0]
    return max(DELIMITERS, key=lambda sign: sum(part.count(sign) for part in line.split('"')[::2]))


def _rewrite(path: Path, scratch: Path, encoding: str, delimiter: str, header_row: int) -> None:
    """Stream the rows below the header into a UTF-8 file. Bytes that cannot be read stay as they are."""
    try:
        with (
            _lines(path, encoding) as stream,
            scratch.open("w", encoding="utf-8", errors="surrogateescape", newline="") as out,
        ):
            reader = csv.reader(stream, delimiter=delimiter)
            for _ in range(header_row):
                next(reader)
            while block := stream.read(1 << 20):
                out.write(block)
    except UnicodeError:
        raise FileRefused("encoding_error", f"{path.name} is not {encoding} text.\nDeclare its encoding.") from None


def _fast(engine: Engine, body: Path, width: int, delimiter: str, skipped: int, first_row: int) -> bool:
    # The engine lets one cell too many pass where it reads as null: so no cell may, and empty ones become null after.
    columns = ", ".join(f"'c{i}': 'varchar'" for i in range(width))
    cells = ", ".join(f"nullif(c{i}, '') as c{i}" for i in range(width))
    try:
        engine.run(
            f"create or replace temp table raw_rows as select {cells} from read_csv({quoted(str(body))}, header = "
            f"false, skip = {skipped}, "
            f"delim = {quoted(delimiter)}, quote = '\"', escape = '\"', columns = {{{columns}}}, auto_detect = "
            f"false, strict_mode = true, "
            f"null_padding = false, nullstr = {quoted(secrets.token_hex(16))})"
        )
        engine.run(
            f"create or replace temp view numbered_raw as select rowid + {first_row} as row_no, raw_rows.* from "
            f"raw_rows"
        )
    except DatabaseError:
        return False
    return True


def _careful(
    engine: Engine,
    feed: Feed,
    body: Path,
    name: str,
    headers: Sequence[str],
    delimiter: str,
    skipped: int,
    first_row: int,
) -> None:
    """Read row by row; rows of another width or with unreadable bytes are set aside with their reason."""
    width = len(headers)
    fields = ", ".join(f"c{i} varchar" for i in range(width))
    engine.run(f"create or replace temp table raw_rows (row_no bigint, {fields})")
    engine.run("create or replace temp view numbered_raw as select * from raw_rows")
    good: list[list[str | int | None]] = []
    bad: list[tuple[int, str, str]] = []

    def flush() -> None:
        schema = {"row_no": pl.Int64} | {f"c{i}": pl.String for i in range(width)}
        engine.insert("raw_rows", pl.DataFrame(good, schema=schema, orient="row"))
        engine.insert(
            "set_aside",
            pl.DataFrame(bad, schema=["source_row", "code", "raw"], orient="row") if bad else pl.DataFrame(),
        )
        good.clear()
        bad.clear()

    for row_no, record in _numbered(body, name, delimiter, skipped, first_row):
        text = "".join(record)
        if not text.strip() and len(record) <= 1:
            continue
        code = _fault(record, text, width)
        starts = feed.total_row_starts_with
        if code == "column_count" and starts and text.lstrip().casefold().startswith(starts.casefold()):
            record, code = (record + [""] * width)[:width], None
        if code:
            bad.append((row_no, code, _as_json(headers, record)))
        else:
            good.append([row_no, *(cell or None for cell in record)])
        if len(good) + len(bad) >= BATCH:
            flush()
    flush()


def _fault(record: list[str], text: str, width: int) -> str | None:
    if len(record) != width:
        return "column_count"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "encoding_error"
    return None


def _as_json(headers: Sequence[str], record: list[str]) -> str:
    cells = [cell.encode("utf-8", "backslashreplace").decode() for cell in record]
    names = [*headers, *(f"beyond the header {i}" for i in range(1, len(cells) - len(headers) + 1))]
    return json.dumps(dict(zip(names, cells, strict=False)), ensure_ascii=False)


def _numbered(body: Path, name: str, delimiter: str, skipped: int, first_row: int) -> Iterator[tuple[int, list[str]]]:
    """Records with the row number a spreadsheet shows. A quote that is never closed refuses the file."""
    end = secrets.token_hex(16)
    row_no = first_row - skipped

    def lines() -> Iterator[str]:
        last = "\n"
        with _lines(body, "utf-8") as stream:
            for last in stream:
                yield last
        yield end if last.endswith(("\n", "\r")) else "\n" + end

    opened = row_no
    reader = csv.reader(lines(), delimiter=delimiter)
    try:
        for record in reader:
            opened = row_no
            if record == [end]:
                return
            if row_no >= first_row:
                yield row_no, record
            row_no += 1
    except csv.Error:
        raise FileRefused(
            "line_too_long",
            f"{name}: the record of row {row_no} has no end.\nClose its quote, or export the log again.",
        ) from None
    raise FileRefused(
        "unclosed_quote", f"{name}: a quote opened in row {opened} is never closed.\nClose it, or export the log again."
    )
