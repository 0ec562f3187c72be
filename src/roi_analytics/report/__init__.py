"""
A month, written down: a report as HTML, PDF and workbook, the CSV of every figure, a folder a provider, a manifest.

The same inputs give the same bytes: no wall-clock time, no random name, every row in a fixed order.
"""

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

from roi_analytics import measures
from roi_analytics.engine import Engine
from roi_analytics.errors import QuestionError, did_you_mean
from roi_analytics.report import (
    comparisons,
    figures,
    first_page,
    judged,
    months,
    pack,
    page,
    paper,
    provider_files,
    published,
    workbook,
)  # fmt: skip
from roi_analytics.report.notebook import run_notebook
from roi_analytics.report.parts import Report
from roi_analytics.report.sources import Asked
from roi_analytics.report.stamp import stamp_of
from roi_analytics.steps import Pieces, Progress

__all__ = ["run_notebook", "write"]

AUDIENCES = ("internal", "published")

MAKING = "writing the pack"

ASKED = {"lists": 27.0, "figures": 11.0, "months": 1.5, "comparisons": 11.0, "findings": 0.2}
"""What an internal report asks, and the seconds it takes where it is long: of a million requests (benchmarks/)."""

COUNTED = {"counts, and which of them are hidden": 20.0}
"""The same of a published one."""

FILES = {
    "tables": lambda made, to: pack.write_tables(to, made.tables),
    "report.html": lambda made, to: to.write_bytes(page.render(made).encode("utf-8")),
    "report.pdf": lambda made, to: to.write_bytes(paper.render(made)),
    "report.xlsx": lambda made, to: to.write_bytes(workbook.render(made)),
}
"""What a report is written as: the name in the pack, and what writes it there."""

WRITTEN = {"tables": 1.4, "report.html": 2.4, "report.pdf": 1.1, "report.xlsx": 7.1}
"""The seconds of each."""


def write(
    engine: Engine,
    month: str,
    to: Path,
    *,
    site_name: str | None = None,
    provider: str | None = None,
    audience: str = "internal",
    after: Sequence[Path] = (),
    progress: Progress | None = None,
) -> dict:
    """
    Write the month's pack into the folder `to`, and return the month, the folder and the hash of every file.

    The pack is made beside `to` and moved there whole: a failure leaves what was there before. An internal pack holds
    ids of requests and events and stays inside. A published one holds counts and shares, small numbers hidden, also
    with all that the published packs in the folders of `after` told; it adds how many counts are hidden. `progress` is
    told each part before it is made. Raises QuestionError where the audience, the month, the provider or a folder
    cannot be used.

    >>> report.write(engine, "2026-05", Path("reports/2026-05"))
    """
    _refuse_audience(audience, provider, after)
    _refuse_month(engine, month)
    _refuse_provider(engine, provider)
    pack.refuse_folder(to)
    asked = Asked(engine, month, provider, audience)
    is_published = audience == "published"
    if is_published:
        pieces = Pieces(MAKING, COUNTED | WRITTEN, progress)
        pieces.begin(*COUNTED)
        made, told = published.of_month(asked, site_name, after)
    else:
        pieces = Pieces(MAKING, ASKED | WRITTEN | provider_files.work(asked), progress)
        made, told = _report(asked, site_name, pieces), {}
    with pack.in_whole(to) as folder:
        for name, write_to in FILES.items():
            pieces.begin(name)
            write_to(made, folder / name)
        failed = {} if is_published else provider_files.write(folder, asked, made, pieces)
        return pack.seal(folder, made.stamp) | {"folder": str(to), "failed": failed} | told


def _report(asked: Asked, site_name: str | None, pieces: Pieces) -> Report:
    pieces.begin("lists")
    stamp = stamp_of(asked.engine, asked.month, site_name=site_name, provider=asked.provider, audience=asked.audience)
    counts, first = first_page.of_month(asked)
    pieces.begin("figures")
    own, others = figures.of_month(asked)
    pieces.begin("months")
    trusted = months.of_month(asked)
    pieces.begin("comparisons")
    compared = comparisons.of_month(asked)
    pieces.begin("findings")
    return Report(stamp, counts, (first, trusted, own, others, compared, judged.of_month(asked)))


def _refuse_audience(audience: str, provider: str | None, after: Sequence[Path]) -> None:
    if audience not in AUDIENCES:
        raise QuestionError(f"There is no audience '{audience}'.\nThere are: {', '.join(AUDIENCES)}.")
    if audience == "published" and provider is not None:
        raise QuestionError(
            "A published pack is of all providers: one alone would hide other numbers, and both together show them.\n"
            "Leave out --provider."
        )
    if audience != "published" and after:
        raise QuestionError(
            "Only a published pack is made after others; an internal one hides nothing.\n"
            "Leave out --after, or write --audience published."
        )


def _refuse_month(engine: Engine, month: str) -> None:
    """A month without a case is a month all the same; one outside what the warehouse knows is not."""
    known = measures.months(engine)
    clock: dt.date = engine.value("select as_of from clock")
    if not known or clock is None:
        raise QuestionError(
            "The warehouse holds no dated rows: there is no month to report on.\nLoad a site first: roi load SITE.toml"
        )
    last = max(known[-1], f"{clock:%Y-%m}")
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) or not known[0] <= month <= last:
        shown = ", ".join(known) if len(known) <= 24 else f"{', '.join(known[:3])}, ... {', '.join(known[-12:])}"
        nearest = did_you_mean(month, known)
        raise QuestionError(f"There is no month '{month}'.{nearest}\nThe months with data are: {shown}.")


def _refuse_provider(engine: Engine, provider: str | None) -> None:
    if provider is None:
        return
    known = engine.rows("provider", order=["provider_id"]).get_column("provider_id").to_list()
    if provider not in known:
        raise QuestionError(
            f"There is no provider '{provider}'.{did_you_mean(provider, known)}\nThe providers are: {', '.join(known)}."
        )
