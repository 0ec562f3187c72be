"""
The lists of cases a committee reads: what is late, what was denied, charged or sent astray, complained of, and waits.

A list that is empty says why: nothing was found, or nothing is fed that could have shown it.
"""

from collections.abc import Callable

import polars as pl

from roi_analytics import measures
from roi_analytics.engine import Engine
from roi_analytics.errors import QuestionError
from roi_analytics.report.judged import nothing_fed, worst_first
from roi_analytics.report.parts import Table
from roi_analytics.report.sources import Asked, ask, of_provider

WITHIN_DAYS = 10

FEE_RULES = (
    "prohibited_fee_component", "fee_on_free_channel", "per_page_on_electronic", "flat_fee_above_option",
    "state_schedule_on_access", "fee_where_copy_is_free", "patient_fee_above_cap",
)  # fmt: skip


def due(asked: Asked) -> tuple[Table, Table, Table]:
    due = measures.due(asked.engine, within=WITHIN_DAYS, provider=asked.provider)
    own, others = due.filter(legal_path="access"), due.filter(pl.col("legal_path") != "access")
    what = {"Request": "request_id", "Provider": "provider_id", "Received": "received_on", "Due": "due_on"}
    who = {"Waits for": "waiting_on", "Owner": "owner", "Law": "citation"}
    clock = asked.engine.value("select as_of from clock")
    none = "No open request of this kind is known: either none is, or no deadline is known for the places asked."
    late = Table(
        "late_now", "Late now", _seen_late(own),
        what | {"Days late": "days_late", "Last seen": "last_seen_on"} | who, none,
        "Patients' own requests still open when last seen, after the day the law sets; days late up to then.",
    )  # fmt: skip
    soon = Table(
        "due_soon", f"Due in the next {WITHIN_DAYS} days", own.filter(pl.col("days_left") >= 0),
        what | {"Days left": "days_left"} | who, none,
        f"Patients' own requests open when last seen, by the day that binds, from {clock} on.",
    )  # fmt: skip
    other = Table(
        "due_other_paths", "Late or due, other legal paths", others,
        {"Legal path": "legal_path"} | what | {"Days left": "days_left"} | who, none,
        "The same for requests that are not a patient's own access, kept apart. Below zero: days late.",
    )  # fmt: skip
    return late, soon, other


def _seen_late(due: pl.DataFrame) -> pl.DataFrame:
    """Those late now, the longest first, by the days for which the log shows them open."""
    late = due.filter(pl.col("days_left") < 0)
    days = (pl.col("last_seen_on") - pl.col("due_on")).dt.total_days()
    return late.with_columns(days_late=days).sort(
        "days_late", "provider_id", "request_id", descending=[True, False, False]
    )


def denials(asked: Asked) -> Table:
    rows = of_provider(ask(asked.engine, "denials", [asked.month]), asked.provider)
    told = (
        pl.when(pl.col("ground").is_null())
        .then(pl.lit("not recorded"))
        .otherwise(pl.concat_str([pl.col("ground"), pl.col("ground_in_words")], separator=": ", ignore_nulls=True))
    )
    rows = rows.with_columns(ground_told=told, verdict=pl.col("verdict").fill_null("no finding"))
    rows = rows.sort(pl.col("legal_path") != "access", worst_first(), "provider_id", "denial_id")
    return Table(
        "denials", "Denials, one by one", rows,
        {
            "Denial": "denial_id", "Provider": "provider_id", "Legal path": "legal_path", "Requester": "requester_kind",
            "Denied": "denied_on", "Ground": "ground_told", "Verdict": "verdict", "Citation": "citation",
        },
        nothing_fed(asked.engine, "denial", "No denial is recorded in this month."),
        "Every denial on the record of the month, patients' own requests first. No finding means that the ground named "
        "is one the rule knows; whether it was rightly used is not in the log.",
    )  # fmt: skip


