"""
The month for everyone: counts and rates of providers, small numbers hidden, no row of a case.

Every number is a count of published/counts.py that is shown, or is worked out from such counts alone, as any reader
could; so nothing but the counts themselves has to be protected.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from roi_analytics import measures, models
from roi_analytics.disclosure_control import protect, small_numbers
from roi_analytics.report.parts import COUNT, Count, Part, Report, Section, Table
from roi_analytics.report.published import counts, earlier_packs, figures, within
from roi_analytics.report.published.counts import ALL, COUNTED, FINDINGS, ROWS, Key
from roi_analytics.report.published.earlier_packs import CELLS, EARLIER, HIDDEN, Earlier
from roi_analytics.report.published.figures import OWN, Published
from roi_analytics.report.sources import Asked
from roi_analytics.report.stamp import Stamp, stamp_of

LEFT_OUT = (
    "Left out altogether: every list of cases, and every day; the standard of the peers and what is expected of a "
    "provider's work, for they rest on counts by kind of work, finer than any shown; curves over days, of which each "
    "step is a count; departments; rows held out, by provider; findings of one rule at one provider."
)


def of_month(asked: Asked, site_name: str | None, after: Sequence[Path]) -> tuple[Report, dict[str, int]]:
    """The published report, and how many counts are hidden first and second, and how many figures lost with them."""
    stamp = stamp_of(asked.engine, asked.month, site_name=site_name, provider=None, audience=asked.audience)
    earlier, rule = earlier_packs.read(after, stamp.site), small_numbers()
    counted = counts.of_month(asked, stamp.rows, earlier.told, rule)
    within.add_nested(asked, counted, rule)
    told = Published(asked, counted, protect(counted.cells, counted.sums, rule), rule)
    own, others = figures.of_month(told)
    sections = (own, others, _findings(told), *_months(told, earlier), _hidden(told, stamp, earlier))
    report = Report(_stamp(told, stamp, earlier), _counts(told), sections)
    return report, {"hidden_first": len(told.hidden.first), "hidden_second": len(told.hidden.second),
                    "figures_lost": told.lost.total()}  # fmt: skip


def _stamp(told: Published, stamp: Stamp, earlier: Earlier) -> Stamp:
    """The stamp without names of files, and with its rows as protected as every other count."""
    rows = {kind: told.number(Key(ROWS, "", "", ALL, kind)) for kind in stamp.rows}
    hashes = sorted(one["file_hash"] for one in stamp.inputs)
    unsaid = dict.fromkeys(("feed", "extracted_on", "load_id"), "not told")
    inputs = tuple(
        unsaid | {"source_file": f"input {number}", "file_hash": told} for number, told in enumerate(hashes, start=1)
    )
    return replace(stamp, rows=rows, inputs=inputs, reviews={"hash": "not told"}, after=earlier.packs)


# -- findings --------------------------------------------------------------------------------------


def _findings(told: Published) -> Section:
    titles = {rule: model.header["title"] for rule, model in models.of_layer("findings").items()}
    keys = [key for key in told.counts.cells if key.part in measures.VERDICTS and key.about in (*titles, FINDINGS)]
    published = [key for key in keys if told.counts.cells[key].is_published]
    rules = list(dict.fromkeys(key.about for key in published if key.about != FINDINGS))
    providers = sorted({key.provider_id for key in published}, key=lambda name: (name == ALL, name))

    def verdicts(about: str, provider: str) -> dict[str, str]:
        return {
            verdict: told.word(Key(about, told.asked.month, "", provider, verdict)) for verdict in measures.VERDICTS
        }

    shown = {"Apparent": "apparent", "To check": "check", "Not judged": "not_assessable"}
    by_rule = pl.DataFrame([{"rule": rule, "title": titles[rule]} | verdicts(rule, ALL) for rule in rules])
    by_provider = pl.DataFrame([{"provider_id": provider} | verdicts(FINDINGS, provider) for provider in providers])
    none, numbers = "No rule found anything in this month.", dict.fromkeys(measures.VERDICTS, COUNT)
    tables = (
        Table(
            "found_by_rule", "Found in the month, by rule", by_rule, {"Question": "title", "Rule": "rule"} | shown,
            none, "All providers together.", numbers, len(titles),
        ),
        Table(
            "found_by_provider", "Found in the month, by provider", by_provider, {"Provider": "provider_id"} | shown,
            none, "All rules together; one request may be found by several.", numbers,
        ),
    )  # fmt: skip
    lead = "What in the logs of the month goes against a rule, needs a person, or cannot be judged."
    parts = tuple(Part(table.title, table, is_list=False) for table in tables if rules)
    return Section("findings", "Findings", lead, parts, none)


# -- months told, and what is hidden ---------------------------------------------------------------


def _months(told: Published, earlier: Earlier) -> tuple[Section, ...]:
    """All providers together, month by month, as the packs told them: nothing that was not told already."""
    if not earlier.packs:
        return ()
    both = pl.concat([earlier.cells.drop("known_on"), _cells(told).drop("known_on")])
    both = both.filter(pl.col("provider_id") == ALL).unique(Key._fields, keep="last", maintain_order=True)
    names = {counted.measure: counted.parts for counted in COUNTED if counted.sides}
    both = both.filter(pl.col("about").is_in(list(names)) & pl.col("legal_path").is_in(OWN))
    parts = ("yes", "no", "cases", "immature", "not_assessable")
    rows = both.filter(pl.col("part").is_in(parts)).pivot(
        "part", index=["about", "legal_path", "month"], values="count"
    )
    rows = rows.with_columns(pl.lit(None, pl.String).alias(name) for name in parts if name not in rows.columns)
    rows = rows.select("about", "legal_path", "month", *parts).sort("about", "legal_path", "month")
    shown = {"Measure": "about", "Legal path": "legal_path", "Month": "month", "Yes": "yes", "No": "no", "n": "cases",
             "Too young": "immature", "Not assessable": "not_assessable"}  # fmt: skip
    numbers = dict.fromkeys(parts, COUNT)
    table = Table("months_told", "Months published", rows, shown, "", "As each was told last.", numbers, rows.height)
    lead = "The months of the packs published before, beside this one: all providers together."
    return (Section("months", "Month by month", lead, (Part(table.title, table, is_list=False),)),)


def _cells(told: Published) -> pl.DataFrame:
    """Every published count, hidden ones as such: what the next pack has to know."""
    known_on = str(told.asked.engine.value("select as_of from clock"))
    rows = [(*key, told.word(key), known_on) for key, cell in told.counts.cells.items() if cell.is_published]
    return pl.DataFrame(rows, schema=dict.fromkeys(earlier_packs.COLUMNS, pl.String), orient="row")


def _hidden(told: Published, stamp: Stamp, earlier: Earlier) -> Section:
    first, second = len(told.hidden.first), len(told.hidden.second)
    lost = pl.DataFrame(sorted(told.lost.items()), schema={"reason": pl.String, "figures": pl.Int64}, orient="row")
    why = (
        f"Hidden first: {first} counts of {told.rule.in_words}, or that changed by so few since an earlier pack. "
        f"Hidden second: {second} counts that, with their totals, would give one of those away; each could have at "
        f"least {told.rule.values_left} values. Both read '{HIDDEN}'. The rule: {told.rule.source}."
    )
    of = {"Of": "about", "Month": "month", "Legal path": "legal_path", "Provider": "provider_id", "Part": "part"}
    of, numbers = of | {"Count": "count"}, {"count": COUNT}
    tables = (
        Table("figures_lost", "Figures lost", lost, {"Because": "reason", "Figures": "figures"}, "No figure was lost."),
        Table(CELLS, "Every count", _cells(told), of, "", "", numbers, 8),
        Table(
            EARLIER, "Counts of earlier packs", earlier.cells, of | {"As known on": "known_on"},
            "This pack was made after no other.", "", numbers, 8,
        ),
    )  # fmt: skip
    said = {"figures_lost": (why, LEFT_OUT)}
    parts = [Part(table.title, table, None, said.get(table.name, ()), is_list=False) for table in tables]
    return Section("hidden", "What is hidden", "What cannot be read here, and why.", tuple(parts))


def _counts(told: Published) -> tuple[Count, ...]:
    """The numbers at the top: those that may be shown."""
    own = Key("", told.asked.month, "access", ALL, "cases")
    accesses, apparent = own._replace(legal_path=""), own._replace(about=FINDINGS, legal_path="", part="apparent")
    wanted = (
        (own._replace(about="on_time"), "yes", "requests judged by their deadline", "in time"),
        (own._replace(about="denial_share"), "yes", "requests answered", "denied as a whole"),
        (accesses._replace(about="explained_share"), "yes", "accesses judged", "with a recorded reason"),
        (apparent, "check", "findings, apparent", "more to check"),
    )
    found = []
    for key, other, label, word in wanted:
        number = told.number(key) if key in told.counts.cells else None
        if number is not None:
            beside = told.number(key._replace(part=other))
            table = "found_by_rule" if key.about == FINDINGS else figures.table_name(key.about, key.legal_path)
            found.append(Count(number, label, table, "" if beside is None else f"{beside:,} {word}"))
    hidden = len(told.hidden.first) + len(told.hidden.second)
    return (*found, Count(hidden, "counts hidden", "figures_lost", f"{told.lost.total():,} figures lost with them"))
