"""What the rules found in a month, what could not be judged, and where every row went."""

from collections.abc import Mapping

import polars as pl

from roi_analytics import held_out, measures, models
from roi_analytics.engine import Engine
from roi_analytics.report.parts import ON_THE_PAGE, Part, Section, Table
from roi_analytics.report.sources import Asked

REASONS_TOLD = 12
"""So many reasons of one rule are told apart; the rest are counted together."""

UNJUDGED_SHOWN = 3
"""So many cases a rule could not judge stand on the page below those it found; all of them are in the CSV."""

FINDING = {
    "Verdict": "verdict",
    "Provider": "provider_id",
    "Case": "case_id",
    "Day": "counted_on",
    "Facts": "facts",
    "Citation": "citation",
    "Authority": "authority_kind",
}


def of_month(asked: Asked) -> Section:
    """Every finding of the month, a list for each rule that found something; the other rules in one list."""
    lists = {
        rule: finding_list(asked, (rule,), model.header["title"], name=f"findings_{rule}")
        for rule, model in models.of_layer("findings").items()
    }
    tables = [*(table for table in lists.values() if table.rows.height), _nothing_found(lists)]
    return Section(
        "findings",
        "Findings by rule",
        "What in the logs of the month goes against a rule, or cannot be judged by it.",
        tuple(Part(table.title, table) for table in tables),
    )


def _nothing_found(lists: Mapping[str, Table]) -> Table:
    """The rules under which the month holds nothing, and why."""
    rows = [(table.title, rule, table.empty) for rule, table in lists.items() if table.rows.is_empty()]
    return Table(
        "nothing_found", "Nothing in the month under these rules",
        pl.DataFrame(rows, schema={"title": pl.String, "rule": pl.String, "why": pl.String}, orient="row"),
        {"Question": "title", "Rule": "rule", "Why": "why"}, "Every rule found something in the month.",
        "That a rule found nothing does not mean that all was proper: what is not fed cannot be found.",
        most=len(lists),
    )  # fmt: skip


def finding_list(asked: Asked, rules: tuple[str, ...], title: str, name: str | None = None) -> Table:
    """The findings of one rule, or of several that are one question to a committee."""
    rows = asked.findings.filter(pl.col("rule").is_in(rules))
    rows = rows.sort(worst_first(), "provider_id", "counted_on", "case_id", "rule", maintain_order=True)
    headers = {rule: models.of_layer("findings")[rule].header for rule in rules}
    needed = headers[rules[0]]["needs"].split(",")[0].split(".")[0].strip()
    fed = nothing_fed(asked.engine, needed, "No finding in this month.")
    remark = " ".join(f"Rule {rule}: {header['citation']}." for rule, header in headers.items())
    found = rows.filter(pl.col("verdict") != "not_assessable").height
    return Table(name or rules[0], title, rows, FINDING, fed, remark, most=min(ON_THE_PAGE, found + UNJUDGED_SHOWN))


def found_by_rule(asked: Asked) -> Table:
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


def not_judged(asked: Asked) -> Table:
    """Per rule or measure and reason: how many cases of the month could not be judged, and of how many."""
    rows = [row for name in models.of_layer("measures") for row in _of_measure(asked, name)]
    unjudged = asked.findings.filter(verdict="not_assessable").group_by("rule", reason="facts").len("cases")
    for (rule,), part in unjudged.sort("rule").group_by("rule", maintain_order=True):
        reasons = part.select("reason", "cases").sort("cases", "reason", descending=[True, False])
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


def feeds_of(rows: pl.DataFrame, provider: str) -> pl.DataFrame:
    """The rows of a provider's own feeds, and of those that several share: its rows may lie in them too."""
    is_shared = pl.col("provider_id").is_null() & (pl.col("read") > 0)
    return rows.filter((pl.col("provider_id") == provider) | is_shared)


def rows_per_feed(asked: Asked) -> Table:
    rows = held_out.load_report(asked.engine, seen_only=True)
    rows = rows if asked.provider is None else feeds_of(rows, asked.provider)
    columns = {"Feed": "feed", "Table": "table", "Read": "read", "Loaded": "loaded", "Noted": "noted"}
    return Table(
        "rows_per_feed", "Where every row went", rows.sort("quarantined", "feed", descending=[True, False]),
        columns | {"Quarantined": "quarantined", "Duplicate": "duplicate"},
        "Nothing was loaded.",
        "Rows read = loaded + noted + quarantined + duplicate. A quarantined row is in no figure; the command "
        "roi quarantine tells its file, row and mend.",
    )  # fmt: skip


def worst_first() -> pl.Expr:
    """The order in which findings are read."""
    return pl.col("verdict").replace_strict({"apparent": 0, "check": 1, "not_assessable": 2}, default=3)


def nothing_fed(engine: Engine, table: str, otherwise: str) -> str:
    """What an empty list says: nothing was found, or nothing is fed that could have shown it."""
    if engine.value("select count(*) from feed_column where table_name = ?", [table]):
        return otherwise
    return f"The site feeds no table {table}, so nothing can be said here."
