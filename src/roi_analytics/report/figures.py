"""The statistics of a month: each measure with its n, interval, what was not judged, its definition and its cases."""

from dataclasses import dataclass

import altair as alt
import polars as pl

from roi_analytics import charts, measures, models
from roi_analytics.errors import QuestionError
from roi_analytics.models import Model
from roi_analytics.report.parts import Part, Section, Table
from roi_analytics.report.sources import Asked

WIDE, SMALL = 860, 340
"""Pixels of a chart's two drawings: for a desk and paper, and for a phone."""

MONTHS_DRAWN = 4
ROWS_DRAWN = 30
"""A chart of more groups than this is a wall; the numbers are in the table and the CSV."""

OWN = (None, "access")
"""What the statistics begin with: patients' own requests, and what has no legal path."""

GROUPS = {"provider_id": "Provider", "month": "Month received", "ground": "Ground", "department": "Department"}
NUMBERS = {
    "n": "cases",
    "Figure": "value",
    "Low": "low",
    "High": "high",
    "90 % by": "p90",
    "Immature": "immature",
    "Not assessable": "not_assessable",
    "Held out": "held_out",
}
DOTS = "Dot: the figure; bar: its 95 % interval; n: the cases it stands on."
STEPS = "Share answered by each day after receipt, open requests counted; shaded: 95 % interval of the newest month."


@dataclass(frozen=True)
class Wanted:
    """
    A figure of the report: a measure and its groups.

    `is_series`: of the last few months, not of the month alone. `drawn_for`: the legal paths with a chart (None: all);
    one drawn for none is a finer cut of the figure before it and shares its cases.
    """

    measure: str
    by: tuple[str, ...]
    title: str
    is_series: bool = False
    drawn_for: tuple[str | None, ...] | None = OWN

    def is_drawn(self, path: str | None) -> bool:
        return self.drawn_for is None or path in self.drawn_for


WANTED = (
    Wanted("on_time", ("provider_id",), "Answered on time, by provider", drawn_for=None),
    Wanted("answered_within", ("month",), "Answered within days of receipt", is_series=True, drawn_for=None),
    Wanted("days_to_answer", ("provider_id",), "Days until half were answered, by provider"),
    Wanted("denial_share", ("ground",), "Denied as a whole, by ground"),
    Wanted("fee_charged", ("provider_id",), "What patients were charged: the median, by provider"),
    Wanted("explained_share", ("provider_id",), "Accesses with a recorded reason, by provider"),
    Wanted("explained_share", ("provider_id", "department"), "The same, by department", drawn_for=()),
)


LEAD = (
    "Each figure stands on its cases (n) with its 95 % interval. Requests of different legal paths are never in one "
    "figure. Small numbers have wide intervals: providers are not ranked by them."
)
OTHERS = (
    "The same for requests that are not a patient's own access: an attorney's authorization, a court order, another "
    "provider. Each path by itself."
)


def of_month(asked: Asked) -> tuple[Section, ...]:
    """Every figure of the month, one for each legal path: requests of different paths are never in one figure."""
    found = [figure for wanted in WANTED for figure in _by_path(asked, wanted)]
    own = tuple(figure for figure in found if figure.legal_path in OWN)
    others = tuple(figure for figure in found if figure.legal_path not in OWN)
    none = "The month holds no case of them."
    return Section("figures", "Figures", LEAD, own), Section("other-paths", "Other legal paths", OTHERS, others, none)


def _by_path(asked: Asked, wanted: Wanted) -> list[Part]:
    shown = _shown(asked, wanted)
    if "legal_path" not in asked.engine.columns(wanted.measure):
        return [_figure(asked, wanted, None, shown)]
    if shown.is_empty():
        return [_figure(asked, wanted, "access", shown)]
    paths = sorted(shown.get_column("legal_path").drop_nulls().unique().to_list())
    rows = {path: shown.filter(legal_path=path) for path in paths}
    return [_figure(asked, wanted, path, rows[path]) for path in paths if path == "access" or _has_cases(rows[path])]


def _has_cases(rows: pl.DataFrame) -> bool:
    return bool(rows.get_column("cases").sum() or rows.get_column("immature").sum())


