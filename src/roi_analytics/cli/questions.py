"""The questions: what goes late, what the figures are, what offends, how providers compare, what has changed."""

import datetime as dt

import click
import polars as pl

import roi_analytics as roi
from roi_analytics import terminal
from roi_analytics.cli.options import (
    Day,
    asks,
    by_option,
    cli,
    interval_option,
    json_option,
    legal_path_option,
    measure_argument,
    month_option,
    names,
    offers,
    provider_option,
)

SHOWN = (
    "peers", "cases", "value", "low", "high", "expected", "adjusted", "shrunken", "shrunken_low", "shrunken_high",
    "standard", "reading",
)  # fmt: skip
"""What of a comparison fits a window; --json has all of it."""

DUE = ("days_left", "due_on", "request_id", "provider_id", "waiting_on", "owner")
COMPARED = ("cases", "value", "low", "high", "standard", "reading")
FINDING = ("verdict", "rule", "provider_id", "counted_on", "request_id")
"""What heads a row where the window is too narrow for all of it."""


@cli.command()
@click.option("--within", type=click.IntRange(min=0), default=10, show_default=True, help="Days ahead to look.")
@provider_option
@asks
def due(site: roi.Warehouse, within: int, provider: str | None, as_json: bool) -> None:
    """What goes late in the next days, by which law, and who it waits for; what is late now has negative days left.

    \b
    Example: roi due --within 10 --provider riverbend-general
    """
    terminal.show("due", site.due(within=within, provider=provider), as_json, first=DUE)


@cli.command()
@json_option
def measures(as_json: bool) -> None:
    """The measures there are, and what each means.

    \b
    Example: roi measures
    """
    terminal.show("measures", roi.Warehouse.measures(), as_json)


@cli.command()
@asks
@click.option(
    "--coverage", is_flag=True, help="Per rule and provider: how many cases could be judged, and what stopped the rest."
)
def rules(site: roi.Warehouse, coverage: bool, as_json: bool) -> None:
    """The rules that are judged, and how often each was found broken or could not be judged.

    \b
    Example: roi rules --coverage
    """
    if coverage:
        terminal.show("coverage", site.coverage(), as_json)
    else:
        terminal.show("rules", site.rules(), as_json)


@cli.command()
@click.option("--jurisdiction", help="US, or a state as CA.", shell_complete=offers("jurisdiction"))
@click.option("--topic", help="A topic, as response_deadline.", shell_complete=offers("topic"))
@click.option("--on", "day", type=Day, help="Only rules in force on this day.")
@json_option
def law(jurisdiction: str | None, topic: str | None, day: dt.datetime | None, as_json: bool) -> None:
    """The law the toolkit knows, in words with citations; without options, how many rules of which kind.

    \b
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
@measure_argument
@by_option("Columns to group by, as provider_id,month.")
@month_option
@legal_path_option
@interval_option
@asks
def show(
    site: roi.Warehouse,
    measure: str,
    by: str | None,
    month: str | None,
    legal_path: str | None,
    interval: str,
    as_json: bool,
) -> None:
    """A figure with n, its interval, and what could not be judged.

    \b
    Example: roi show on_time --by provider_id --legal-path access
    """
    frame = site.show(measure, by=names(by), month=month, legal_path=legal_path, interval=interval)
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
@measure_argument
@provider_option
@click.option("--value", type=float, help="Only cases of this value, as 0 for those not answered on time.")
@month_option
@asks
def cases(
    site: roi.Warehouse, measure: str, provider: str | None, value: float | None, month: str | None, as_json: bool
) -> None:
    """The rows behind a figure.

    \b
    Example: roi cases on_time --value 0 --month 2026-05
    """
    frame = site.cases(measure, provider=provider, value=value, month=month)
    if as_json:
        terminal.show_json({"measure": measure, "cases": frame.to_dicts()})
    else:
        terminal.show_table(frame)


@cli.command()
@click.option("--rule", help="One rule, as answered_late.", shell_complete=offers("rule"))
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

    \b
    Example: roi findings --rule answered_late --verdict apparent
    """
    frame = site.findings(rule=rule, provider=provider, verdict=verdict, month=month)
    if as_json or not terminal.is_window():
        terminal.show("findings", frame, as_json)
        return
    said_once = ("authority_kind", "law_text")
    terminal.show_table(frame.drop(said_once), first=FINDING)
    terminal.heading("The law behind them")
    terminal.show_table(frame.select("law_rule", *said_once).drop_nulls("law_rule").unique(maintain_order=True))


