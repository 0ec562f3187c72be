"""
How did one provider do in the month? One page: its own counts, its figures beside the standard of its peers.

There is no rank, and no other provider is on it: the standard stands there only where it is made of so many providers
that it is not one other provider's figure.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

import polars as pl
from markupsafe import Markup

from roi_analytics import charts, models
from roi_analytics.compare import MINIMUM_PEERS, compare
from roi_analytics.errors import QuestionError
from roi_analytics.report import first_page, judged, page, reading
from roi_analytics.report.parts import Report, Table
from roi_analytics.report.sources import Asked
from roi_analytics.report.stamp import Stamp

RULES_SHOWN, REASONS_SHOWN = 8, 6
"""So many lines of each are on the one page; all of them are in the workbook beside it."""

IN_CONTEXT = ("days_to_answer", "fee_charged")
"""Medians, which stand beside the peers' own without a mark."""


@dataclass(frozen=True)
class Figure:
    """One figure of one provider: n, value and interval, and what its peers have together."""

    title: str
    legal_path: str | None
    unit: str
    row: Mapping[str, Any]

    @property
    def standard(self) -> float | None:
        return self.row.get("standard") if (self.row.get("providers") or 0) >= MINIMUM_PEERS else None


def in_context(asked: Asked) -> dict[str, pl.DataFrame]:
    """The medians of every provider beside its peers': read once for all scorecards."""
    found = {}
    for measure in IN_CONTEXT:
        try:
            found[measure] = compare(asked.engine, measure, month=asked.month, legal_path=_path(asked, measure))
        except QuestionError:
            continue
    return {measure: frame for measure, frame in found.items() if frame.height}


def render(asked: Asked, report: Report, medians: Mapping[str, pl.DataFrame], stamp: Stamp) -> str:
    """The scorecard of the provider the stamp names."""
    provider = str(stamp.provider)
    found = asked.findings.filter(provider_id=provider)
    ruled, unjudged = by_rule(found), not_judged(found)
    tables = {table.name: _own(table, provider) for table in report.tables}
    tables["not_judged"] = replace(tables["not_judged"], rows=unjudged.rename({"cases": "not_assessable"}))
    return _page(
        stamp,
        about=_about(asked, provider),
        counts=first_page.counted(tables),
        figures=[*_compared(report, provider), *_medians(asked, medians, provider), *_other_paths(report, provider)],
        ruled=ruled.to_dicts(),
        unjudged=unjudged.to_dicts(),
    )


def failed(asked: Asked, stamp: Stamp, why: str) -> str:
    """The page of a provider whose scorecard could not be made."""
    return _page(stamp, about=_about(asked, str(stamp.provider)), why=why)


def by_rule(found: pl.DataFrame) -> pl.DataFrame:
    """How many findings has each rule, what is apparent first: rule, title, apparent, check."""
    count = [(pl.col("verdict") == verdict).sum().alias(verdict) for verdict in ("apparent", "check")]
    judged = found.filter(pl.col("verdict") != "not_assessable").group_by("rule").agg(count)
    return judged.with_columns(title=titles()).sort("apparent", "check", "rule", descending=[True, True, False])


def not_judged(found: pl.DataFrame) -> pl.DataFrame:
    """How many cases could no rule judge, and for want of which column: rule, title, missing, cases."""
    rows = found.filter(verdict="not_assessable").group_by("rule", "missing").agg(cases=pl.len())
    return rows.with_columns(title=titles()).sort("cases", "rule", "missing", descending=[True, False, False])


def titles() -> pl.Expr:
    known = {rule: model.header["title"] for rule, model in models.of_layer("findings").items()}
    return pl.col("rule").replace_strict(known, default=pl.col("rule"), return_dtype=pl.String)


def _own(table: Table, provider: str) -> Table:
    if "provider_id" not in table.rows.columns:
        return table
    if table.name == "rows_per_feed":
        return replace(table, rows=judged.feeds_of(table.rows, provider))
    return replace(table, rows=table.rows.filter(provider_id=provider))


def _compared(report: Report, provider: str) -> Iterator[Figure]:
    for part in (part for section in report.sections for part in section.parts):
        if part.table.name.startswith("compare_"):
            yield from _beside(part.table.name.removeprefix("compare_"), part.legal_path, part.table.rows, provider)


def _medians(asked: Asked, medians: Mapping[str, pl.DataFrame], provider: str) -> Iterator[Figure]:
    for measure, rows in medians.items():
        yield from _beside(measure, _path(asked, measure), rows, provider)


def _beside(measure: str, path: str | None, rows: pl.DataFrame, provider: str) -> Iterator[Figure]:
    header = models.of_layer("measures")[measure].header
    for row in rows.filter(provider_id=provider).iter_rows(named=True):
        yield Figure(header["title"], path, charts.unit_of(header["summary"], header["unit"]), row)


def _other_paths(report: Report, provider: str) -> Iterator[Figure]:
    """On time on the other legal paths: no peers are told there."""
    title = models.of_layer("measures")["on_time"].header["title"]
    for part in (part for section in report.sections if section.name == "other-paths" for part in section.parts):
        if part.table.name.startswith("on_time_by_provider_id"):
            for row in part.table.rows.filter(provider_id=provider).iter_rows(named=True):
                yield Figure(title, part.legal_path, "share", row)


def _path(asked: Asked, measure: str) -> str | None:
    return "access" if "legal_path" in asked.engine.columns(measure) else None


def _about(asked: Asked, provider: str) -> dict[str, Any]:
    return asked.engine.rows("provider", {"provider_id": provider}).to_dicts()[0]


def _page(stamp: Stamp, about: dict[str, Any], why: str = "", **told: Any) -> str:
    style = files("roi_analytics").joinpath("report", "page.css").read_text(encoding="utf-8")
    return (
        page.environment()
        .get_template("scorecard.html.jinja")
        .render(
            stamp=stamp,
            about=about,
            why=why,
            month_in_words=dt.date.fromisoformat(f"{stamp.month}-01").strftime("%B %Y"),
            style=Markup(style),
            foot=Markup(page.css_text(stamp.line)),
            limits=(RULES_SHOWN, REASONS_SHOWN),
            minimum_peers=MINIMUM_PEERS,
            verdicts=reading.VERDICTS,
            **told,
        )
    )
