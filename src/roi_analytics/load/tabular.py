"""One file of rows and columns -> the temporary view `numbered_raw` (row_no, c0, c1, ...): CSV, Parquet or XLSX."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from roi_analytics.engine import DatabaseError, Engine, quoted
from roi_analytics.load import cells, csv_rows
from roi_analytics.load.files import FileRefused, Scan
from roi_analytics.site import Feed

PARQUET = (".parquet", ".pq")
WORKBOOK = (".xlsx", ".xlsm", ".xls", ".xlsb")


@dataclass(frozen=True)
class RawRows:
    """What a file was read into. `kinds` are the engine's types; `untidy` columns need trimming."""

    headers: list[str]
    kinds: list[str]
    has_replacement: bool
    totals_left_out: int = 0
    touches_left_out: int = 0
    untidy: frozenset[int] = frozenset()

    @property
    def cells(self) -> list[str]:
        return [f"c{i}" for i in range(len(self.headers))]


def read(engine: Engine, feed: Feed, path: Path, seen: Scan, scratch: Path) -> RawRows:
    """Read a file into `numbered_raw`; rows that are no rows go to `set_aside`. Raises FileRefused."""
    if seen.size == 0:
        raise FileRefused("unreadable_file", f"{path.name} is empty, without even a header.\nExport it again.")
    ending = path.suffix.lower()
    if ending in PARQUET:
        raw = _parquet(engine, path)
    elif ending in WORKBOOK:
        raw = _workbook(engine, feed, path)
    else:
        headers, replaced = csv_rows.read(engine, feed, path, seen, scratch)
        raw = RawRows(headers, ["VARCHAR"] * len(headers), replaced)
    totals = _leave_out_totals(engine, feed, raw)
    return RawRows(raw.headers, raw.kinds, raw.has_replacement, totals, untidy=untidy(engine, raw))


def untidy(engine: Engine, raw: RawRows) -> frozenset[int]:
    """Positions of the text columns in which some cell is empty text or has blanks around it."""
    texts = [i for i, kind in enumerate(raw.kinds) if kind == "VARCHAR"]
    if not texts:
        return frozenset()
    asked = ", ".join(f"coalesce(bool_or({cells.at(cells.UNTIDY, f'c{i}')}), false) as c{i}" for i in texts)
    found = engine.read(f"select {asked} from numbered_raw").row(0)
    return frozenset(i for i, is_untidy in zip(texts, found, strict=True) if is_untidy)


def _nothing_set_aside(engine: Engine) -> None:
    engine.run("create or replace temp table set_aside (source_row bigint, code varchar, raw varchar)")


def _parquet(engine: Engine, path: Path) -> RawRows:
    _nothing_set_aside(engine)
    try:
        found = engine.read(f"describe select * from read_parquet({quoted(str(path))})")
        headers, kinds = found.get_column("column_name").to_list(), found.get_column("column_type").to_list()
        names = ", ".join(f"c{i}" for i in range(len(headers)))
        engine.run(
            f"create or replace temp table raw_rows as select * from read_parquet({quoted(str(path))}) as "
            f"file_rows ({names})"
        )
    except DatabaseError:
        raise FileRefused(
            "unreadable_file",
            f"{path.name} is not a whole Parquet file; perhaps it was still being written.\nExport or copy it again.",
        ) from None
    engine.run("create or replace temp view numbered_raw as select rowid + 2 as row_no, raw_rows.* from raw_rows")
    return RawRows(headers, kinds, True)


def _workbook(engine: Engine, feed: Feed, path: Path) -> RawRows:
    """Every cell as text: whole numbers without a point, true dates in ISO form, rows without any cell left out."""
    _nothing_set_aside(engine)
    sheet = _sheet(feed, path)
    try:
        frame = pl.read_excel(
            path,
            engine="calamine",
            sheet_name=sheet,
            has_header=False,
            infer_schema_length=0,
            drop_empty_rows=False,
            drop_empty_cols=False,
            raise_if_empty=False,
            read_options={"header_row": None, "skip_rows": 0, "dtypes": "string"},
        )
    except Exception:  # the reader's own errors have no common base and may quote cells
        raise _unreadable_workbook(path) from None
    rows = frame.with_row_index("row_no", offset=1)
    head = rows.filter(pl.col("row_no") == feed.header_row).drop("row_no").rows()
    if not head or not any(head[0]):
        raise FileRefused(
            "header_changed",
            f"{path.name} has no header in row {feed.header_row} of its sheet '{sheet}'.\nName it:  header_row = 3",
        )
    used = [i for i, cell in enumerate(head[0]) if cell] or [0]
    width = max(used) + 1
    body = rows.filter(pl.col("row_no") > feed.header_row).select(
        pl.col("row_no").cast(pl.Int64), *(pl.nth(i + 1).cast(pl.String).alias(f"c{i}") for i in range(width))
    )
    body = body.filter(pl.any_horizontal(pl.exclude("row_no").str.strip_chars().str.len_chars() > 0))
    engine.run(
        f"create or replace temp table raw_rows (row_no bigint, {', '.join(f'c{i} varchar' for i in range(width))})"
    )
    engine.insert("raw_rows", body)
    engine.run("create or replace temp view numbered_raw as select * from raw_rows")
    return RawRows([cell or "" for cell in head[0][:width]], ["VARCHAR"] * width, True)


def _sheet(feed: Feed, path: Path) -> str:
    import fastexcel

    try:
        names = fastexcel.read_excel(path).sheet_names
    except Exception:  # see above
        raise _unreadable_workbook(path) from None
    if feed.sheet is None:
        return names[0]
    if feed.sheet not in names:
        raise FileRefused(
            "missing_sheet", f"{path.name} has no sheet '{feed.sheet}'.\nIt has: {', '.join(names)}. Mend `sheet`."
        )
    return feed.sheet


def _unreadable_workbook(path: Path) -> FileRefused:
    return FileRefused(
        "unreadable_file",
        f"{path.name} is not a whole workbook, or it has a password.\nSave it again without one, or export it as CSV.",
    )


def _leave_out_totals(engine: Engine, feed: Feed, raw: RawRows) -> int:
    """Delete the rows at the end whose first filled cell begins with the feed's word for a total. Returns how many."""
    if not feed.total_row_starts_with:
        return 0
    texts = ", ".join(f"nullif(trim(cast({cell} as varchar)), '')" for cell in raw.cells)
    is_total = (
        f"coalesce(starts_with(lower(coalesce({texts}, '')), lower({quoted(feed.total_row_starts_with)})), false)"
    )
    last = engine.value(f"select max(row_no) from numbered_raw where not {is_total}") or 0
    count = engine.value("select count(*) from numbered_raw where row_no > ?", [last])
    if count:
        engine.run("create or replace temp table kept_rows as select * from numbered_raw where row_no <= ?", [last])
        engine.run("create or replace temp view numbered_raw as select * from kept_rows")
    return count
