"""
Who looked: how much has a recorded reason, what a person should look at, what was found, and what a patient is told.
"""

import datetime as dt
from pathlib import Path

import click
import polars as pl

import roi_analytics as roi
from roi_analytics import terminal
from roi_analytics.cli.options import (
    Day,
    asks,
    by_option,
    cli,
    json_option,
    month_option,
    names,
    provider_option,
    warehouse_option,
)

budget_option = click.option(
    "--budget", type=click.IntRange(min=1), default=10, show_default=True, help="Incidents a day."
)
REASONS = 12
"""Where the sentences for and against an incident begin."""

html_option = click.option("--html", type=click.Path(path_type=Path), help="Write a page that opens offline.")


@cli.group()
def access() -> None:
    """Who opened which record, and with what recorded reason: explain, queue, show, review.

    \b
    Example: roi access queue
    """


@access.command()
@by_option("Columns to group by: provider_id, month, role, role_group, department.", kind="access_group")
@month_option
@asks
def explain(site: roi.Warehouse, by: str | None, month: str | None, as_json: bool) -> None:
    """The share of accesses with a recorded reason, and how much each explanation explains, alone and by chance.

    \b
    Example: roi access explain --by role_group --month 2026-04
    """
    shares, reasons = site.access_explain(by=names(by), month=month), site.access_explanations(month=month)
    flags = site.access_flags()
    if as_json:
        parts = {"explained": shares, "explanations": reasons, "flags": flags}
        terminal.show_json({name: frame.to_dicts() for name, frame in parts.items()})
        return
    terminal.show_table(shares, shares=True)
    click.echo("")
    terminal.show_table(reasons.drop("explanation").with_columns(_percent("share"), _percent("share_by_chance")))
    for sentence in flags["says"].drop_nulls():
        terminal.say(sentence)
    terminal.say("Explained means that a reason is recorded, not that the access was permitted.")


@access.command()
@budget_option
@html_option
@asks
def queue(site: roi.Warehouse, budget: int, html: Path | None, as_json: bool) -> None:
    """The incidents a person should look at today, with what speaks for and against each; one in ten is drawn by lot.

    \b
    Example: roi access queue --budget 10 --html queue.html
    """
    found, reviews, flags = site.access_queue(budget=budget, html=html), site.access_reviews(), site.access_flags()
    if as_json:
        parts = site.access_incidents(found["incident_id"].to_list())
        whole = [row | {"parts": _of(row["incident_id"], parts)} for row in found.to_dicts()]
        terminal.show_json({"queue": whole, "reviews": reviews.to_dicts(), "flags": flags.to_dicts()})
        return
    for row in found.iter_rows(named=True):
        _show_incident(row)
    if found.is_empty():
        click.echo("No incident waits for a review.")
    for row in reviews.iter_rows(named=True):
        terminal.say(_reviewed(row))
    for sentence in flags["says"].drop_nulls():
        terminal.say(sentence)
    terminal.say("Each is a question. All of one: roi access show --incident ID; what was found: roi access review ID.")


@access.command()
@click.option("--patient", help="Who opened this patient's record?")
@click.option("--user", help="What did this user open?")
@click.option("--incident", help="All there is to see of one incident.")
@provider_option
@click.option("--from", "since", type=Day, help="The first day.")
@click.option("--to", "until", type=Day, help="The last day.")
@click.option("--for-patient", is_flag=True, help="With --patient: the report the person may be given.")
@html_option
@asks
def show(
    site: roi.Warehouse,
    patient: str | None,
    user: str | None,
    incident: str | None,
    provider: str | None,
    since: dt.datetime | None,
    until: dt.datetime | None,
    for_patient: bool,
    html: Path | None,
    as_json: bool,
) -> None:
    """All accesses to a patient or by a user, one incident whole, or the report a patient may be given.

    \b
    Example: roi access show --patient R106322 --provider riverbend-general --for-patient --html report.html
    """
    if incident is None and patient is None and user is None:
        raise click.UsageError("Name --patient, --user or --incident.")
    if for_patient and (patient is None or user is not None or incident is not None):
        raise click.UsageError("--for-patient goes with --patient alone.")
    if incident is not None and (patient is not None or user is not None):
        raise click.UsageError("--incident goes without --patient and --user.")
    if html is not None and incident is None and not for_patient:
        raise click.UsageError("--html goes with --incident or --for-patient.")
    days = {"since": since.date() if since else None, "until": until.date() if until else None}
    if incident is not None:
        _show_parts(site.access_incident(incident, html=html), as_json)
    elif for_patient:
        _show_parts(site.access_for_patient(patient or "", provider=provider, html=html, **days), as_json)
    else:
        frame = site.access_show(patient=patient, user=user, provider=provider, **days)
        terminal.show("accesses", frame if as_json else _joined(frame), as_json)


