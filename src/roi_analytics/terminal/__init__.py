"""What a command shows: tables that fit the window, JSON for programs, progress for the patient."""

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import click
import polars as pl
from rich.console import Console
from rich.table import Table

SHARES = (
    "value", "low", "high", "expected", "adjusted", "shrunken", "shrunken_low", "shrunken_high", "standard", "center",
    "low_limit", "high_limit", "near_low", "near_high", "without_noted", "lowest", "highest",
)  # fmt: skip
"""The columns of a figure that are shares where the figure is one."""

SMALL = 0.1
"""A number below it keeps two digits that say something: 0.0042 is not 0."""

QUIET_SECONDS = 2.0
"""Nothing is said of work that takes less."""


def show(name: str, frame: pl.DataFrame, as_json: bool) -> None:
    """A frame as a table, or as JSON under its name."""
    if as_json:
        show_json({name: frame.to_dicts()})
    else:
        show_table(frame)


def show_load(report: dict, as_json: bool) -> None:
    """Where every row of a load went, and what else it told."""
    if as_json:
        show_json(report)
        return
    show_table(pl.DataFrame(report["feeds"]))
    for line in report.get("told", []):
        click.echo(line)


def show_table(frame: pl.DataFrame, shares: bool = False) -> None:
    """A table that fits the window on a terminal, and is never cut when piped."""
    terminal = sys.stdout.isatty()
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name, kind in frame.schema.items():
        table.add_column(name, justify="right" if kind.is_numeric() else "left", overflow="fold", no_wrap=not terminal)
    for row in frame.iter_rows(named=True):
        table.add_row(*[_cell(value, shares and name in SHARES) for name, value in row.items()])
    Console(width=None if terminal else 10_000, markup=False, highlight=False, emoji=False).print(table)
    if frame.is_empty():
        click.echo("(none)")


def _cell(value: Any, share: bool) -> str:
    if value is None:
        return ""
    if share:
        return f"{value:.1%}"
    if isinstance(value, float):
        shown = f"{value:.2f}" if abs(value) >= SMALL or not value else f"{value:.2g}"
        return shown.rstrip("0").rstrip(".") if "." in shown and "e" not in shown else shown
    return "".join(letter if letter.isprintable() else " " for letter in str(value))


def show_json(content: dict) -> None:
    """JSON with ISO dates and plain numbers."""

    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, dt.date) else float(value)

    click.echo(json.dumps(content, default=plain, indent=2, ensure_ascii=False))


def progress() -> Callable[[str], None] | None:
    """Tell on stderr what is being done once it takes over two seconds; nothing when piped."""
    if not sys.stderr.isatty():
        return None
    began = time.monotonic()

    def tell(message: str) -> None:
        if time.monotonic() - began > QUIET_SECONDS:
            click.echo(message, err=True)

    return tell