def _shown(asked: Asked, wanted: Wanted) -> pl.DataFrame:
    """The measure's figures, of one provider where asked; no row where the month holds no case."""
    month = None if wanted.is_series else asked.month
    try:
        frame = measures.show(asked.engine, wanted.measure, by=_groups(asked, wanted), month=month)
    except QuestionError:
        return pl.DataFrame()
    return _kept(asked, wanted, frame)


def _groups(asked: Asked, wanted: Wanted) -> tuple[str, ...]:
    own = ("provider_id",) if asked.provider and "provider_id" not in wanted.by else ()
    return (*own, *wanted.by)


def _kept(asked: Asked, wanted: Wanted, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of the provider asked for and, in a series, of the last months up to the report's."""
    if asked.provider:
        frame = frame.filter(provider_id=asked.provider)
        frame = frame if "provider_id" in wanted.by else frame.drop("provider_id")
    if wanted.is_series:
        months = frame.get_column("month").drop_nulls().unique().sort()
        frame = frame.filter(pl.col("month").is_in(months.filter(months <= asked.month).tail(MONTHS_DRAWN).implode()))
    return frame


def _figure(asked: Asked, wanted: Wanted, path: str | None, rows: pl.DataFrame) -> Part:
    model = models.of_layer("measures")[wanted.measure]
    name = "_".join([wanted.measure, "by", *wanted.by, *([path] if path else [])])
    columns = {GROUPS[group]: group for group in wanted.by} | NUMBERS
    numbers = Table(
        name=name,
        title=wanted.title,
        rows=rows,
        shown={heading: column for heading, column in columns.items() if column in rows.columns},
        empty="The month holds no case of it.",
        formats=dict.fromkeys(("value", "low", "high", "p90"), _unit(model)),
    )
    drawings = _drawings(asked, wanted, path, rows, _unit(model)) if wanted.is_drawn(path) else ()
    meaning = f"{model.grain} Counted on: {model.header['counted_on']}. Law: {model.header['citation']}."
    reading = (STEPS if wanted.is_series else DOTS,) if drawings else ()
    cases = _cases(asked, wanted, path, rows, name)
    return Part(wanted.title, numbers, path, (meaning, *reading), drawings, cases, is_list=False)


def _unit(model: Model) -> str:
    return charts.unit_of(model.header["summary"], model.header["unit"])


def _drawings(
    asked: Asked, wanted: Wanted, path: str | None, rows: pl.DataFrame, unit: str
) -> tuple[alt.TopLevelMixin, ...]:
    """A wide and a small drawing; the page's own heading and reading line stand above them."""
    title = wanted.title if path is None else f"{wanted.title}: {path.replace('_', ' ')}"
    if rows.is_empty() or rows.height > ROWS_DRAWN:
        return ()
    if wanted.is_series:
        by = _groups(asked, wanted)
        curve = _kept(asked, wanted, measures.curve(asked.engine, wanted.measure, by=by, legal_path=path))
        target_day = asked.engine.value("select answered_within_days from target")
        drawn = [
            charts.curve(curve, wanted.by, title=title, target_day=target_day, width=size) for size in (WIDE, SMALL)
        ]
    else:
        drawn = [charts.intervals(rows, wanted.by, title=title, unit=unit, width=size) for size in (WIDE, SMALL)]
    for chart in drawn:
        chart.title = alt.Undefined
    return tuple(drawn)


def _cases(asked: Asked, wanted: Wanted, path: str | None, rows: pl.DataFrame, name: str) -> Table | None:
    """The cases behind a figure. Of accesses, which run into millions, the ones without a recorded reason only."""
    if rows.is_empty() or wanted.drawn_for == ():
        return None
    months = rows.get_column("month").to_list() if wanted.is_series else [asked.month]
    of_accesses = wanted.measure == "explained_share"
    found = pl.concat(
        measures.cases(
            asked.engine,
            wanted.measure,
            provider=asked.provider,
            value=0 if of_accesses else None,
            month=month,
            legal_path=path,
        )
        for month in months
    )
    told = "cases without a recorded reason" if of_accesses else "its cases"
    return Table(f"{name}_cases", told, found, {}, "")
