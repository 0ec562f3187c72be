"""What a command shows: tables that fit the window, JSON for programs, time left for the patient."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import click
import polars as pl

from roi_analytics.marks import in_json, visible
from roi_analytics.terminal import tables
from roi_analytics.terminal.waiting import progress
from roi_analytics.terminal.window import heading, is_window, say

__all__ = ["complain", "heading", "is_window", "progress", "say", "show", "show_json", "show_load", "show_table"]

NOT_SIMPLY_LOADED = ("noted", "quarantined", "duplicate")
"""What may become of a row of a log besides being loaded."""

MOST_FEEDS = 12
"""In a window so many feeds are told one by one; of more, those with such rows."""


def show(name: str, frame: pl.DataFrame, as_json: bool, first: Sequence[str] = ()) -> None:
    """A frame as a table, or as JSON under its name."""
    if as_json:
        show_json({name: frame.to_dicts()})
    else:
        show_table(frame, first=first)


def show_table(frame: pl.DataFrame, shares: bool = False, first: Sequence[str] = ()) -> None:
    """A table that fits the window, and is whole when piped. `first` heads a row that takes several lines."""
    tables.show(frame, shares, first)


def show_load(report: dict, as_json: bool) -> None:
    """Where every row of a load went, and what else it told."""
    if as_json:
        show_json(report)
        return
    feeds = pl.DataFrame(report["feeds"])
    is_long = is_window() and feeds.height > MOST_FEEDS
    refused = [file["feed"] for file in report.get("refused", [])]
    told = pl.any_horizontal(pl.col(NOT_SIMPLY_LOADED) > 0, pl.col("read") == 0, pl.col("feed").is_in(refused))
    shown = feeds.filter(told) if is_long else feeds
    if shown.height:
        show_table(shown, first=("feed", "read", "loaded", *NOT_SIMPLY_LOADED))
    if is_long:
        rows = ", ".join(f"{feeds.get_column(name).sum():,} {name}" for name in ("read", "loaded", *NOT_SIMPLY_LOADED))
        say(f"All rows of the {feeds.height - shown.height:,} other feeds are loaded. In all: {rows}.")
        say("Every feed is told where this is piped or asked for with --json.")
    for line in report.get("told", []):
        say(line)


def show_json(content: dict) -> None:
    """JSON with ISO dates and plain numbers."""

    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, dt.date) else float(value)

    click.echo(in_json(json.dumps(content, default=plain, indent=2, ensure_ascii=False)))


def complain(message: str) -> None:
    """What went wrong, on stderr; a name told in it commands no terminal."""
    click.echo(visible(message, kept="\n"), err=True)
