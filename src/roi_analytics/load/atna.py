"""
A file of audit messages (ATNA, DICOM, RFC 3881) -> the temporary view `numbered_raw`: where does each message begin?

One pass in bounded memory: the bytes are searched for messages, and each is parsed alone. So a broken one takes none of
its neighbours with it, whatever stands between them (a root element, a syslog header) is passed over, and an entity of
the document can never reach a message, let alone be expanded in it.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from roi_analytics.engine import Engine
from roi_analytics.load.audit_message import HEADERS, Touch, touches
from roi_analytics.load.files import CHUNK, FileRefused, Scan
from roi_analytics.load.tabular import RawRows
from roi_analytics.site import Feed

TAG = re.compile(rb"<(?:[\w.-]+:)?AuditMessage(?=[\s/>])|</(?:[\w.-]+:)?AuditMessage\s*>")
TAG_BYTES = 256
"""No such tag is longer: where a chunk ends inside one, so much is searched again."""
PROLOG_BYTES = 64 * 1024
"""What is kept of the bytes before a message: its encoding, or entities, are declared there."""
MESSAGE_BYTES = 16 * 1024 * 1024
"""A message larger than this has lost its end, or is none."""
KEPT_BYTES = 4_000
"""So much of a record that cannot be read goes into quarantine."""
DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)")
DOCUMENT_TYPE = re.compile(rb"<!DOCTYPE\s+(?:[\w.-]+:)?AuditMessage\b")
BATCH, BROKEN = 20_000, 2_000
"""Touches, and broken records, that are held before they go into the engine."""


def read(engine: Engine, feed: Feed, path: Path, seen: Scan, scratch: Path) -> RawRows:
    """
    Read a file of audit messages into `numbered_raw`; what is no whole message goes to `set_aside`.

    A row is one touch of one patient, or one event without a patient, all cells text (audit_message.py says what each
    column holds). `row_no` and `source_row` count touches and records set aside together, in the order of the file.
    One message or thousands are read, one after another or under a root element, bare or behind syslog headers, in
    UTF-8, UTF-16, or the encoding the feed or the XML declaration names. Nothing is fetched, no entity expanded.
    Raises FileRefused for a file without any audit message.

    >>> read(engine, feed, Path("audit.xml"), files.scan(Path("audit.xml")), Path(".scratch")).headers[:2]
    ['event_id', 'opened_at']
    """
    rows = _Rows(engine)
    wide = _wide(seen)
    for message, encoding in _messages(path, wide, feed.encoding):
        rows.take(message, touches(message, encoding) if encoding else None)
    rows.flush()
    if rows.count == 0:
        raise FileRefused(
            "unreadable_file",
            f"{path.name} holds no <AuditMessage>: it is no audit trail of ATNA, DICOM or RFC 3881, or it is packed.\n"
            'Unpack it, or mend `reader`: reader = "fhir" reads AuditEvents.',
        )
    return RawRows(list(HEADERS), ["VARCHAR"] * len(HEADERS), seen.has_replacement or wide is not None)


class _Rows:
    """The rows of a file on their way into the engine, by the batch."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.count = engine, 0
        self.good: list[tuple[int, Touch]] = []
        self.bad: list[tuple[int, str, str]] = []
        self.schema = {"row_no": pl.Int64} | {f"c{i}": pl.String for i in range(len(HEADERS))}
        cells = ", ".join(f"c{i} varchar" for i in range(len(HEADERS)))
        engine.run(f"create or replace temp table raw_rows (row_no bigint, {cells})")
        engine.run("create or replace temp table set_aside (source_row bigint, code varchar, raw varchar)")
        engine.run("create or replace temp view numbered_raw as select * from raw_rows")

    def take(self, message: bytes, found: list[Touch] | None) -> None:
        """The touches of a message, or the message itself where it cannot be read."""
        if found is None:
            self.bad.append((self.count + 1, "unparsable_record", message[:KEPT_BYTES].decode("utf-8", "replace")))
        else:
            self.good.extend(enumerate(found, self.count + 1))
        self.count += 1 if found is None else len(found)
        if len(self.good) >= BATCH or len(self.bad) >= BROKEN:
            self.flush()

    def flush(self) -> None:
        if self.good:
            numbers, found = zip(*self.good, strict=True)
            self.engine.insert("raw_rows", pl.DataFrame([numbers, *zip(*found, strict=True)], schema=self.schema))
        if self.bad:
            self.engine.insert("set_aside", pl.DataFrame(self.bad, schema=["source_row", "code", "raw"], orient="row"))
        self.good.clear()
        self.bad.clear()


def _wide(seen: Scan) -> str | None:
    """UTF-16, by its byte order mark or its zero bytes; None for what is read as it is."""
    if seen.starts_with.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}.get(seen.starts_with[:2])


def _chunks(path: Path, wide: str | None) -> Iterator[bytes]:
    if wide:
        with path.open(encoding=wide, errors="replace", newline="") as text:
            while part := text.read(CHUNK):
                yield part.encode()
    else:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                yield chunk


def _messages(path: Path, wide: str | None, said: str | None) -> Iterator[tuple[bytes, str | None]]:
    """
    Each message with its encoding. Without one: what is left of a message that lost its beginning or its end, and a
    message whose own document type declares entities.
    """
    encoding, window = _codec(said), b""
    is_open, is_sound, tag_end = False, True, 0
    for chunk in _chunks(path, wide):
        searched = max(tag_end, len(window) - TAG_BYTES)
        window += chunk
        cut = 0
        for tag in TAG.finditer(window, searched):
            tag_end = tag.end()
            if tag[0].startswith(b"</"):
                yield window[cut:tag_end], encoding if is_open and is_sound else None
                is_open, cut = False, tag_end
                continue
            before = window[cut : tag.start()]
            if is_open:
                yield before, None
            if b"<?xml" in before:
                encoding = _codec(said or _declared(before))
            is_open, is_sound, cut = True, not _declares_entities(before), tag.start()
        if not is_open:
            cut = max(cut, len(window) - PROLOG_BYTES)
        window, tag_end = window[cut:], max(tag_end - cut, 0)
        if len(window) > MESSAGE_BYTES:
            window, tag_end = window[:KEPT_BYTES] + b"<<" + window[-TAG_BYTES:], KEPT_BYTES
    if is_open or any(window.endswith(b"<AuditMessage"[:length]) for length in range(2, 14)):
        yield window, None


def _declares_entities(prolog: bytes) -> bool:
    """Whether a document type of the message's own declares any."""
    found = DOCUMENT_TYPE.search(prolog)
    return found is not None and b"<!ENTITY" in prolog[found.end() :]


def _declared(prolog: bytes) -> str | None:
    """The encoding that the last XML declaration of these bytes names."""
    found = DECLARED.match(prolog, prolog.rindex(b"<?xml"))
    return found[1].decode("ascii", "replace") if found else None


def _codec(encoding: str | None) -> str:
    """
    The codec of a message by its declared encoding. Its tags were found as plain letters: where UTF-16 is declared,
    what carried the message here wrote it anew as UTF-8 and left the declaration as it was.
    """
    try:
        name = codecs.lookup(encoding or "utf-8").name
    except LookupError:
        return "utf-8"
    return "utf-8" if name.startswith(("utf", "ascii")) else name
