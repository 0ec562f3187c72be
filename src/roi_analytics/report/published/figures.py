"""
What may be told of each measure: its counts by provider, and the figures that can be worked out from those shown.

The medians alone are not worked out from counts: see `_median`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import altair as alt
import polars as pl

from roi_analytics import charts, measures, models, statistics
from roi_analytics.disclosure_control import Protected, SmallNumbers
from roi_analytics.errors import QuestionError
from roi_analytics.report.parts import COUNT, Part, Section, Table
from roi_analytics.report.published.counts import ALL, COUNTED, Counted, Counts, Key
from roi_analytics.report.published.earlier_packs import HIDDEN
from roi_analytics.report.sources import Asked

WIDE, SMALL = 860, 340
OWN = ("", "access")
FIGURES = ("value", "low", "high", "half_by_day")
DIGITS = 4
NAMED = 8
"""So many providers without a case are named; of more their number is told."""

LEAD = (
    "Counts and shares of the month, by provider. 'hidden': a small number, or a count that would give one away. A "
    "share is told where its count, its cases and the rest of them are shown. Providers are in the order of their "
    "names and none is ranked; all providers together stand last, to be compared with."
)
OTHERS = "The same for requests that are not a patient's own access. Each path by itself."
TOO_YOUNG = "some cases are too young to be judged"
ON_HIDDEN = "it rests on a hidden count"
TOO_FEW = "too few lie below or above the middle one"


@dataclass
class Published:
    """What may be told of the month, and a tally of the figures that may not, by the reason."""

    asked: Asked
    counts: Counts
    hidden: Protected
    rule: SmallNumbers
    lost: Counter = field(default_factory=Counter)

    def number(self, key: Key) -> int | None:
        """A count that is shown; none where it is hidden."""
        return None if self.hidden.hides(key) else self.counts.cells[key].count

    def word(self, key: Key) -> str:
        number = self.number(key)
        return HIDDEN if number is None else str(number)

    def keys(self, measure: str, path: str, provider: str, parts: Sequence[str]) -> dict[str, Key]:
        return {part: Key(measure, self.asked.month, path, provider, part) for part in parts}


def of_month(told: Published) -> tuple[Section, Section]:
    parts = []
    for counted in COUNTED:
        parts += [_figure(told, counted, path) for path in told.counts.paths(counted.measure)]
        if counted.measure == "denial_share":
            parts += [_grounds(told, path) for path in told.counts.paths(counted.measure)]
    parts = [part for part in parts if part is not None]
    own = tuple(part for part in parts if (part.legal_path or "") in OWN)
    others = tuple(part for part in parts if (part.legal_path or "") not in OWN)
    none = f"The month holds no more than {told.rule.hidden_to} cases of any."
    return Section("figures", "Figures", LEAD, own, none), Section(
        "other-paths", "Other legal paths", OTHERS, others, none
    )


def _figure(told: Published, counted: Counted, path: str) -> Part:
    model = models.of_layer("measures")[counted.measure]
    keys = [key for key in told.counts.cells if key[:3] == (counted.measure, told.asked.month, path)]
    providers = list(dict.fromkeys(key.provider_id for key in keys if key.part == "cases"))
    medians = _medians(told, counted, path)
    rows = pl.DataFrame(
        [_row(told, counted, path, provider, medians) for provider in sorted(providers, key=lambda name: name == ALL)],
        schema={"provider_id": pl.String}
        | dict.fromkeys(counted.parts, pl.String)
        | dict.fromkeys(FIGURES, pl.Float64),
    )
    rows, without = _with_a_case(rows, counted)
    table, drawings = _table(counted, path, rows), _drawings(counted, path, rows)
    meaning = f"{model.grain} Counted on: {model.header['counted_on']}. Law: {model.header['citation']}."
    sentences = (meaning, without) if without else (meaning,)
    return Part(counted.title, table, path or None, sentences, drawings, is_list=False)


def _with_a_case(rows: pl.DataFrame, counted: Counted) -> tuple[pl.DataFrame, str]:
    """The rows that say more than nought, and who has the others: their noughts stand among all counts."""
    is_nought = pl.all_horizontal(pl.col(counted.parts) == "0")
    names = rows.filter(is_nought).get_column("provider_id").to_list()
    if not names:
        return rows, ""
    told = ", ".join(names) if len(names) <= NAMED else f"{len(names)} providers"
    return rows.filter(~is_nought), f"No case at {told}: see tables/cells.csv."


def _table(counted: Counted, path: str, rows: pl.DataFrame) -> Table:
    headings = {
        "yes": counted.yes, "no": counted.no, "cases": "n", "immature": "Too young",
        "not_assessable": "Not assessable", "value": "Figure", "low": "Low", "high": "High",
        "half_by_day": "Half answered by day",
    }  # fmt: skip
    is_share = bool(counted.yes)
    told = ["provider_id", *counted.parts, "value", *(["low", "high"] if is_share else [])]
    told += ["half_by_day"] if counted.measure == "answered_within" else []
    formats = dict.fromkeys(("value", "low", "high"), "share" if is_share else "usd")
    formats |= dict.fromkeys(counted.parts, COUNT)
    shown = {"Provider": "provider_id"} | {headings[column]: column for column in told[1:]}
    return Table(
        table_name(counted.measure, path),
        counted.title,
        rows.select(told),
        shown,
        "The month holds no case of it.",
        "",
        formats,
    )


def table_name(measure: str, path: str) -> str:
    return "_".join([measure, "by_provider_id", *([path] if path else [])])


def _row(told: Published, counted: Counted, path: str, provider: str, medians: dict[str, float]) -> dict:
    """A provider's counts and what can be worked out from them."""
    keys = told.keys(counted.measure, path, provider, counted.parts)
    numbers = {part: told.number(key) for part, key in keys.items()}
    row = {"provider_id": provider} | {part: told.word(key) for part, key in keys.items()}
    some = sum(told.counts.cells[key].count for part, key in keys.items() if part in ("cases", "immature"))
    if some and counted.sides:
        row |= _share(told, counted, numbers)
    if some and medians:
        column = "half_by_day" if counted.measure == "answered_within" else "value"
        row[column] = _median(told, counted, numbers, medians.get(provider))
    return row


