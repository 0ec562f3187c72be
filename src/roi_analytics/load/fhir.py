"""
A file of FHIR AuditEvents -> the temporary view `numbered_raw`: where does each record begin and end?

One resource, a Bundle, an array, or one of them on every line (NDJSON, the way bulk exports come). The engine parses
the JSON and fhir_event.py says what a record means, so that a file larger than memory streams through. What the engine
refuses goes the careful way, line by line.
"""

import codecs
import json
from pathlib import Path

import polars as pl

from roi_analytics.engine import DatabaseError, Engine, quoted
from roi_analytics.load import fhir_event
from roi_analytics.load.files import FileRefused, Scan, scan
from roi_analytics.load.tabular import RawRows
from roi_analytics.site import Feed

RECORD_BYTES = 16 * 1024 * 1024
"""No record is longer, unless the whole file is one Bundle."""
BUNDLE_BYTES = 512 * 1024 * 1024
"""A Bundle is taken apart in memory; a larger one must come as one record a line."""
BATCH = 20_000

RECORDS = """(
    select cast(null as bigint) as line_no, cast(null as varchar) as raw, unnest(
        case
            when json_extract_string(event, '$.resourceType') = 'Bundle' then json_extract(event, '$.entry[*].resource')
            else [coalesce(event, to_json(raw))]
        end
    ) as event
    from {source}
)"""
"""The resources in the Bundles of a source, in their order, beside those that stand alone."""


def read(engine: Engine, feed: Feed, path: Path, seen: Scan, scratch: Path) -> RawRows:
    """
    Read a file of AuditEvents into `numbered_raw`; what is no whole AuditEvent goes to `set_aside`.

    A row is one touch of one patient, or one event without a patient, all cells text. `row_no` is the line of the
    record, or its ordinal in the file where Bundles or arrays hold the records; the further patients of an event are
    numbered on behind the last record. Ids keep their type (`Patient/x`); where they are the ids the site's other lists
    write as `x`, the feed says `[feed.formats]  patient_id = "reference"`, and the same of `login`. Raises FileRefused
    where the file is cut short or holds no AuditEvent.

    >>> read(engine, feed, Path("audit.ndjson"), files.scan(Path("audit.ndjson")), Path(".scratch")).headers[:2]
    ['event_id', 'opened_at']
    """
    if seen.size == 0:
        raise FileRefused("unreadable_file", f"{path.name} is empty.\nExport it again.")
    encoding = _encoding(feed, seen)
    body = path
    if encoding != "utf-8":
        _rewrite(path, scratch, encoding)
        body, seen = scratch, scan(scratch)
    if not _fast(engine, body, path.name, seen):
        _careful(engine, body, path.name, seen)
    found = engine.read("select count(*) as records, count(*) filter (where is_event) as events from raw_rows").row(0)
    if found[0] and not found[1]:
        raise FileRefused(
            "unreadable_file",
            f"{path.name} holds no whole AuditEvent, on a line of its own, in a Bundle or in an array.\n"
            "Export it again, or mend `files` or `reader`.",
        )
    _number(engine)
    return RawRows(list(fhir_event.HEADERS), ["VARCHAR"] * len(fhir_event.HEADERS), seen.has_replacement)


