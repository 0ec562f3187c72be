"""
One warehouse file, and the questions one can ask it. The facade: each method is a line over a function elsewhere.

A warehouse opens its file for each call and holds no lock, so an open notebook never blocks a load.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from roi_analytics import compare, held_out, law, measures, models, trend, trust, ways
from roi_analytics.engine import WAREHOUSE_FORMAT, Engine
from roi_analytics.errors import QuestionError
from roi_analytics.folders import folder
from roi_analytics.law import pages as law_pages
from roi_analytics.names import measures_of, providers_of
from roi_analytics.steps import Progress
from roi_analytics.who_looked import WhoLooked

if TYPE_CHECKING:
    import altair

    from roi_analytics.explain import Explanation
    from roi_analytics.validate import Report


class Warehouse(WhoLooked):
    """
    The logs of one site, loaded and ready to be asked.

    `as_of` turns the clock back: only extracts up to that day count, so April can be made again in June.
    `measure` and `provider` complete their names on Tab: `site.measure.on_time`, `site.provider.riverbend_general`.
    """

    def __init__(self, path: str | Path = "roi.duckdb", as_of: dt.date | None = None) -> None:
        self.path = Path(path)
        self.as_of = as_of
        self.measure = measures_of(self)
        self.provider = providers_of(self)
        with self.engine():
            pass

    def __repr__(self) -> str:
        return (
            f"Warehouse({str(self.path)!r})"
            if self.as_of is None
            else f"Warehouse({str(self.path)!r}, as_of={self.as_of})"
        )

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """Open the file for reading, refuse what is no sound warehouse, and close it again."""
        with Engine.open(self.path) if self.as_of is None else Engine.memory(attach=self.path) as engine:
            refuse_unusable(engine, self.path)
            models.check_stamp(engine)
            if self.as_of is not None:
                _refuse_early_clock(engine, self.as_of)
                models.build(engine, self.as_of)
            yield engine

    # -- the questions ---------------------------------------------------------------------------

    def months(self) -> list[str]:
        """Which months are there? As "YYYY-MM", oldest first."""
        with self.engine() as engine:
            return measures.months(engine)

    def due(self, within: int = 10, provider: str | None = None) -> pl.DataFrame:
        """What goes late within so many days, by which law, waiting for whom? Late now has negative days_left."""
        with self.engine() as engine:
            return measures.due(engine, within=within, provider=provider)

    def show(
        self,
        measure: str,
        by: str | Sequence[str] = (),
        month: str | None = None,
        legal_path: str | None = None,
        interval: str = "wilson",
    ) -> pl.DataFrame:
        """
        What is the figure, with n and its interval? One row per group; never two legal paths in one figure.

        >>> site.show("on_time", by="provider_id", legal_path="access")
        """
        with self.engine() as engine:
            return measures.show(engine, measure, by=by, month=month, legal_path=legal_path, interval=interval)

    def cases(
        self,
        measure: str,
        provider: str | None = None,
        value: float | None = None,
        month: str | None = None,
        legal_path: str | None = None,
    ) -> pl.DataFrame:
        """Which rows stand behind a figure? One row per case, by id."""
        with self.engine() as engine:
            return measures.cases(engine, measure, provider=provider, value=value, month=month, legal_path=legal_path)

    def explain(
        self, measure: str, month: str | None = None, provider: str | None = None, legal_path: str | None = None
    ) -> "Explanation":
        """
        What does a measure mean, which cases count, which do not and why, and what do three of them look like?

        >>> site.measure.on_time.explain(legal_path="access")
        """
        from roi_analytics.explain import explain

        with self.engine() as engine:
            return explain(engine, measure, month=month, provider=provider, legal_path=legal_path)

    def findings(
        self, rule: str | None = None, provider: str | None = None, verdict: str | None = None, month: str | None = None
    ) -> pl.DataFrame:
        """What offends a rule, or cannot be judged? One row per finding, with its law and the facts in words."""
        with self.engine() as engine:
            return measures.findings(engine, rule=rule, provider=provider, verdict=verdict, month=month)

    def compare(
        self, measure: str, month: str | None = None, legal_path: str | None = None, interval: str = "wilson"
    ) -> pl.DataFrame:
        """
        How does each provider stand beside the standard of its peers? One row per provider; there is no rank.

        >>> site.compare("on_time", month="2026-05", legal_path="access")
        """
        with self.engine() as engine:
            return compare.compare(engine, measure, month=month, legal_path=legal_path, interval=interval)

    @staticmethod
    def standards(compared: pl.DataFrame) -> pl.DataFrame:
        """What was each group of peers compared with, and what do phi and tau2 say of the comparison, in a sentence?"""
        return compare.standards(compared)

    def trend(
        self,
        measure: str,
        by: str | Sequence[str] = (),
        legal_path: str | None = None,
        screened: bool = True,
        target: float | None = None,
    ) -> pl.DataFrame:
        """Has the figure changed over the months, or does it come and go as ever? One row per group and month."""
        with self.engine() as engine:
            return trend.trend(engine, measure, by=by, legal_path=legal_path, screened=screened, target=target)

    def way(self, need: str) -> pl.DataFrame:
        """What did a person go through who needed the records of several providers? One row per request of the need."""
        with self.engine() as engine:
            return ways.way(engine, need)

    def way_chart(self, need: str) -> "altair.TopLevelMixin":
        """Draw one person's way as a timeline: from asking to the record, provider by provider. It names no person."""
        from roi_analytics import charts

        with self.engine() as engine:
            return charts.way_chart(engine, need)

    @staticmethod
    def measures() -> pl.DataFrame:
        """Which measures are there, and what does each mean? Needs no warehouse."""
        return measures.measures()

    @staticmethod
    def law(jurisdiction: str | None = None, topic: str | None = None, on: dt.date | None = None) -> pl.DataFrame:
        """Which rules of law are known? By jurisdiction ("US", "CA"), topic, and a day they were in force."""
        return law.known(jurisdiction=jurisdiction, topic=topic, on=on)

    @staticmethod
    def law_page(jurisdiction: str | None = None, topic: str | None = None, on: dt.date | None = None) -> str:
        """The same rules in words: whom does each bind, what does it say, who says so, and since when?"""
        return law_pages.page(law.known(jurisdiction=jurisdiction, topic=topic, on=on))

    @staticmethod
    def law_counts(on: dt.date | None = None) -> pl.DataFrame:
        """How many rules are known, by topic and kind of authority, and how sure are they?"""
        return law_pages.counts(law.known(on=on))

    def rules(self) -> pl.DataFrame:
        """Which rules are judged, and how often was each found broken or not judged?"""
        with self.engine() as engine:
            return measures.rules(engine)

    def coverage(self) -> pl.DataFrame:
        """Of the cases each rule applies to, how many could be judged, and which missing column stopped the rest?"""
        with self.engine() as engine:
            return measures.coverage(engine)

    def chart(
        self,
        measure: str,
        by: str | Sequence[str] = (),
        month: str | None = None,
        legal_path: str | None = None,
        shape: str | None = None,
    ) -> "altair.TopLevelMixin":
        """
        Draw the figure, in the shape that fits it or the one named: charts hold summaries only, never a case.

        >>> site.chart("on_time", shape="funnel", legal_path="access")
        """
        from roi_analytics import charts

        with self.engine() as engine:
            return charts.chart(engine, measure, by=by, month=month, legal_path=legal_path, shape=shape)

    # -- can the month be trusted ----------------------------------------------------------------

    def restatements(self, month: str | None = None) -> pl.DataFrame:
        """Which days, outcomes and grounds did a later extract change? By provider and month of receipt."""
        with self.engine() as engine:
            return trust.restatements(engine, month=month)

    def restated(self, measure: str, since: dt.date, legal_path: str | None = None) -> pl.DataFrame:
        """Which months that could be judged on the day `since` have another figure today? Before and after."""
        with Warehouse(self.path, since).engine() as before, self.engine() as now:
            return trust.restated(before, now, measure, legal_path=legal_path)

    def roll_forward(self) -> pl.DataFrame:
        """Does each extract of requests carry on where the one before it ended?"""
        with self.engine() as engine:
            return trust.roll_forward(engine)

    def bulk_closing(self) -> pl.DataFrame:
        """On which days were so many requests closed at once that the day is hard to believe?"""
        with self.engine() as engine:
            return trust.bulk_closing(engine)

    def hangs_on(
        self, measure: str, by: str | Sequence[str] = (), month: str | None = None, legal_path: str | None = None
    ) -> pl.DataFrame:
        """How far does a share of requests hang on rows that look wrong, or that quarantine holds out?"""
        with self.engine() as engine:
            return trust.hangs_on(engine, measure, by=by, month=month, legal_path=legal_path)

    # -- the data --------------------------------------------------------------------------------

    def load_report(self) -> pl.DataFrame:
        """Where did every row go? Per feed: read = loaded + noted + quarantined + duplicate."""
        with self.engine() as engine:
            return held_out.load_report(engine)

    def quarantine(self) -> pl.DataFrame:
        """Which rows were refused, why, and what would mend them? By file and row; never their content."""
        with self.engine() as engine:
            return held_out.quarantine(engine)

    def notes(self, code: str | None = None) -> pl.DataFrame:
        """Which rows were loaded but look wrong? By file and row."""
        with self.engine() as engine:
            return held_out.notes(engine, code=code)

    def validate(self, expectations: Path | None = None, progress: Progress | None = None) -> "Report":
        """Do the loaded tables, and the relations between them, meet the expectations?"""
        from roi_analytics import validate

        if self.as_of is not None:
            raise QuestionError(
                "The expectations judge what is loaded, under its own clock.\nOpen the warehouse without `as_of`."
            )
        with self.engine():
            return validate.validate(self.path, expectations=expectations, progress=progress)

    def report(
        self,
        month: str | None = None,
        to: str | Path = "reports",
        provider: str | None = None,
        audience: str = "internal",
        notebook: bool = False,
        after: Sequence[str | Path] = (),
        progress: Progress | None = None,
    ) -> dict:
        """
        Write a month's pack into the folder `to`. Without a month: the newest that ends on or before the clock.

        A pack for the audience "published" holds counts and shares alone, small numbers hidden; `after` names the
        folders of those published before, whose numbers it must not give away together with its own. `notebook`
        leaves the executed copy of monthly_report beside the pack, under the pack's name. `progress` is told each part
        before it is made.
        """
        from roi_analytics import report

        if notebook and self.as_of is not None:
            raise QuestionError(
                "The notebook reads the warehouse under its own clock.\nLeave out either `as_of` or the notebook."
            )
        if notebook and audience != "internal":
            raise QuestionError(
                "The notebook shows cases by their ids and stays inside.\nLeave out --notebook, or write it apart."
            )
        with self.engine() as engine:
            month = month or newest_full_month(engine)
            earlier = [Path(folder) for folder in after]
            asked = {"provider": provider, "audience": audience, "after": earlier, "progress": progress}
            pack = report.write(engine, month, Path(to), **asked)
        if notebook:
            copy = Path(to).with_name(f"{Path(to).name}.ipynb")
            if progress:
                progress("running the notebook of the month")
            given = {"warehouse": str(self.path.resolve()), "month": month}
            report.run_notebook(folder("notebooks") / "monthly_report.ipynb", copy, given)
            pack["notebook"] = str(copy)
        return pack


