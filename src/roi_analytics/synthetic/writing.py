"""How do rows become a provider's files? One file a feed and extract, each in its provider's own layout."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import xlsxwriter

from roi_analytics.synthetic.layouts import Feed
from roi_analytics.synthetic.rows import Row

CREATED = datetime(2026, 6, 1, 8, 0)
BAD_BYTE = "\x01"  # stands for a byte the declared encoding does not know, until the line is encoded
POLARS = {"date": pl.Date, "money": pl.Float64, "number": pl.Float64, "integer": pl.Int64, "boolean": pl.Boolean}


@dataclass
class Planted:
    """One line of truth/rows.csv: a flaw and where a loader meets it."""

    source_file: str
    source_row: int | None
    code: str
    fate: str
    column: str


@dataclass
class Line:
    """One row about to be written: canonical values, and what is odd about it."""

    values: dict[str, Any]
    row: Row | None = None
    code: str = ""
    copy: bool = False


@dataclass
class Written:
    """What was written: rows per file, and every flaw in them."""

    rows: dict[str, int] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)

    def forget(self, source_file: str) -> None:
        """Take a file back."""
        del self.rows[source_file]
        self.planted = [flaw for flaw in self.planted if flaw.source_file != source_file]


def lines_of(feed: Feed, rows: list[Row], on: date, before: date | None) -> list[Line]:
    """The rows an extract of that day holds; of a feed of changes those that are new, changed or still open."""
    lines = []
    for row in rows:
        if not row.visible(on):
            continue
        said = row.view(on)
        old = row.view(before) if before and row.visible(before) else None
        if feed.extract == "changes" and old == said and said.get("status") != "open":
            continue
        lines.append(Line(said, row))
        if row.copied:
            lines.append(Line(said, row, copy=True))
    return lines


def write_file(feed: Feed, directory: Path, name: str, lines: list[Line], on: date, written: Written) -> None:
    """One file of a feed, and a note of every flaw in it."""
    folder = feed.provider.provider_id
    path = directory / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if feed.is_parquet:
        _parquet(feed, path, lines)
    elif feed.suffix == "xlsx":
        _workbook(feed, path, lines)
    else:
        write_text_file(feed, path, lines, on)
    source_file, first = f"{folder}/{name}", len(feed.lines_above) + 2
    written.rows[source_file] = len(lines)
    if not feed.provider.has_zone and feed.table.name == "system_event":
        written.planted.append(Planted(source_file, None, "assumed_zone", "file", ""))
    for number, line in enumerate(lines, start=first):
        if line.copy:
            written.planted.append(Planted(source_file, number, "duplicate", "duplicate", ""))
            continue
        for defect in line.row.defects if line.row else ():
            if defect.since and on < defect.since:
                continue
            column = defect.column if defect.column in feed.columns else ""
            written.planted.append(Planted(source_file, number, defect.code, defect.fate, column))


def write_text_file(feed: Feed, path: Path, lines: list[Line], on: date) -> None:
    """A file of separated values: the provider's delimiter, encoding and line ends, and its mangled lines."""
    header = list(feed.columns.values())
    header += [extra for extra in (feed.snapshot_column, feed.remarks) if extra]
    end = "\r\n" if feed.suffix == "txt" else "\n"
    out = [_joined(feed, header)]
    for line in lines:
        cells = [_cell(feed, column, line) for column in feed.columns]
        if feed.snapshot_column:
            cells.append(on.isoformat())
        if feed.remarks:
            cells.append(_remark(line.values["request_id"]))
        mangled = line.row.mangled if line.row else ""
        if mangled == "few":
            cells = cells[:-2]
        elif mangled == "many":
            cells.append("see over")
        out.append(_joined(feed, cells))
    content = (end.join(out) + end).encode(feed.style.encoding).replace(BAD_BYTE.encode(), b"\xf1")
    path.write_bytes(b"\xef\xbb\xbf" + content if feed.style.byte_order_mark else content)


def _joined(feed: Feed, cells: list[str]) -> str:
    mark = feed.style.delimiter
    return mark.join(
        '"' + cell.replace('"', '""') + '"' if any(c in cell for c in (mark, '"', "\n", "\r")) else cell
        for cell in cells
    )


def _remark(request_id: str) -> str:
    """Free text with line breaks, quotes and the delimiter in it: no field of ours, but it has to be read past."""
    if int(request_id[-2:]) % 7:
        return "" if int(request_id[-1]) % 2 else "none"
    return 'Called member.\nWill send form "R-4" again | no answer yet\n'


def _cell(feed: Feed, column: str, line: Line) -> str:
    """One value as the provider's log spells it."""
    if line.row and column in line.row.cells:
        return line.row.cells[column]
    value = line.values.get(column)
    if column == "provider_id":
        return feed.provider.provider_id
    if value is None or value == "":
        return feed.style.null_text
    kind = feed.table.columns[column].type
    if isinstance(value, datetime):
        return _moment(feed, value)
    if kind == "date":
        return value.strftime(feed.style.date_format or "%Y-%m-%d")
    if kind == "boolean":
        return feed.style.true_false[0] if value else feed.style.true_false[1]
    if kind == "money":
        return f"{value:.2f}"
    own = {word: mine for mine, word in feed.words.get(column, {}).items()}
    return own.get(value, str(value))


