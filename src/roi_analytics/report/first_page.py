"""
The first page: what a compliance committee has to see, one by one, before any statistics.

Counts stand first, and what they ask to be decided; then the cases behind each of them.
"""

from collections.abc import Mapping

import polars as pl

from roi_analytics.report import judged, lists, months
from roi_analytics.report.parts import Count, Part, Section, Table
from roi_analytics.report.sources import Asked

RELEASE_RULES = ("release_without_authority", "authorization_defective", "wrong_recipient")
GLASS_RULES = ("break_glass_without_reason",)


def of_month(asked: Asked) -> tuple[tuple[Count, ...], Section]:
    """The counts at the top, and the lists they open into."""
    late, soon, others = lists.due(asked)
    complaints, denials, fees = lists.complaints(asked), lists.denials(asked), lists.fees(asked)
    releases = judged.finding_list(
        asked, RELEASE_RULES, "Releases without authority, on a defective one, or to the wrong recipient"
    )
    incidents = lists.incidents(asked)
    glass = judged.finding_list(asked, GLASS_RULES, "Break-the-glass without a reason")
    vendors, changed = lists.vendor_exceptions(asked), months.changed(asked)
    found, unjudged, rows = judged.found_by_rule(asked), judged.not_judged(asked), judged.rows_per_feed(asked)
    tables = (
        late, soon, complaints, denials, fees, releases, incidents, glass, vendors, changed, found, unjudged, rows,
        others,
    )  # fmt: skip
    counts = counted({table.name: table for table in tables})
    lead = "What a compliance committee has to see, one by one; every row of each list is in its CSV."
    return counts, Section("first-page", "Lists", lead, tuple(Part(table.title, table) for table in tables))


def counted(tables: Mapping[str, Table]) -> tuple[Count, ...]:
    """The counts at the top, of these lists by their names: of all providers, or of one provider's rows."""

    def of(*names: str) -> list[Table]:
        return [tables[name] for name in names]

    return (
        *_of_requests(*of("late_now", "due_soon", "complaints", "denials", "patient_fees")),
        *_of_records(*of(RELEASE_RULES[0], "access_incidents", GLASS_RULES[0])),
        *_of_the_data(*of("vendor_exceptions", "changed", "not_judged", "rows_per_feed")),
    )


def _of_requests(late: Table, soon: Table, complaints: Table, denials: Table, fees: Table) -> tuple[Count, ...]:
    waiting = complaints.rows.filter(pl.col("standing").str.starts_with("open"))
    overdue = waiting.filter(standing="open, late").height
    own = denials.rows.filter(legal_path="access")
    days = lists.WITHIN_DAYS
    return (
        Count(late.rows.height, "late now", late.name, "patients' own requests", "Who answers each, by what day?"),
        Count(soon.rows.height, f"due in the next {days} days", soon.name, "patients' own requests",
              "Is what each waits for on its way?"),
        Count(waiting.height, "complaints open", complaints.name, f"{overdue:,} past the day due" if overdue else "",
              "Who answers each complaint, by what day?"),
        Count(own.height, "denials of patients' own requests", denials.name, _verdicts(own),
              "Does each stand? Those without a lawful ground go to counsel."),
        Count(fees.rows.height, "patients charged a fee", fees.name, _verdicts(fees.rows),
              "Which of the fees found wanting are given back?" if _verdicts(fees.rows) else ""),
    )  # fmt: skip


def _of_records(releases: Table, incidents: Table, glass: Table) -> tuple[Count, ...]:
    still_open = int(incidents.rows.get_column("still_open").sum() or 0)
    closed = int(incidents.rows.get_column("closed").sum() or 0)
    oldest = incidents.rows.get_column("oldest_on").min()
    return (
        Count(_judged(releases).height, "releases without good authority, or astray", releases.name,
              _verdicts(releases.rows), "Which of them does the privacy officer have to assess?"),
        Count(still_open, "access incidents open", incidents.name,
              f"{closed:,} closed" + (f"; oldest of {oldest}" if oldest else ""),
              "How many a day are reviewed, and by whom?"),
        Count(_judged(glass).height, "break-the-glass without a reason", glass.name, _verdicts(glass.rows),
              "Who asks the users for the reason?"),
    )  # fmt: skip


def _of_the_data(vendors: Table, changed: Table, unjudged: Table, rows: Table) -> tuple[Count, ...]:
    return (
        Count(vendors.rows.height, "past the target at vendors", vendors.name, "all legal paths",
              "What does each vendor say, and is the contract's remedy used?"),
        Count(changed.rows.height, "headlines that changed", changed.name, "a signal, or told anew",
              "Is the cause of each known?"),
        Count(int(unjudged.rows.get_column("not_assessable").sum() or 0), "cases not judged", unjudged.name, "by rule",
              "Which providers are asked for the columns that are missing?"),
        Count(int(rows.rows.get_column("quarantined").sum() or 0), "rows in quarantine", rows.name, "all loads",
              "Who mends them at the source?"),
    )  # fmt: skip


def _judged(table: Table) -> pl.DataFrame:
    return table.rows.filter(pl.col("verdict") != "not_assessable")


def _verdicts(rows: pl.DataFrame) -> str:
    counted = dict(rows.group_by("verdict").len().iter_rows())
    words = {"apparent": "apparent", "check": "to check", "not_assessable": "not assessable"}
    return ", ".join(f"{counted[verdict]:,} {word}" for verdict, word in words.items() if counted.get(verdict))
