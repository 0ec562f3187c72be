"""The command line: the same verbs and words as the front door, one function each."""

import datetime as dt
import os
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
import polars as pl

import roi_analytics as roi
from roi_analytics import terminal
from roi_analytics.errors import CheckError, LoadError, RoiError

BUG = 70
INTERRUPTED = 130

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


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="roi-analytics")
def cli() -> None:
    """Release-of-information compliance analytics: load providers' logs, ask questions, write the month's report."""


@cli.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--requests", type=click.IntRange(min=1), default=2500, show_default=True)
@click.option("--accesses", type=click.IntRange(min=0), default=60_000, show_default=True)
@click.option("--months", type=click.IntRange(min=1), default=3, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
def sample(directory: Path, requests: int, accesses: int, months: int, seed: int) -> None:
    """Write an invented site with ground truth into DIRECTORY.

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

    Example: roi load data/sample/site.toml
    """
    try:
        report = roi.load(site, warehouse=warehouse, progress=terminal.progress())
    except LoadError as error:
        report = getattr(error, "report", None)
        if report is not None:
            terminal.show_load(report, as_json)
        raise
    terminal.show_load(report, as_json)


@cli.command()
@asks
def quarantine(site: roi.Warehouse, as_json: bool) -> None:
    """The rows that were refused, why, and what would mend them."""
    terminal.show("quarantine", site.quarantine(), as_json)


@cli.command()
@click.option("--code", help="One code, as closed_before_received.")
@asks
def notes(site: roi.Warehouse, code: str | None, as_json: bool) -> None:
    """The rows that were loaded but look wrong."""
    terminal.show("notes", site.notes(code=code), as_json)


@cli.command()
@click.option("--junit", type=click.Path(path_type=Path), help="Write the results as JUnit XML.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the results as a page that opens offline.")
@warehouse_option
@json_option
def validate(warehouse: Path, junit: Path | None, html: Path | None, as_json: bool) -> None:
    """Run the expectations of every table; exit 1 when a critical one fails.

    Example: roi validate --junit checks.xml --html checks.html
    """
    report = roi.open(warehouse).validate()
    if junit:
        report.to_junit(junit)
    if html:
        report.to_html(html)
    terminal.show("expectations", report.frame(), as_json)
    click.echo(report.summary, err=True)
    if report.critical_failures:
        raise CheckError(report.critical_message())


@cli.command()
@click.option("--within", type=click.IntRange(min=0), default=10, show_default=True, help="Days ahead to look.")
@provider_option
@asks
def due(site: roi.Warehouse, within: int, provider: str | None, as_json: bool) -> None:
    """What goes late in the next days, by which law, and who it waits for; what is late now has negative days left.

    Example: roi due --within 10 --provider riverbend-general
    """
    terminal.show("due", site.due(within=within, provider=provider), as_json)


@cli.command()
@json_option
def measures(as_json: bool) -> None:
    """The measures there are, and what each means."""
    terminal.show("measures", roi.Warehouse.measures(), as_json)


@cli.command()
@asks
@click.option(
    "--coverage", is_flag=True, help="Per rule and provider: how many cases could be judged, and what stopped the rest."
)
def rules(site: roi.Warehouse, coverage: bool, as_json: bool) -> None:
    """The rules that are judged, and how often each was found broken or could not be judged.

    Example: roi rules --coverage
    """
    if coverage:
        terminal.show("coverage", site.coverage(), as_json)
    else:
        terminal.show("rules", site.rules(), as_json)


@cli.command()
@click.option("--jurisdiction", help="US, or a state as CA.")
@click.option("--topic", help="A topic, as deadline.")
@click.option("--on", "day", type=Day, help="Only rules in force on this day.")
@json_option
def law(jurisdiction: str | None, topic: str | None, day: dt.datetime | None, as_json: bool) -> None:
    """The law the toolkit knows, in words with citations; without options, how many rules of which kind.

    Example: roi law --jurisdiction CA --on 2026-05-01
    """
    on = day.date() if day else None
    if as_json:
        terminal.show("rules", roi.Warehouse.law(jurisdiction=jurisdiction, topic=topic, on=on), as_json)
    elif jurisdiction is None and topic is None:
        terminal.show_table(roi.Warehouse.law_counts(on=on))
        click.echo("The rules themselves: roi law --jurisdiction US, roi law --topic response_deadline")
    else:
        click.echo(roi.Warehouse.law_page(jurisdiction=jurisdiction, topic=topic, on=on))


@cli.command()
@click.argument("measure")
@click.option("--by", help="Columns to group by, as provider_id,month.")
@month_option
@click.option("--legal-path", help="One legal path, as access.")
@asks
def show(
    site: roi.Warehouse, measure: str, by: str | None, month: str | None, legal_path: str | None, as_json: bool
) -> None:
    """A figure with n, its interval, and what could not be judged.

    Example: roi show on_time --by provider_id --legal-path access
    """
    groups = [name.strip() for name in by.split(",") if name.strip()] if by else []
    frame = site.show(measure, by=groups, month=month, legal_path=legal_path)
    meaning = site.measures().filter(pl.col("measure") == measure).to_dicts()[0]
    if as_json:
        terminal.show_json(
            {
                "measure": measure,
                "unit": meaning["unit"],
                "summary": meaning["summary"],
                "rows": frame.to_dicts(),
            }
        )
        return
    click.echo(f"{meaning['title']} ({meaning['unit']})")
    terminal.show_table(frame, shares=meaning["summary"].startswith("share"))


@cli.command()
@click.argument("measure")
@provider_option
@click.option("--value", type=float, help="Only cases of this value, as 0 for those not answered on time.")
@month_option
@asks
def cases(
    site: roi.Warehouse, measure: str, provider: str | None, value: float | None, month: str | None, as_json: bool
) -> None:
    """The rows behind a figure.

    Example: roi cases on_time --value 0 --month 2026-05
    """
    frame = site.cases(measure, provider=provider, value=value, month=month)
    if as_json:
        terminal.show_json({"measure": measure, "cases": frame.to_dicts()})
    else:
        terminal.show_table(frame)


@cli.command()
@click.option("--rule", help="One rule, as answered_late.")
@provider_option
@click.option("--verdict", type=click.Choice(["apparent", "check", "not_assessable"]))
@month_option
@asks
def findings(
    site: roi.Warehouse,
    rule: str | None,
    provider: str | None,
    verdict: str | None,
    month: str | None,
    as_json: bool,
) -> None:
    """What in the logs offends a rule, or cannot be judged, with its law and the facts.

    Example: roi findings --rule answered_late --verdict apparent
    """
    terminal.show("findings", site.findings(rule=rule, provider=provider, verdict=verdict, month=month), as_json)


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


def main() -> None:
    """Run a command; print what went wrong as a message, and leave with the exit code of its kind."""
    try:
        cli.main(standalone_mode=False)
    except RoiError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.exceptions.Exit, SystemExit) as leave:
        sys.exit(getattr(leave, "exit_code", getattr(leave, "code", 0)))
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted. What was loaded whole stays; run the same command to go on.", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as bug:
        place = traceback.extract_tb(bug.__traceback__)[-1]
        click.echo(
            f"This is a bug of roi-analytics: {type(bug).__name__}"
            f" in {Path(place.filename).name}, line {place.lineno}.\n"
            "Please report these two lines; the message itself is kept back, for it may hold a value of a log.",
            err=True,
        )
        sys.exit(BUG)
