"""
A month, written down: one page that opens offline, the CSV of every figure and list on it, a manifest of hashes.

The same inputs give the same bytes: no wall-clock time, no random name, every row in a fixed order.
"""

import datetime as dt
import re
from pathlib import Path

from roi_analytics import measures
from roi_analytics.engine import Engine
from roi_analytics.errors import QuestionError
from roi_analytics.report import comparisons, figures, first_page, judged, months, pack, page
from roi_analytics.report.notebook import run_notebook
from roi_analytics.report.parts import Report
from roi_analytics.report.sources import Asked
from roi_analytics.report.stamp import stamp_of

__all__ = ["run_notebook", "write"]

AUDIENCES = ("internal",)


def write(
    engine: Engine,
    month: str,
    to: Path,
    *,
    site_name: str | None = None,
    provider: str | None = None,
    audience: str = "internal",
) -> dict:
    """
    Write the month's pack into the folder `to`, and return the month, the folder and the hash of every file.

    The pack is made beside `to` and moved there whole: a failure leaves what was there before. An internal pack holds
    ids of requests and events and stays inside; anything else is refused. Raises QuestionError where the month, the
    provider or the folder cannot be used.

    >>> report.write(engine, "2026-05", Path("reports/2026-05"))
    """
    _refuse_audience(audience)
    _refuse_month(engine, month)
    _refuse_provider(engine, provider)
    pack.refuse_folder(to)
    made = _report(Asked(engine, month, provider, audience), site_name)
    with pack.in_whole(to) as folder:
        for table in made.tables:
            pack.write_csv(folder / "tables" / f"{table.name}.csv", table.rows)
        (folder / "report.html").write_bytes(page.render(made).encode("utf-8"))
        return pack.seal(folder, made.stamp) | {"folder": str(to)}


def _report(asked: Asked, site_name: str | None) -> Report:
    stamp = stamp_of(asked.engine, asked.month, site_name=site_name, provider=asked.provider, audience=asked.audience)
    counts, first = first_page.of_month(asked)
    own, others = figures.of_month(asked)
    trusted, compared, found = months.of_month(asked), comparisons.of_month(asked), judged.of_month(asked)
    return Report(stamp, counts, (first, trusted, own, others, compared, found))


def _refuse_audience(audience: str) -> None:
    if audience not in AUDIENCES:
        raise QuestionError(
            f"A pack for the audience '{audience}' is not yet built: small numbers would have to be hidden first.\n"
            "Write an internal one (--audience internal) and keep it inside."
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
        raise QuestionError(f"There is no month '{month}'.\nThe months with data are: {shown}.")


def _refuse_provider(engine: Engine, provider: str | None) -> None:
    if provider is None:
        return
    known = engine.rows("provider", order=["provider_id"]).get_column("provider_id").to_list()
    if provider not in known:
        from roi_analytics.errors import did_you_mean

        raise QuestionError(
            f"There is no provider '{provider}'.{did_you_mean(provider, known)}\nThe providers are: {', '.join(known)}."
        )