def fees(asked: Asked) -> Table:
    charged = of_provider(
        _or_none(measures.cases, asked.engine, measure="fee_charged", month=asked.month), asked.provider
    )
    found = pl.concat([measures.findings(asked.engine, rule=rule) for rule in FEE_RULES])
    found = found.filter(pl.col("verdict") != "not_assessable")
    by_request = found.sort("verdict", "rule", "case_id").group_by("provider_id", "request_id", maintain_order=True)
    told = by_request.agg(
        pl.col("verdict").min(),
        pl.col("facts").str.join(" "),
        pl.col("citation").drop_nulls().unique(maintain_order=True).str.join("; "),
    )
    if charged.is_empty():
        rows = pl.DataFrame(schema=dict.fromkeys(("case_id", "provider_id", "verdict"), pl.String))
    else:
        rows = charged.filter(standing="counted").select(
            "case_id", "provider_id", "requester_kind", "counted_on", amount_usd=pl.col("value")
        )
        rows = rows.join(told, left_on=["provider_id", "case_id"], right_on=["provider_id", "request_id"], how="left")
        rows = rows.with_columns(pl.col("verdict").fill_null("no finding"))
        rows = rows.sort(worst_first(), "provider_id", "counted_on", "case_id")
    return Table(
        "patient_fees", "Patient fees charged", rows,
        {
            "Request": "case_id", "Provider": "provider_id", "Requester": "requester_kind", "Billed": "counted_on",
            "Amount": "amount_usd", "Verdict": "verdict", "Facts": "facts", "Citation": "citation",
        },
        nothing_fed(asked.engine, "invoice", "No fee on a patient's own request is recorded in this month."),
        "Every fee billed on a patient's own request in the month. The federal rule allows a reasonable fee of the "
        "provider's own cost; no finding means that no line of the bill names another cost, not that the amount was.",
        {"amount_usd": "usd"},
    )  # fmt: skip


def complaints(asked: Asked) -> Table:
    """Complaints of the month, and every open one, with the days their answers were due."""
    rows = of_provider(ask(asked.engine, "complaints", [asked.month]), asked.provider)
    return Table(
        "complaints", "Complaints and their answers", rows,
        {
            "Complaint": "complaint_id", "Provider": "provider_id", "Made to": "made_to", "Received": "received_on",
            "Answer due": "answer_due_on", "Answered": "answered_on", "Standing": "standing", "Request": "request_id",
        },
        nothing_fed(asked.engine, "complaint", "No complaint was made or due in the month, and none is open."),
        "Made or due in the month, or still open. The day an answer is due is the log's own.",
    )  # fmt: skip


def incidents(asked: Asked) -> Table:
    """Questions about accesses put before a person: how many are open and closed, and since when the oldest waits."""
    rows = of_provider(ask(asked.engine, "access_incidents", [asked.month]), asked.provider)
    return Table(
        "access_incidents", "Access incidents, open and closed", rows,
        {
            "Provider": "provider_id", "Of this month": "of_month", "Open": "still_open", "Closed": "closed",
            "Oldest open": "oldest_on",
        },
        nothing_fed(asked.engine, "access_event", "No access up to this month is a question."),
        "An incident is what one user opened in a month without a recorded reason, or against the flags: a question, "
        "until a person has reviewed it. The command roi access queue tells which to look at first, and why.",
    )  # fmt: skip


def vendor_exceptions(asked: Asked) -> Table:
    """Requests a vendor handled that passed the site's target of days in the month."""
    rows = of_provider(ask(asked.engine, "vendor_exceptions", [asked.month]), asked.provider)
    return Table(
        "vendor_exceptions", "Vendors: past the target", rows,
        {
            "Vendor": "business_associate_id", "Provider": "provider_id", "Request": "request_id",
            "Legal path": "legal_path", "Received": "received_on", "Answered": "answered_on", "Days": "days",
            "Target": "target_days",
        },
        "No request handled by a vendor passed the site's target of days in this month.",
        "Days from the provider's receipt, which is what the person waits for; no day answered: open when last seen. "
        "The target is the site's own, not a deadline of law.",
    )  # fmt: skip


def _or_none(question: Callable[..., pl.DataFrame], engine: Engine, **options: str) -> pl.DataFrame:
    """The answer, or a frame without rows and columns where the month holds no such case."""
    try:
        return question(engine, **options)
    except QuestionError:
        return pl.DataFrame()