def _encoding(feed: Feed, seen: Scan) -> str:
    """How the bytes are written: as the feed says, or as their first bytes do."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if seen.starts_with.startswith(mark):
            return name
    return codecs.lookup(feed.encoding or "utf-8").name


def _rewrite(path: Path, scratch: Path, encoding: str) -> None:
    try:
        with path.open(encoding=encoding, newline="") as stream, scratch.open("w", encoding="utf-8", newline="") as out:
            while block := stream.read(1 << 20):
                out.write(block)
    except UnicodeError:
        raise FileRefused("encoding_error", f"{path.name} is not {encoding} text.\nDeclare its encoding.") from None


def _fast(engine: Engine, body: Path, name: str, seen: Scan) -> bool:
    """Let the engine find the records. False where it met a line that is no JSON, or passed over one."""
    form = _form(body)
    if form == "unstructured" and seen.size > BUNDLE_BYTES:
        raise FileRefused(
            "line_too_long",
            f"{name} is one record of {seen.size // 2**20} MB.\nExport it as NDJSON: one record a line.",
        )
    longest = max(RECORD_BYTES, seen.size + 1) if form == "unstructured" else RECORD_BYTES
    source = (
        "(select cast(null as bigint) as line_no, cast(null as varchar) as raw, json as event"
        f" from read_json_objects({quoted(str(body))}, format = '{form}', compression = 'uncompressed',"
        f" maximum_object_size = {longest}, ignore_errors = {str(form == 'newline_delimited').lower()}))"
    )
    try:
        _take(engine, source)
    except DatabaseError:
        return False
    if form == "newline_delimited":
        lines = engine.read("select count(*), count(*) filter (where not is_event and unread is null) from raw_rows")
        if lines.row(0) != (seen.lines, 0):
            return False
    _open_bundles(engine, source)
    return True


def _form(body: Path) -> str:
    """An array, one record a line, or whole documents one after another."""
    with body.open("rb") as stream:
        line = stream.readline(RECORD_BYTES)
        while line and not line.strip():
            line = stream.readline(RECORD_BYTES)
    if line.lstrip().startswith(b"["):
        return "array"
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return "unstructured"
    return "newline_delimited"


def _careful(engine: Engine, body: Path, name: str, seen: Scan) -> None:
    """Read line by line, so that every line keeps its number, and a broken one is known by its text."""
    if seen.has_endless_line:
        raise FileRefused(
            "unreadable_file",
            f"{name} is cut short, or has a line of several million characters.\nExport it again as NDJSON.",
        )
    engine.run("create or replace temp table kept_rows (line_no bigint, raw varchar)")
    lines: list[tuple[int, str]] = []

    def flush() -> None:
        engine.insert("kept_rows", pl.DataFrame(lines, schema={"line_no": pl.Int64, "raw": pl.String}, orient="row"))
        lines.clear()

    # Bytes that are no text become an escape that no JSON string may hold: such a line is set aside with the others.
    with body.open(encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                lines.append((number, line.strip()))
            if len(lines) == BATCH:
                flush()
    flush()
    source = "(select line_no, raw, case when json_valid(raw) then cast(raw as json) end as event from kept_rows)"
    _take(engine, source)
    _open_bundles(engine, source)


def _take(engine: Engine, source: str) -> None:
    engine.run(f"create or replace temp table raw_rows as {fhir_event.sql(source)}")


def _open_bundles(engine: Engine, source: str) -> None:
    """Where a record is a Bundle, take the resources in it; they have ordinals instead of lines."""
    if engine.value("select 1 from raw_rows where is_bundle limit 1"):
        _take(engine, RECORDS.format(source=source))


def _number(engine: Engine) -> None:
    """Make `numbered_raw` and `set_aside` of the records: a row for each touch, its cells in the order of HEADERS."""
    row_no = "coalesce(line_no, rowid + 1)"
    first = _cells({"patient_id": "patients[1]"})
    further = _cells({"event_id": "event_id || '#' || cast(touch as varchar)", "patient_id": "patients[touch]"})
    engine.run(
        "create or replace temp table more_rows as"
        f" select last_row + row_number() over (order by row_no, touch) as row_no, {further}"
        f" from (select *, {row_no} as row_no, unnest(range(2, len(patients) + 1)) as touch"
        " from raw_rows where is_event and len(patients) > 1) as touched"
        f" cross join (select max({row_no}) as last_row from raw_rows) as counted"
    )
    names = ", ".join(f"c{i}" for i in range(len(fhir_event.HEADERS)))
    engine.run(
        f"create or replace temp view numbered_raw as select {row_no} as row_no, {first} from raw_rows where is_event"
        f" union all select row_no, {names} from more_rows"
    )
    engine.run(
        f"create or replace temp table set_aside as select {row_no} as source_row, 'unparsable_record' as code,"
        " unread as raw from raw_rows where not is_event"
    )


def _cells(own: dict[str, str]) -> str:
    """The headers as c0, c1, ...: text, with this SQL for some of them."""
    made = {"patients_in_event": "nullif(coalesce(len(patients), 0), 0)"} | own
    return ", ".join(f"cast({made.get(name, name)} as varchar) as c{i}" for i, name in enumerate(fhir_event.HEADERS))
