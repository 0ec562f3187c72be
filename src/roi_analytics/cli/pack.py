"""What leaves the warehouse: the month's pack, and the notebooks."""

import sys
from pathlib import Path

import click

import roi_analytics as roi
from roi_analytics import terminal
from roi_analytics.cli.options import asks, cli, provider_option


@cli.command()
@click.option("--month", help="The month; without it the newest that ends on or before the clock.")
@click.option("--to", type=click.Path(path_type=Path), required=True, help="The folder the pack is written to.")
@provider_option
@click.option("--audience", type=click.Choice(["internal", "published"]), default="internal", show_default=True)
@click.option("--notebook", is_flag=True, help="Leave the executed notebook of the month beside the pack.")
@asks
def report(
    site: roi.Warehouse,
    month: str | None,
    to: Path,
    provider: str | None,
    audience: str,
    notebook: bool,
    as_json: bool,
) -> None:
    """Write a month's pack: one HTML page, the CSV of every figure, a manifest of hashes.

    Example: roi report --month 2026-05 --to reports/2026-05
    """
    pack = site.report(month=month, to=to, provider=provider, audience=audience, notebook=notebook)
    if as_json:
        terminal.show_json(pack)
    else:
        click.echo(f"The pack of {pack['month']} is in {to}: open {to / 'report.html'}")


@cli.command()
def lab() -> None:
    """Open JupyterLab on the notebooks."""
    sys.exit(roi.lab())
