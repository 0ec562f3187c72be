"""From files to a warehouse: load, where every row went, what the expectations say, what was changed afterwards."""

from pathlib import Path
from typing import Any

import click
import polars as pl

import roi_analytics as roi
from roi_analytics import terminal
from roi_analytics.cli.options import asks, cli, json_option, month_option, offers, warehouse_option
from roi_analytics.errors import CheckError, LoadError


@cli.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--requests", type=click.IntRange(min=1), default=2500, show_default=True)
@click.option("--accesses", type=click.IntRange(min=0), default=60_000, show_default=True)
@click.option("--months", type=click.IntRange(min=1), default=3, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
def sample(directory: Path, requests: int, accesses: int, months: int, seed: int) -> None:
    """Write an invented site with ground truth into DIRECTORY.

    \b
    Example: roi sample sample --seed 2
    """
    written = roi.sample(directory, requests=requests, accesses=accesses, months=months, seed=seed)
    click.echo(f"{len(written)} files in {directory}. Load them with: roi load {directory / 'site.toml'}")


@cli.command()
@click.argument("site", type=click.Path(path_type=Path))
@warehouse_option
@json_option
def load(site: Path, warehouse: Path, as_json: bool) -> None:
    """Load the logs that SITE.toml names, print the rows of every feed, build what the questions read.

    \b
    Example: roi load data/sample/site.toml
    """
    try:
        with terminal.progress("reading the site") as tell:
            report = roi.load(site, warehouse=warehouse, progress=tell)
    except LoadError as error:
        report = getattr(error, "report", None)
        if report is not None:
            terminal.show_load(report, as_json)
        raise
    terminal.show_load(report, as_json)


@cli.command("map")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--table",
    help="The table the file's rows belong to; without it, the one its headers tell.",
    shell_complete=offers("table"),
)
def propose(file: Path, table: str | None) -> None:
    """Propose the [[feed]] block that maps FILE (CSV, Parquet or XLSX), by its headers and the shapes of its cells.

    \b
    Example: roi map data/sample/juniper-street/system-event-2026-05-31.csv
    """
    click.echo(roi.propose(file, table=table), nl=False)


@cli.command()
@asks
def quarantine(site: roi.Warehouse, as_json: bool) -> None:
    """The rows that were refused, why, and what would mend them.

    \b
    Example: roi quarantine
    """
    terminal.show("quarantine", site.quarantine(), as_json)


@cli.command()
@click.option("--code", help="One code, as closed_before_received.", shell_complete=offers("note"))
@asks
def notes(site: roi.Warehouse, code: str | None, as_json: bool) -> None:
    """The rows that were loaded but look wrong.

    \b
    Example: roi notes --code closed_before_received
    """
    terminal.show("notes", site.notes(code=code), as_json)


@cli.command()
@click.option("--junit", type=click.Path(path_type=Path), help="Write the results as JUnit XML.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the results as a page that opens offline.")
@warehouse_option
@json_option
def validate(warehouse: Path, junit: Path | None, html: Path | None, as_json: bool) -> None:
    """Run the expectations of every table; exit 1 when a critical one fails.

    \b
    Example: roi validate --junit checks.xml --html checks.html
    """
    with terminal.progress("starting Great Expectations") as tell:
        report = roi.open(warehouse).validate(progress=tell)
    if junit:
        report.to_junit(junit)
    if html:
        report.to_html(html)
    if as_json or not terminal.is_window():
        terminal.show("expectations", report.frame(), as_json)
    else:
        _show_failures(report)
    click.echo(report.summary, err=True)
    if report.critical_failures:
        raise CheckError(report.critical_message())


def _show_failures(report: Any) -> None:
    """What failed and its mend, then what was not judged; what is met is told by the other forms alone."""
    for result in report.worst_first:
        expectation = result.expectation
        terminal.heading(f"{expectation.severity}  {expectation.table}: {expectation.says}", expectation.severity)
        terminal.say(f"    {result.counted}.")
        for word, text in result.details:
            terminal.say(f"    {word}: {text}", under=4)
        click.echo("")
    skipped = report.frame().filter(pl.col("skipped").is_not_null())
    if skipped.height:
        terminal.heading("Not judged")
        terminal.show_table(skipped.select("table", "says", "skipped"))
    terminal.say("What is met too: roi validate --html FILE, or --json.")


@cli.command()
@month_option
@asks
def restatements(site: roi.Warehouse, month: str | None, as_json: bool) -> None:
    """Days, outcomes and grounds that a later extract changed, by provider and month of receipt.

    \b
    Example: roi restatements --month 2026-04
    """
    terminal.show("restatements", site.restatements(month=month), as_json)


@cli.command("roll-forward")
@asks
def roll_forward(site: roi.Warehouse, as_json: bool) -> None:
    """Whether each extract of requests carries on where the one before it ended.

    \b
    Example: roi roll-forward
    """
    terminal.show("roll_forward", site.roll_forward(), as_json)
