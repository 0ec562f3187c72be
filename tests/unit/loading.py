"""A small site to load: one provider, one log of requests, and what became of its rows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from roi_analytics import models
from roi_analytics.engine import Engine
from roi_analytics.load import FilesRefused, load

HEAD = """
[site]
name = "Small site"

[[provider]]
provider_id = "p1"
kind = "clinic"
state = "OH"
time_zone = "America/New_York"
"""

REQUESTS = """
[[feed]]
name = "requests"
table = "request"
files = "requests*.csv"
extracted_on = "2026-05-31"
[feed.constants]
provider_id = "p1"
[feed.columns]
request_id = "ID"
received_on = "Received"
completed_on = "Completed"
status = "Status"
"""

ACCESSES = """
[[feed]]
name = "accesses"
table = "access_event"
files = "access*.csv"
extracted_on = "2026-05-31"
[feed.constants]
provider_id = "p1"
[feed.columns]
event_id = "Event"
opened_at = "When"
user_id = "User"
patient_id = "Patient"
action = "Action"
"""


@dataclass
class SmallSite:
    """A folder with a site file, and the warehouse it is loaded into."""

    folder: Path

    @property
    def warehouse(self) -> Path:
        return self.folder / "roi.duckdb"

    def site(self, *feeds: str, head: str = HEAD) -> "SmallSite":
        (self.folder / "site.toml").write_text(head + "\n".join(feeds), encoding="utf-8")
        return self

    def file(self, name: str, content: str | bytes) -> "SmallSite":
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def load(self) -> dict[str, Any]:
        return load(self.folder / "site.toml", self.warehouse)

    def refused(self) -> dict[str, Any]:
        """Load, expect exactly one file to be refused, and return its line."""
        with pytest.raises(FilesRefused) as error:
            self.load()
        [line] = error.value.report["refused"]
        return line

    def read(self, sql: str) -> pl.DataFrame:
        with Engine.open(self.warehouse) as engine:
            return engine.read(sql)

    def rows(self, sql: str) -> list[tuple]:
        return self.read(sql).rows()

    def counts(self) -> dict[str, tuple[int, int, int, int, int]]:
        """Per feed: read, loaded, noted, quarantined, duplicate."""
        feeds = self.load()["feeds"]
        return {
            one["feed"]: (one["read"], one["loaded"], one["noted"], one["quarantined"], one["duplicate"])
            for one in feeds
        }

    def quarantined(self) -> list[tuple]:
        return self.rows('select source_row, code, "column" from quarantine order by all')

    def notes(self) -> list[tuple]:
        return self.rows('select source_row, code, "column" from row_note order by all')


def small_site(folder: Path, monkeypatch: Any) -> SmallSite:
    """A small site whose models are left unbuilt but for the loader's notes: such a test looks at the loader alone."""

    def notes_only(engine: Engine, as_of: object = None, progress: object = None) -> None:
        engine.run("create or replace view row_note as select * from load_note")

    monkeypatch.setattr(models, "build", notes_only)
    return SmallSite(folder)
