"""
The first page: what a compliance committee has to see, one by one, before any statistics.

Counts stand first, then the cases behind them. A list that is empty says why: nothing was found, or nothing is fed that
could have shown it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from roi_analytics import held_out, measures, models
from roi_analytics.engine import Engine
from roi_analytics.errors import QuestionError
from roi_analytics.report.sources import Asked, ask, of_provider
from roi_analytics.report.table import Table

WITHIN_DAYS = 10
REASONS_TOLD = 12
"""So many reasons of one rule are told apart; the rest are counted together."""

FEE_RULES = (
    "prohibited_fee_component", "fee_on_free_channel", "per_page_on_electronic", "flat_fee_above_option",
    "state_schedule_on_access", "fee_where_copy_is_free", "patient_fee_above_cap",
)  # fmt: skip
RELEASE_RULES = ("release_without_authority", "authorization_defective")
FINDING = {
    "Verdict": "verdict",
    "Provider": "provider_id",
    "Case": "case_id",
    "Day": "counted_on",
    "Facts": "facts",
    "Citation": "citation",
    "Authority": "authority_kind",
}


@dataclass(frozen=True)
class Count:
    """One number at the top of the page, and the list it opens into."""

    number: int
    label: str
    table: str
    remark: str = ""


@dataclass(frozen=True)
class FirstPage:
    counts: list[Count]
    tables: list[Table]


def first_page(asked: Asked) -> FirstPage:
    """Make every list of the first page, and the counts above them."""
    late, soon, others = _due(asked)
    denials, fees = _denials(asked), _fees(asked)
    releases = _finding_list(asked, RELEASE_RULES, "Releases without authority, or on a defective one")
    glass = _finding_list(asked, ("break_glass_without_reason",), "Break-the-glass without a reason")
    unjudged, quarantined, found = _not_judged(asked), _rows_per_feed(asked), _found_by_rule(asked)
    own = denials.rows.filter(legal_path="access").height
    counts = [
        Count(late.rows.height, "late now", late.name, "patients' own requests"),
        Count(soon.rows.height, f"due in the next {WITHIN_DAYS} days", soon.name, "patients' own requests"),
        Count(
            own, "denials of patients' own requests", denials.name, _verdicts(denials.rows.filter(legal_path="access"))
        ),
        Count(fees.rows.height, "patients charged a fee", fees.name, _verdicts(fees.rows)),
        Count(_judged(releases).height, "releases without good authority", releases.name, _verdicts(releases.rows)),
        Count(_judged(glass).height, "break-the-glass without a reason", glass.name, _verdicts(glass.rows)),
        Count(int(unjudged.rows.get_column("not_assessable").sum() or 0), "cases not judged", unjudged.name, "by rule"),
        Count(
            int(quarantined.rows.get_column("quarantined").sum() or 0),
            "rows in quarantine",
            quarantined.name,
            "all loads",
        ),
    ]
    return FirstPage(counts, [late, soon, denials, fees, releases, glass, found, unjudged, quarantined, others])


def findings_of_month(asked: Asked) -> list[Table]:
    """Every finding of the month, a list for each rule."""
    return [
        _finding_list(asked, (rule,), model.header["title"], name=f"findings_{rule}")
        for rule, model in models.of_layer("findings").items()
    ]


# -- the lists -------------------------------------------------------------------------------------


def _due(asked: Asked) -> tuple[Table, Table, Table]:
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


def _denials(asked: Asked) -> Table:
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
        _nothing_fed(asked.engine, "denial", "No denial is recorded in this month."),
        "Every denial on the record of the month, patients' own requests first. No finding means that the ground named "
        "is one the rule knows; whether it was rightly used is not in the log.",
    )  # fmt: skip


def _fees(asked: Asked) -> Table:
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
        _nothing_fed(asked.engine, "invoice", "No fee on a patient's own request is recorded in this month."),
        "Every fee billed on a patient's own request in the month. The federal rule allows a reasonable fee of the "
        "provider's own cost; no finding means that no line of the bill names another cost, not that the amount was.",
        {"amount_usd": "usd"},
    )  # fmt: skip


def _finding_list(asked: Asked, rules: tuple[str, ...], title: str, name: str | None = None) -> Table:
    """The findings of one rule, or of several that are one question to a committee."""
    rows = asked.findings.filter(pl.col("rule").is_in(rules))
    rows = rows.sort(worst_first(), "provider_id", "counted_on", "case_id", "rule", maintain_order=True)
    headers = {rule: models.of_layer("findings")[rule].header for rule in rules}
    needed = headers[rules[0]]["needs"].split(",")[0].split(".")[0].strip()
    fed = _nothing_fed(asked.engine, needed, "No finding in this month.")
    remark = " ".join(f"Rule {rule}: {header['citation']}." for rule, header in headers.items())
    return Table(name or rules[0], title, rows, FINDING, fed, remark)


def _found_by_rule(asked: Asked) -> Table:
    """Every rule that found something in the month, or could not judge: how many cases, by verdict."""
    rows = asked.findings
    titles = pl.DataFrame(
        [(rule, model.header["title"], model.header["subject"]) for rule, model in models.of_layer("findings").items()],
        schema=["rule", "title", "subject"], orient="row",
    )  # fmt: skip
    count = [(pl.col("verdict") == verdict).sum().alias(verdict) for verdict in measures.VERDICTS]
    frame = titles.join(rows.group_by("rule").agg(count), on="rule", how="inner")
    frame = frame.sort(pl.col("subject").cast(pl.Enum(models.SUBJECTS)), "rule")
    return Table(
        "found_by_rule", "Found in the month, by rule", frame,
        {"Subject": "subject", "Question": "title", "Rule": "rule", "Apparent": "apparent", "To check": "check",
         "Not judged": "not_assessable"},
        "No rule found anything in this month.",
        "Apparent: the face of the log goes against the text of a statute or rule. To check: needs a person. The rows "
        "behind each number are in the CSV named findings and the rule.",
        most=len(titles),
    )  # fmt: skip


def _not_judged(asked: Asked) -> Table:
    """Per rule or measure and reason: how many cases of the month could not be judged, and of how many."""
    rows = [row for name in models.of_layer("measures") for row in _of_measure(asked, name)]
    by_rule = of_provider(ask(asked.engine, "not_judged", [asked.month]), asked.provider)
    for (rule,), part in by_rule.group_by("rule", maintain_order=True):
        reasons = part.group_by("reason").agg(pl.col("cases").sum()).sort("cases", "reason", descending=[True, False])
        rows += [(f"rule {rule}", reason, int(cases), None) for reason, cases in reasons.head(REASONS_TOLD).iter_rows()]
        rest = int(reasons.slice(REASONS_TOLD).get_column("cases").sum() or 0)
        rows += [(f"rule {rule}", "other reasons, told in the CSV of its findings", rest, None)] if rest else []
    frame = pl.DataFrame(rows, schema=["asked", "reason", "not_assessable", "judged"], orient="row") if rows else None
    schema = {"asked": pl.String, "reason": pl.String, "not_assessable": pl.Int64, "judged": pl.Int64}
    frame = (frame.cast(schema) if frame is not None else pl.DataFrame(schema=schema)).sort("asked", "reason")
    return Table(
        "not_judged", "What could not be judged", frame,
        {"Asked": "asked", "Reason": "reason", "Not judged": "not_assessable", "Judged beside them": "judged"},
        "Nothing that was asked of this month's cases went without an answer.",
        "Cases of the month that the log does not let one judge: they are neither compliant nor otherwise.",
    )  # fmt: skip


def _of_measure(asked: Asked, measure: str) -> list[tuple]:
    where = {"month": asked.month} | ({"provider_id": asked.provider} if asked.provider else {})
    counts = {
        "missing": "count(*) filter (where standing = 'not_assessable')",
        "judged": "count(*) filter (where standing = 'counted')",
    }
    counted = asked.engine.summary(measure, ["reason"], counts, where)
    judged = int(counted.get_column("judged").sum() or 0)
    return [
        (f"measure {measure}", row["reason"] or "no reason told", int(row["missing"]), judged)
        for row in counted.iter_rows(named=True)
        if row["missing"]
    ]


def _rows_per_feed(asked: Asked) -> Table:
    rows = held_out.load_report(asked.engine)
    if asked.provider is not None:
        rows = rows.filter((pl.col("provider_id") == asked.provider) | pl.col("provider_id").is_null())
    columns = {"Feed": "feed", "Table": "table", "Read": "read", "Loaded": "loaded", "Noted": "noted"}
    return Table(
        "rows_per_feed", "Where every row went", rows.sort("quarantined", "feed", descending=[True, False]),
        columns | {"Quarantined": "quarantined", "Duplicate": "duplicate"},
        "Nothing was loaded.",
        "Rows read = loaded + noted + quarantined + duplicate. A quarantined row is in no figure; `roi quarantine` "
        "tells file, row and mend.",
    )  # fmt: skip


# -- small things ----------------------------------------------------------------------------------


def worst_first() -> pl.Expr:
    """The order in which findings are read."""
    return pl.col("verdict").replace_strict({"apparent": 0, "check": 1, "not_assessable": 2}, default=3)


def _judged(table: Table) -> pl.DataFrame:
    return table.rows.filter(pl.col("verdict") != "not_assessable")


def _verdicts(rows: pl.DataFrame) -> str:
    counted = dict(rows.group_by("verdict").len().iter_rows())
    words = {"apparent": "apparent", "check": "to check", "not_assessable": "not assessable"}
    return ", ".join(f"{counted[verdict]:,} {word}" for verdict, word in words.items() if counted.get(verdict))


def _or_none(question: Callable[..., pl.DataFrame], engine: Engine, **options: str) -> pl.DataFrame:
    """The answer, or a frame without rows and columns where the month holds no such case."""
    try:
        return question(engine, **options)
    except QuestionError:
        return pl.DataFrame()


def _nothing_fed(engine: Engine, table: str, otherwise: str) -> str:
    if engine.value("select count(*) from feed_column where table_name = ?", [table]):
        return otherwise
    return f"The site feeds no table `{table}`, so nothing can be said here."
