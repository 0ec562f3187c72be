"""
Which raw rows does a feed take from a file? One reading of a file serves every feed that reads it.

A log of audit events holds two kinds of rows: touches of a patient's record (`access_event`) and events without a
patient (`system_event`). They are loaded as two feeds, each with its own counts; the file is read once.
"""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

from roi_analytics.engine import Engine
from roi_analytics.load import files, tabular
from roi_analytics.load.files import Scan, SourceFile
from roi_analytics.load.tabular import RawRows
from roi_analytics.site import Feed, Site

RAW = ("raw_rows", "more_rows", "kept_rows", "set_aside", "every_set_aside")


class Reading:
    """The raw rows of the file that was read last, kept while further feeds take theirs."""

    def __init__(self, engine: Engine, site: Site) -> None:
        self.engine, self.site = engine, site
        self._scanned: tuple[Path, Scan] | None = None
        self._read: tuple[Feed, Path, RawRows] | None = None

    def scan(self, file: SourceFile) -> Scan:
        """What one pass over the file's bytes tells."""
        if self._scanned is None or self._scanned[0] != file.path:
            self._scanned = (file.path, files.scan(file.path))
        return self._scanned[1]

    def rows(self, feed: Feed, file: SourceFile, seen: Scan, scratch: Path) -> RawRows:
        """Leave the feed's rows in `numbered_raw` and its unreadable records in `set_aside`. Raises FileRefused."""
        if not feed.is_structured:
            self.clear()
            return tabular.read(self.engine, feed, file.path, seen, scratch)
        if self._read is None or self._read[1] != file.path or not feed.reads_with(self._read[0]):
            self.clear()
            raw = self._structured(feed, file, seen, scratch)
            self._read = (feed, file.path, raw)
        return self._taken(feed, self._read[2])

    def clear(self) -> None:
        """Drop the raw rows of the file that was read last."""
        self._read = None
        for table in RAW:
            self.engine.run(f"drop table if exists temp.{table}")

    def _structured(self, feed: Feed, file: SourceFile, seen: Scan, scratch: Path) -> RawRows:
        reader = import_module(f"roi_analytics.load.{feed.reader}")
        self.engine.run("drop view if exists temp.every_row")
        raw = reader.read(self.engine, feed, file.path, seen, scratch)
        raw = replace(raw, untidy=tabular.untidy(self.engine, raw))
        self.engine.run("alter view numbered_raw rename to every_row")
        self.engine.run("alter table set_aside rename to every_set_aside")
        return raw

    def _taken(self, feed: Feed, raw: RawRows) -> RawRows:
        """An unreadable record is told once: with the touches where a feed takes them."""
        patient = f"nullif(trim(c{raw.headers.index('patient_id')}), '')"
        is_touch = f"{patient} is not null"
        takes_touches = feed.table.name == "access_event"
        has_touches = any(one.table.name == "access_event" and one.reads_with(feed) for one in self.site.feeds)
        self.engine.run(
            "create or replace temp view numbered_raw as select * from every_row"
            f" where {is_touch if takes_touches else f'not ({is_touch})'}"
        )
        takes_unread = takes_touches or not has_touches
        self.engine.run(
            f"create or replace temp table set_aside as select * from every_set_aside where {str(takes_unread).lower()}"
        )
        if has_touches:
            return raw
        left = self.engine.value(f"select count(*) from every_row where {is_touch}")
        return replace(raw, touches_left_out=left)