def _share(told: Published, counted: Counted, numbers: dict[str, int | None]) -> dict[str, float]:
    """The share of yes among those judged, with its interval, where all that it is made of is shown."""
    if reason := _may_not_be_told(told, counted, numbers):
        told.lost[reason] += 1
        return {}
    if not numbers["cases"]:
        return {}
    frame = pl.DataFrame({"cases": [numbers["cases"]], "events": [numbers["yes"]]})
    return statistics.proportion(frame).select(pl.col("value", "low", "high").round(DIGITS)).row(0, named=True)


def _may_not_be_told(told: Published, counted: Counted, numbers: dict[str, int | None]) -> str:
    """
    Why a share may not be told, if so.

    A share by a day counts those too young for it by a curve over days, each step of which is a small number; without
    any it is a plain share of the counts shown, and only then is it told.
    """
    by_day = models.of_layer("measures")[counted.measure].header["summary"] == "share_by_day"
    made_of = [*counted.sides, "cases", *(["immature"] if by_day else [])]
    if any(numbers[part] is None for part in made_of):
        return ON_HIDDEN
    return TOO_YOUNG if by_day and numbers["immature"] else ""


def _medians(told: Published, counted: Counted, path: str) -> dict[str, float]:
    """The medians of a measure by provider and of all, before it is known whether they may be told."""
    measure = {"answered_within": "days_to_answer", "fee_charged": "fee_charged"}.get(counted.measure)
    if measure is None:
        return {}
    found = {}
    for by in (("provider_id",), ()):
        try:
            frame = measures.show(told.asked.engine, measure, by=by, month=told.asked.month, legal_path=path)
        except QuestionError:
            continue
        frame = frame if by else frame.with_columns(provider_id=pl.lit(ALL))
        found |= dict(frame.select("provider_id", "value").drop_nulls().iter_rows())
    return found


def _median(told: Published, counted: Counted, numbers: dict[str, int | None], value: float | None) -> float | None:
    """
    A median is told where every count of its row is shown, and more than a small number lie on either side of it.

    So it says of no hidden count that it lies above or below, and of no few people what they waited or paid.
    """
    if value is None:
        return None
    reason = ON_HIDDEN if None in numbers.values() else _may_not_be_told(told, counted, numbers)
    if not reason and (numbers["cases"] - 1) // 2 <= told.rule.hidden_to:
        reason = TOO_FEW
    if reason:
        told.lost[reason] += 1
    return None if reason else value


def _drawings(counted: Counted, path: str, rows: pl.DataFrame) -> tuple[alt.TopLevelMixin, ...]:
    """The rows that have a figure, drawn; nothing else reaches the chart or its alternative text."""
    seen = rows.filter(pl.col("value").is_not_null()).with_columns(pl.col("cases").cast(pl.Int64))
    if path not in OWN or not counted.sides or seen.height < 2:
        return ()
    drawn = tuple(
        charts.intervals(seen, "provider_id", title=counted.title, unit="share", width=width) for width in (WIDE, SMALL)
    )
    for chart in drawn:
        chart.title = alt.Undefined
    return drawn


def _grounds(told: Published, path: str) -> Part | None:
    keys = [key for key in told.counts.cells if key[:4] == ("denial_share", told.asked.month, path, ALL)]
    keys = [key for key in keys if key.part.startswith("ground ")]
    if not keys:
        return None
    total = {part: Key("denial_share", told.asked.month, path, ALL, part) for part in ("yes", "cases")}
    rows = [{"ground": key.part.removeprefix("ground "), "denied": told.word(key)} for key in keys]
    rows.append({"ground": "all grounds", "denied": told.word(total["yes"])})
    table = Table(
        f"denied_by_ground_{path}", "Denied as a whole, by ground", pl.DataFrame(rows),
        {"Ground": "ground", "Denied": "denied"}, "", "", {"denied": COUNT},
    )  # fmt: skip
    answered = f"Of {told.word(total['cases'])} requests answered, all providers together."
    return Part(table.title, table, path or None, (answered,), is_list=False)
