"""What a load has to say: rows per feed that add up, files refused, and what one should know without being asked."""

from typing import Any

import polars as pl

from roi_analytics.engine import Engine
from roi_analytics.site import Site


class Told:
    """Lines gathered while loading. No line holds a value of a log: names of files, columns and counts only."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.refused: list[dict[str, Any]] = []

    def say(self, message: str) -> None:
        self.lines.append(message)

    def has_refused(self, feed: str | None, file: str) -> bool:
        return any((line["feed"], line["file"]) == (feed, file) for line in self.refused)

    def refuse(self, feed: str, file: str, code: str, message: str) -> None:
        self.refused.append({"feed": feed, "file": file, "code": code, "message": message})


def of(engine: Engine, site: Site, new: int, told: Told) -> dict[str, Any]:
    """Rows per feed for all files the warehouse holds, with what this run refused and told."""
    has_rows = engine.exists("row_note")
    counted = _counts(engine) if has_rows else {}
    feeds = []
    for feed in site.feeds:
        counts = counted.get(feed.name, {"read": 0, "landed": 0, "noted": 0, "quarantined": 0, "duplicate": 0})
        feeds.append(
            {
                "feed": feed.name,
                "provider_id": feed.constants.get("provider_id"),
                "table": feed.table.name,
                "read": counts["read"],
                "loaded": counts["landed"] - counts["noted"],
                "noted": counts["noted"],
                "quarantined": counts["quarantined"],
                "duplicate": counts["duplicate"],
            }
        )
    for file_note in engine.read(_FILE_NOTES).iter_rows(named=True) if has_rows else ():
        told.say(f"{file_note['source_file']}: {MESSAGES[file_note['code']]}")
    return {"feeds": feeds, "new": new, "refused": told.refused, "told": told.lines}


MESSAGES = {
    "assumed_zone": "no time zone is given, so its times are read as UTC. Give the provider or the feed a time_zone.",
}

_FILE_NOTES = """
    select load_run.feed, load_run.source_file, row_note.code
    from row_note
    inner join load_run on load_run.load_id = row_note.load_id
    where row_note.source_row is null
    order by load_run.feed, load_run.source_file, row_note.code
"""


def _counts(engine: Engine) -> dict[str, dict[str, int]]:
    frame = engine.read(
        """
        with noted as (
            select load_id, count(distinct source_row) as noted
            from row_note
            group by load_id
        )
        select
            load_run.feed,
            cast(sum(load_run.rows_read) as bigint) as read,
            cast(sum(load_run.rows_loaded) as bigint) as landed,
            cast(sum(coalesce(noted.noted, 0)) as bigint) as noted,
            cast(sum(load_run.rows_quarantined) as bigint) as quarantined,
            cast(sum(load_run.rows_duplicate) as bigint) as duplicate
        from load_run
        left join noted on noted.load_id = load_run.load_id
        group by load_run.feed
        """
    )
    return {row["feed"]: row for row in frame.iter_rows(named=True)}


def refusal_text(refused: list[dict[str, Any]]) -> str:
    """The message of a load that refused files: each with its reason and mend."""
    count = len(refused)
    head = f"{count} file{'s were' if count > 1 else ' was'} refused; everything else is loaded."
    return "\n\n".join([head, *(one["message"] for one in refused)])


def frame(made: dict[str, Any]) -> pl.DataFrame:
    """The rows per feed as a table."""
    return pl.DataFrame(made["feeds"])
