"""
What may a person be told of who opened their record? Day, role, department and what kind of thing it was, in plain
words.

Voluntary: the law wants an accounting of disclosures (what left the house), not of uses (who looked within it). So uses
stand apart from disclosures. No name or id of a user is told, no flag, no rank, and nothing that hints at a question
being asked.
"""

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from roi_analytics.access.asking import ask
from roi_analytics.access.show import lay_asked
from roi_analytics.errors import QuestionError

if TYPE_CHECKING:
    from roi_analytics.engine import Engine

PARTS = ("about", "uses", "disclosures", "systems", "not_covered")
"""The frames of a person's report."""

LABEL = "Voluntary: this is more than the law's accounting of disclosures requires."

CATEGORIES = {
    "chart": "the record in general", "demographics": "name, birthday, address and contact details",
    "note": "notes of care",
    "order": "orders for tests or treatment", "result": "test results", "medication": "medicines", "image": "images",
    "billing": "bills and insurance", "schedule": "appointments", "list": "a list on which you stood",
    "report": "a report in which you stood", "search": "the list of names a search found",
    "print": "a print-out of the record",
    "export": "a copy of the record", "admin": "administrative details",
}  # fmt: skip
"""What of a record was touched, in words for the person it is about; by the record_class of an access event."""

UNKNOWN = "part of the record, not known which"

HOW = {"C": "added to", "U": "changed", "D": "deleted from", "E": "run by a program"}
SHOWN_HOW = {"routed": "sent by the system", "incidental": "shown in passing", "query_hit": "found by a search"}

WHO = {
    "service": "a program, no person", "device": "a device, no person", "patient": "you yourself, through the portal",
    "proxy": "somebody you or the law gave access to, through the portal",
}  # fmt: skip
"""Who it was where it was no member of the workforce."""

PURPOSES = {
    "individual_access": "given to you", "directive": "sent where you directed",
    "authorization": "on your authorization",
    "treatment": "treatment", "payment": "payment", "operations": "the provider's own operations",
    "public_health": "public health", "law_enforcement": "law enforcement",
    "serious_threat": "to avert a serious threat",
    "judicial": "a court or other proceeding", "oversight": "health oversight", "research": "research",
    "decedent": "coroner, medical examiner or funeral director", "required_by_law": "required by law", "other": "other",
}  # fmt: skip


def for_patient(
    engine: "Engine",
    patient: str,
    provider: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> dict[str, pl.DataFrame]:
    """
    What may this person be told of who opened the record, and to whom it was given? Frames by name; see PARTS.

    about: label, place, patient_id, from_on, until_on, made_for (the clock's day), citation of the accounting. uses:
    opened_on, who, department, what, how, times. disclosures: as logged, those left out that an agency had suspended:
    disclosed_on, recipient, recipient_kind, purpose, record_set, is_entered (in the accounting the law wants; null
    where no rule is known). systems: whose logs are in it, from when to when. not_covered: places and days without a
    log. Raises QuestionError for an id that is not known, or known to several providers: two people may bear one id.

    >>> site.access_for_patient("404500", provider="cedar-flats")["uses"]
    """
    places = lay_asked(engine, patient, None, provider, since, until)
    if len(places) > 1:
        raise QuestionError(
            f"{len(places)} providers know a patient of that id, and two people may bear one id.\nName the provider."
        )
    place = places[0]
    given = ask(engine, "told_disclosure", [place, patient, patient])
    day = pl.col("disclosed_on")
    wanted = day.is_between(since or dt.date.min, until or dt.date.max)
    systems = ask(engine, "covered_system", [place])
    name = engine.value("select name from provider where provider_id = ?", [place]) or place
    about = {
        "label": LABEL, "place": name, "patient_id": patient, "from_on": since or systems["first_on"].min(),
        "until_on": until or systems["last_on"].max(), "made_for": engine.value("select as_of from clock"),
        "citation": engine.value("select min(citation) from law_rule where topic = 'accounting_deadline'"),
    }  # fmt: skip
    return {
        "about": pl.DataFrame(
            [about],
            schema_overrides={"from_on": pl.Date, "until_on": pl.Date, "made_for": pl.Date, "citation": pl.String},
        ),
        "uses": _uses(engine.read("select * from shown_access")),
        "disclosures": given.filter(wanted).with_columns(
            purpose=pl.col("purpose").replace_strict(PURPOSES, default="not recorded", return_dtype=pl.String)
        ).drop("citation"),
        "systems": systems,
        "not_covered": ask(engine, "not_covered", [place]),
    }  # fmt: skip


def _uses(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per day, kind of person, department, kind of thing and way: newest day last."""
    workforce = pl.col("role").fill_null("member of the workforce, role not recorded")
    is_staff = ~pl.col("actor_kind").is_in(list(WHO))
    acted = pl.col("action").replace_strict(HOW, default=None, return_dtype=pl.String)
    seen = pl.col("access_mode").replace_strict(SHOWN_HOW, default="opened", return_dtype=pl.String)
    failed = pl.col("outcome").fill_null("success") != "success"
    told = rows.select(
        opened_on=pl.col("local_at").dt.date(),
        who=pl.when(is_staff).then(workforce).otherwise(
            pl.col("actor_kind").replace_strict(WHO, default=None, return_dtype=pl.String)
        ),
        department=pl.when(is_staff).then(pl.col("department").fill_null("not recorded")),
        what=pl.col("record_class").replace_strict(CATEGORIES, default=UNKNOWN, return_dtype=pl.String),
        how=pl.when(failed).then(pl.lit("tried, without success")).otherwise(pl.coalesce(acted, seen)),
    )  # fmt: skip
    return told.group_by(told.columns).agg(times=pl.len().cast(pl.Int64)).sort(told.columns)