def refuse_unusable(engine: Engine, path: Path) -> None:
    """Refuse a file that is no warehouse of ours, or one that a newer toolkit wrote."""
    if not engine.exists("warehouse") or "format_version" not in engine.columns("warehouse"):
        raise QuestionError(
            f"{path} is a database, but not a warehouse of roi-analytics.\nName another file with --warehouse."
        )
    version = engine.value("select format_version from warehouse")
    if version is None or version > WAREHOUSE_FORMAT:
        raise QuestionError(
            f"{path} was made by a newer roi-analytics (format {version}; this one knows {WAREHOUSE_FORMAT}).\n"
            "Upgrade roi-analytics, or load the site into a new file."
        )


def newest_full_month(engine: Engine) -> str:
    """The newest month with data that ends on or before the clock."""
    clock = engine.value("select as_of from clock")
    ended = [month for month in measures.months(engine) if _last_day(month) <= clock]
    if not ended:
        raise QuestionError(
            f"No month with data ends on or before the clock, {clock}.\nLoad a later extract, or name a month."
        )
    return ended[-1]


def _last_day(month: str) -> dt.date:
    year, number = map(int, month.split("-"))
    return dt.date(year + number // 12, number % 12 + 1, 1) - dt.timedelta(days=1)


def _refuse_early_clock(engine: Engine, as_of: dt.date) -> None:
    earliest = engine.value("select min(extracted_on) from load_run")
    if earliest is not None and as_of < earliest:
        raise QuestionError(
            f"Nothing had been extracted by {as_of}; the first extract is of {earliest}.\nName a later day."
        )