def _moment(feed: Feed, local: datetime) -> str:
    """A local wall-clock moment as the provider writes it: local, with its offset, or in UTC."""
    if feed.style.instant_with == "local":
        return local.strftime(feed.style.instant_format or "%Y-%m-%d %H:%M:%S")
    aware = local.replace(tzinfo=ZoneInfo(feed.provider.time_zone))
    if feed.style.instant_with == "utc":
        return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return aware.isoformat(timespec="seconds")


def _workbook(feed: Feed, path: Path, lines: list[Line]) -> None:
    """A workbook with notes above the header, true dates in date cells, and a total below."""
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"created": CREATED, "title": feed.lines_above[0]})
    as_date = book.add_format({"num_format": "mm/dd/yyyy"})
    sheet = book.add_worksheet("Log")
    for number, note in enumerate(feed.lines_above):
        sheet.write_string(number, 0, note)
    top = len(feed.lines_above)
    for place, header in enumerate(feed.columns.values()):
        sheet.write_string(top, place, header)
    for number, line in enumerate(lines, start=top + 1):
        for place, column in enumerate(feed.columns):
            value = line.values.get(column)
            if line.row and column in line.row.cells:
                sheet.write_string(number, place, line.row.cells[column])
            elif isinstance(value, date) and not isinstance(value, datetime):
                sheet.write_datetime(number, place, datetime(value.year, value.month, value.day), as_date)
            elif isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(number, place, value)
            elif value is not None:
                sheet.write_string(number, place, _cell(feed, column, line))
    sheet.write_string(top + 1 + len(lines), 0, "Total rows")
    sheet.write_number(top + 1 + len(lines), 1, len(lines))
    book.close()


def _parquet(feed: Feed, path: Path, lines: list[Line]) -> None:
    columns = {}
    for column, header in feed.columns.items():
        kind = feed.table.columns[column].type
        values = [line.values.get(column) for line in lines]
        if kind in ("instant", "wall_clock"):
            local = pl.Series(header, values, dtype=pl.Datetime("us"))
            columns[header] = local.dt.replace_time_zone(feed.provider.time_zone).dt.convert_time_zone("UTC")
            continue
        if kind == "code" and column in feed.words:
            own = {word: mine for mine, word in feed.words[column].items()}
            values = [own.get(value, value) for value in values]
        columns[header] = pl.Series(header, values, dtype=POLARS.get(kind, pl.String))
    pl.DataFrame(columns).write_parquet(path, compression="zstd", compression_level=9)


def write_frame(feed: Feed, directory: Path, name: str, frame: pl.DataFrame, written: Written, on: date) -> None:
    """One file of a log kept in columns: moments are UTC in the frame and become what the provider writes."""
    zone = feed.provider.time_zone
    moments = [c for c in feed.columns if c in feed.table.columns and feed.table.columns[c].type == "instant"]
    if not feed.is_parquet:
        local = frame.with_columns(pl.col(moments).dt.replace_time_zone("UTC").dt.convert_time_zone(zone)
                                   .dt.replace_time_zone(None))  # fmt: skip
        lines = [Line(values) for values in local.drop("_on", "_code").to_dicts()]
        write_file(feed, directory, name, lines, on, written)
        return
    path = directory / feed.provider.provider_id / name
    path.parent.mkdir(parents=True, exist_ok=True)
    out = []
    for column, header in feed.columns.items():
        kind = feed.table.columns[column].type
        if column == "local_at":
            value = (
                pl.col("opened_at").dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.replace_time_zone(None)
            )
        elif column not in frame.columns:
            value = pl.lit(None, POLARS.get(kind, pl.String))
        elif kind == "instant":
            value = _moments(feed, pl.col(column))
        else:
            value = pl.col(column)
        out.append(value.alias(header))
    frame.select(out).write_parquet(path, compression="zstd", compression_level=9)
    source_file = f"{feed.provider.provider_id}/{name}"
    written.rows[source_file] = len(frame)
    flawed = frame.with_row_index("_row", offset=2).filter(pl.col("_code") != "").select("_row", "_code").rows()
    for number, planted in flawed:
        code, fate, column = planted.split("|")
        written.planted.append(Planted(source_file, number, code, fate, column if column in feed.columns else ""))


def _moments(feed: Feed, moment: pl.Expr) -> pl.Expr:
    """A column of UTC moments as the provider keeps them in Parquet: typed with UTC, typed local, or text."""
    zone, provider = feed.provider.time_zone, feed.provider.provider_id
    aware = moment.dt.replace_time_zone("UTC")
    local = aware.dt.convert_time_zone(zone)
    if feed.style.instant_with == "offset":
        return local.dt.strftime("%Y-%m-%dT%H:%M:%S%:z")
    if provider == "tamarack-bay":
        return local.dt.strftime(feed.style.instant_format)
    return aware if provider == "riverbend-general" else local.dt.replace_time_zone(None)
