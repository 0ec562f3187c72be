"""The command `roi`, and the options its questions share."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

import roi_analytics as roi

Day = click.DateTime(formats=["%Y-%m-%d"])

warehouse_option = click.option(
    "--warehouse",
    type=click.Path(path_type=Path),
    default=Path("roi.duckdb"),
    show_default=True,
    help="The warehouse file.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
month_option = click.option("--month", help='A month, as "2026-05".')
legal_path_option = click.option("--legal-path", help="One legal path, as access.")
interval_option = click.option(
    "--interval", type=click.Choice(["wilson", "exact", "jeffreys"]), default="wilson", help="The interval of a share."
)
provider_option = click.option("--provider", help="One provider_id.")


def asks(command: Callable) -> Callable:
    """Give a command the options every question has, and hand it the opened warehouse."""

    @warehouse_option
    @click.option("--as-of", type=Day, help="Turn the clock back: only extracts up to this day count.")
    @json_option
    @wraps(command)
    def with_site(*, warehouse: Path, as_of: dt.datetime | None, **options: Any) -> None:
        command(roi.open(warehouse, as_of.date() if as_of else None), **options)

    return with_site


def names(by: str | None) -> list[str]:
    """The columns of --by."""
    return [name.strip() for name in by.split(",") if name.strip()] if by else []


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="roi-analytics")
def cli() -> None:
    """Release-of-information compliance analytics: load providers' logs, ask questions, write the month's report."""