@access.command()
@click.argument("incident")
@click.option("--outcome", type=click.Choice(roi.Warehouse.REVIEW_OUTCOMES), required=True)
@click.option("--by", required=True, help="Who looked.")
@budget_option
@warehouse_option
@json_option
def review(incident: str, outcome: str, by: str, budget: int, warehouse: Path, as_json: bool) -> None:
    """Record what a person found of INCIDENT. Earlier reviews are kept; the newest counts.

    \b
    Example: roi access review 8e9b10df8245 --outcome permitted --by "privacy officer"
    """
    rows = roi.review(incident, outcome, by=by, warehouse=warehouse, budget=budget)
    if as_json:
        terminal.show_json({"review": rows.to_dicts()})
    else:
        click.echo(f"Recorded for {rows.height} episode(s). The ranking learns of it at the next `roi load`.")


def _of(incident: str, parts: dict[str, pl.DataFrame]) -> dict[str, list[dict]]:
    """One incident's rows of frames that hold several."""
    mine = pl.col("incident_id") == incident
    return {
        name: frame.filter(mine).drop("incident_id").to_dicts() for name, frame in parts.items() if name != "incident"
    }


def _show_incident(row: dict) -> None:
    who = {"user": f"user {row['user_id']}", "patient": f"patient {row['patient_id']}"}[row["kind"]]
    work = ", ".join(word for word in (row["role"], row["department"]) if word)
    days = f"{row['first_on']}" if row["first_on"] == row["last_on"] else f"{row['first_on']} to {row['last_on']}"
    lot = "  (drawn by lot)" if row["drawn"] == "random" else ""
    terminal.say(f"{row['rank']}  {row['incident_id']}  {row['provider_id']}  {who}{f' ({work})' if work else ''}{lot}")
    terminal.say(f"   {days}: {row['episodes']} episode(s), {row['patients']} patient(s), {row['users']} user(s)")
    for word in ("for", "against"):
        for place, sentence in enumerate(row[f"reasons_{word}"]):
            terminal.say(f"   {word if place == 0 else '':8} {sentence}", under=REASONS)
    if row["absent"]:
        terminal.say(f"   absent   {'; '.join(row['absent'])}", under=REASONS)
    click.echo("")


def _reviewed(row: dict) -> str:
    kind = {"top": "of the top", "random": "drawn by lot", "asked": "asked for"}[row["drawn"]]
    told = f"Reviewed {kind}: {row['reviewed']}, decided {row['decided']}, a breach {row['breaches']}"
    if row["decided"]:
        told += f" ({row['value']:.0%}, 95 % interval {row['low']:.0%} to {row['high']:.0%})"
    return told + "."


def _show_parts(parts: dict[str, pl.DataFrame], as_json: bool) -> None:
    """The frames of one thing, each under its name."""
    if as_json:
        terminal.show_json({name: frame.to_dicts() for name, frame in parts.items()})
        return
    for name, frame in parts.items():
        terminal.heading(name.replace("_", " "))
        terminal.show_table(_joined(frame))
        click.echo("")


def _joined(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists as one text, for a table."""
    return frame.with_columns(
        pl.col(name).list.join(", ") for name, kind in frame.schema.items() if kind == pl.List(pl.String)
    )


def _percent(name: str) -> pl.Expr:
    value = (pl.col(name) * 100).round(1)
    return pl.when(value.is_not_null()).then(pl.format("{}%", value)).alias(name)