@cli.command()
@measure_argument
@month_option
@legal_path_option
@interval_option
@asks
def compare(
    site: roi.Warehouse, measure: str, month: str | None, legal_path: str | None, interval: str, as_json: bool
) -> None:
    """Each provider beside the standard of its peers, fairly: never a rank, no mark where the cases are too few.

    \b
    Example: roi compare on_time --month 2026-05 --legal-path access
    """
    frame = site.compare(measure, month=month, legal_path=legal_path, interval=interval)
    standards = site.standards(frame)
    meaning = site.measures().filter(pl.col("measure") == measure).to_dicts()[0]
    if as_json:
        terminal.show_json(
            {
                "measure": measure,
                "unit": meaning["unit"],
                "summary": meaning["summary"],
                "rows": frame.to_dicts(),
                "standards": standards.to_dicts(),
            }
        )
        return
    click.echo(f"{meaning['title']} ({meaning['unit']})")
    groups = frame.columns[: frame.columns.index("peers")]
    shown = [name for name in SHOWN if name in frame.columns]
    head = (*groups, *COMPARED)
    terminal.show_table(frame.select(*groups, *shown), shares=meaning["summary"].startswith("share"), first=head)
    for row in standards.iter_rows(named=True):
        terminal.say(row["sentence"])
    terminal.say("Each provider is compared with the standard of its peers, never with another provider.")


@cli.command()
@measure_argument
@by_option("Columns to group by besides the month, as provider_id.")
@legal_path_option
@click.option("--target", type=float, help="A target, to tell whether the figure passes it whatever chance does.")
@click.option("--unscreened", is_flag=True, help="Limits from all moving ranges, the widest not left out.")
@asks
def trend(
    site: roi.Warehouse,
    measure: str,
    by: str | None,
    legal_path: str | None,
    target: float | None,
    unscreened: bool,
    as_json: bool,
) -> None:
    """The figure month by month with its control limits, and what departs from them.

    \b
    Example: roi trend answered_within --legal-path access
    """
    frame = site.trend(measure, by=names(by), legal_path=legal_path, target=target, screened=not unscreened)
    if as_json:
        terminal.show_json({"measure": measure, "trend": frame.to_dicts()})
        return
    summary = site.measures().filter(pl.col("measure") == measure).item(0, "summary")
    terminal.show_table(frame, shares=summary.startswith("share"))


@cli.command()
@click.argument("need")
@asks
def way(site: roi.Warehouse, need: str, as_json: bool) -> None:
    """What one person went through who needed the records of several providers, request by request.

    \b
    Example: roi way P1759724/authorization/2026-03-01

    The needs there are: roi cases days_until_last_record (case_id).
    """
    terminal.show("way", site.way(need), as_json)


@cli.command("hangs-on")
@measure_argument
@by_option("Columns to group by: provider_id, month.")
@month_option
@legal_path_option
@asks
def hangs_on(
    site: roi.Warehouse, measure: str, by: str | None, month: str | None, legal_path: str | None, as_json: bool
) -> None:
    """How far a share of requests hangs on rows that look wrong, or that quarantine holds out.

    \b
    Example: roi hangs-on on_time --by provider_id --month 2026-05
    """
    frame = site.hangs_on(measure, by=names(by), month=month, legal_path=legal_path)
    if as_json:
        terminal.show_json({"measure": measure, "hangs_on": frame.to_dicts()})
    else:
        terminal.show_table(frame, shares=True)
