"""
The questions of the detector one can ask a warehouse: who looked, with which reason, and what should a person look at
first?

Part of the facade: each method is a line over a function of access/. Pages are written where a path is named.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import polars as pl

from roi_analytics.access import flags, incident, patient_report, queue, review, shares, show
from roi_analytics.engine import Engine
from roi_analytics.errors import QuestionError


class WhoLooked:
    """What a warehouse tells of accesses. An explained access has a recorded reason; one without is a question."""

    REVIEW_OUTCOMES = tuple(review.OUTCOMES)

    engine: Callable[[], AbstractContextManager[Engine]]
    """Open the warehouse for reading; the facade says how."""

    def access_explain(self, by: str | Sequence[str] = (), month: str | None = None) -> pl.DataFrame:
        """
        What share of accesses has a recorded reason: of all, of the first of each user and patient, of those on
        purpose?

        >>> site.access_explain(by="role_group", month="2026-04")
        """
        with self.engine() as engine:
            return shares.explained(engine, by=by, month=month)

    def access_explanations(self, month: str | None = None) -> pl.DataFrame:
        """
        How much does each explanation explain, alone, and by chance; how far does it reach, and who answers for that?
        """
        with self.engine() as engine:
            return shares.by_explanation(engine, month=month)

    def access_flags(self) -> pl.DataFrame:
        """
        Which flags does this site use, who decided that, and what does each weigh? One row per flag, by code.

        >>> site.access_flags().filter(~pl.col("is_on"))
        """
        with self.engine() as engine:
            return flags.used(engine)

    def access_queue(self, budget: int = queue.BUDGET, html: str | Path | None = None) -> pl.DataFrame:
        """
        Which incidents should a person look at today, and what speaks for and against each? One row per incident.

        About one in ten is drawn by lot from those the ranking leaves below. `html` writes them whole, as a page.

        >>> site.access_queue(budget=10, html="queue.html")
        """
        with self.engine() as engine:
            found = queue.queue(engine, budget)
            if html is not None:
                parts = incident.incidents(engine, found["incident_id"].to_list())
                _write(html, _page("queue", engine, found, parts, _switches(engine)))
            return found

    def access_incident(self, incident_id: str, html: str | Path | None = None) -> dict[str, pl.DataFrame]:
        """
        What has a reviewer to see of one incident? Frames: incident, arguments, episodes, timeline, evidence, sources,
        peers.

        >>> site.access_incident("d55ffa799e")["timeline"]
        """
        with self.engine() as engine:
            found = incident.incident(engine, incident_id)
            if html is not None:
                parts = incident.incidents(engine, [incident_id])
                _write(html, _page("queue", engine, found["incident"], parts, _switches(engine)))
            return found

    def access_incidents(self, incident_ids: Sequence[str]) -> dict[str, pl.DataFrame]:
        """The frames of `access_incident` for several incidents at once, each with the column incident_id."""
        with self.engine() as engine:
            return incident.incidents(engine, list(incident_ids))

    def access_reviews(self) -> pl.DataFrame:
        """Of the incidents reviewed so far, how many were a breach: of the top, drawn by lot, and asked for?"""
        with self.engine() as engine:
            return review.precision(engine)

    def access_show(
        self,
        patient: str | None = None,
        user: str | None = None,
        provider: str | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> pl.DataFrame:
        """
        Who opened this patient's record, or what did this user open? One row per access, explained ones too.

        >>> site.access_show(user="U38757", since=dt.date(2026, 3, 1))
        """
        with self.engine() as engine:
            return show.show(engine, patient=patient, user=user, provider=provider, since=since, until=until)

    def access_for_patient(
        self,
        patient: str,
        provider: str | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        html: str | Path | None = None,
    ) -> dict[str, pl.DataFrame]:
        """
        What may a person be told of who opened their record? Frames: about, uses, disclosures, systems, not_covered.

        >>> site.access_for_patient("404500", provider="cedar-flats", html="report.html")
        """
        with self.engine() as engine:
            found = patient_report.for_patient(engine, patient, provider=provider, since=since, until=until)
            if html is not None:
                _write(html, _page("patient", engine, found))
            return found


def _switches(engine: Engine) -> list[str]:
    """The flags that are off, or on by the site's own decision, in sentences."""
    return flags.used(engine)["says"].drop_nulls().to_list()


def _page(kind: str, engine: Engine, *found: object) -> str:
    from roi_analytics.report import access_page  # brings the charts, which most questions do without

    clock = engine.value("select as_of from clock")
    site = engine.value("select site_name from warehouse") or "this site"
    return {"queue": access_page.queue_page, "patient": access_page.patient_page}[kind](site, clock, *found)


def _write(path: str | Path, text: str) -> None:
    try:
        Path(path).write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        raise QuestionError(f"{path} cannot be written.\nName a file in a folder that is there: --html FILE.") from None
