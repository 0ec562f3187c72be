"""
Has anything changed over the months, or is it the ordinary coming and going?

Control charts by month: shares on Laney's p', rates on u, days, amounts and counts on XmR; a rate so rare that a month
holds fewer than a handful of events on the days between them (t). Signals are those of the NHS rules. Months too young
to judge are shown and left out of limits and rules. Limits are moved from a declared month on, with its reason
([[baseline]] in site.toml), and never otherwise.
"""

import calendar
import datetime as dt
from collections.abc import Sequence

import polars as pl

from roi_analytics import statistics
from roi_analytics.engine import Engine
from roi_analytics.estimates import Asked, figure
from roi_analytics.measures import asked_of

TOO_YOUNG = 0.05
"""Of a month's cases, so many may be too young to judge before the month itself is."""

RARE = 5
"""Fewer events a month than this, and the days between them say more than their number."""

CONTROL = (
    "center", "low_limit", "high_limit", "near_low", "near_high", "limits", "signal", "variation", "assurance",
    "phase", "reason", "is_trial", "is_hollow",
)  # fmt: skip


def trend(
    engine: Engine,
    measure: str,
    by: str | Sequence[str] = (),
    legal_path: str | None = None,
    screened: bool = True,
    target: float | None = None,
) -> pl.DataFrame:
    """
    Has the figure changed over the months?

    One row per group and month, in order: cases, `value` with low and high, and its control limits: center, low_limit,
    high_limit, near_low, near_high (two thirds of the way), `limits` (which they are: screened, unscreened, p, p', u,
    t), `signal` (outside, trend, two_of_three, shift), `variation` (common, improvement, concern, change), `assurance`
    where a `target` is given (passing, failing, hit_and_miss), `phase` with the `reason` it began, is_trial (under
    twelve months behind the limits), is_hollow (too young to judge: in no limit and no rule). Of days the value is the
    mean of the days waited up to `mean_until`, which exists where a median does not. A rare rate has a row per event.

    `screened`: moving ranges beyond their own limit are left out of XmR limits once (Nelson).

    >>> site.trend("answered_within", by="provider_id", legal_path="access")
    """
    asked = asked_of(engine, measure, by, None, legal_path)
    groups = [name for name in asked.groups if name != "month"]
    asked = Asked(engine, asked.model, [*groups, "month"], asked.where)
    points = _points(asked)
    options = {"by": groups, "better": asked.model.header["better"], "target": target}
    if asked.model.header["summary"] == "rate" and _is_rare(points):
        points, draw = _between(asked, groups), _t
    else:
        draw = {"share": _p, "rate": _u}.get(asked.model.header["summary"], _x)
    if points.is_empty():
        return pl.DataFrame(schema=dict.fromkeys((*groups, "month", "cases", "value", *CONTROL), pl.String))
    found = [
        draw(rows, options | {"baselines": baselines}, screened)
        for rows, baselines in _by_baseline(engine, measure, groups, points)
    ]
    whole = pl.concat(found)
    shown = [name for name in ("cases", "value", "low", "high", "mean_until", "sigma_z") if name in whole.columns]
    return whole.select(*groups, "month", *shown, *CONTROL).sort(*groups, "month", nulls_last=True)


def _points(asked: Asked) -> pl.DataFrame:
    """A figure for each group and month, and whether the month is too young to judge."""
    rows = figure(asked).filter(pl.col("month").is_not_null())
    if asked.model.header["summary"] == "total":
        rows = _with_empty_months(rows, [name for name in asked.groups if name != "month"])
    if "mean_days" in rows.columns:
        rows = rows.with_columns(value=pl.col("mean_days"), low=pl.lit(None, pl.Float64), high=pl.lit(None, pl.Float64))
    young = pl.col("immature") > TOO_YOUNG * (pl.col("cases") + pl.col("immature"))
    if "is_provisional" in rows.columns:
        young = pl.col("is_provisional")
    clock: dt.date = asked.engine.value("select as_of from clock")
    months = rows.get_column("month").unique().to_list()
    unfinished = [month for month in months if clock is None or _last_day(month) > clock]
    hollow = young | pl.col("month").is_in(unfinished) | pl.col("value").is_null()
    if "provider_id" in rows.columns:
        seen = asked.engine.read(
            "select provider_id, left(cast(seen_on + 1 as varchar), 7) as unseen from provider_seen"
        )
        rows = rows.join(seen, on="provider_id", how="left", maintain_order="left")
        hollow = hollow | (pl.col("month") >= pl.col("unseen")).fill_null(False)
    return rows.with_columns(is_hollow=hollow)


def _with_empty_months(rows: pl.DataFrame, groups: list[str]) -> pl.DataFrame:
    """A month in which nothing was counted is nought of it, and a point of its chart."""
    months = rows.get_column("month")
    if months.is_empty():
        return rows
    first, last = (dt.date.fromisoformat(f"{month}-01") for month in (months.min(), months.max()))
    each = pl.date_range(first, last, "1mo", eager=True).dt.strftime("%Y-%m").alias("month").to_frame()
    grid = rows.select(groups).unique(maintain_order=True).join(each, how="cross") if groups else each
    whole = grid.join(rows, on=[*groups, "month"], how="left", nulls_equal=True, maintain_order="left")
    none = pl.col("cases").is_null()
    counts = pl.col("cases", "immature", "not_assessable").fill_null(0)
    return whole.with_columns(counts, value=pl.when(none).then(0.0).otherwise("value")).select(rows.columns)


def _last_day(month: str) -> dt.date:
    year, number = map(int, month.split("-"))
    return dt.date(year, number, calendar.monthrange(year, number)[1])


def _is_rare(points: pl.DataFrame) -> bool:
    events = points.select((pl.col("value") / 1000 * pl.col("cases")).mean()).item()
    return events is None or events < RARE


def _between(asked: Asked, groups: list[str]) -> pl.DataFrame:
    """A row per event of a rare kind, `month` its day; two of one day are no days apart."""
    days = asked.count([*groups, "counted_on"], events="count(*) filter (where standing = 'counted' and value = 1)")
    days = days.filter((pl.col("events") > 0) & pl.col("counted_on").is_not_null())
    each = days.select(*groups, on="counted_on", copies=pl.col("events")).select(pl.all().repeat_by("copies").explode())
    return each.select(*groups, "on", is_hollow=pl.lit(False)).with_columns(month=pl.col("on").cast(pl.String))


def _by_baseline(engine: Engine, measure: str, groups: list[str], points: pl.DataFrame) -> list[tuple]:
    """The points, parted where a provider has a declared baseline of its own; each part with the baselines it has."""
    declared = engine.rows("baseline", order=["starts"]) if engine.exists("baseline") else pl.DataFrame()
    if declared.is_empty():
        return [(points, ())]
    declared = declared.filter(pl.col("measure").is_null() | (pl.col("measure") == measure))
    kept = ["starts", "until", "reason"]
    of_all = declared.filter(pl.col("provider_id").is_null()).select(kept).to_dicts()
    if "provider_id" not in groups:
        return [(points, of_all)]
    parts = []
    for (provider,), rows in points.group_by("provider_id", maintain_order=True):
        own = pl.col("provider_id").is_null() | (pl.col("provider_id") == provider)
        parts.append((rows, declared.filter(own).select(kept).to_dicts()))
    return parts


# -- the charts ------------------------------------------------------------------------------------


def _x(points: pl.DataFrame, options: dict, screened: bool) -> pl.DataFrame:
    return statistics.xmr(points, screened=screened, hollow="is_hollow", **options)


def _p(points: pl.DataFrame, options: dict, screened: bool) -> pl.DataFrame:
    events = points.with_columns(events=(pl.col("value") * pl.col("cases")).round())
    return statistics.p_chart(events, hollow="is_hollow", **options)


def _u(points: pl.DataFrame, options: dict, screened: bool) -> pl.DataFrame:
    """Events per case, written per 1,000 as the measure's figure is."""
    events = points.with_columns(events=(pl.col("value") / 1000 * pl.col("cases")).round())
    target = options["target"] / 1000 if options["target"] is not None else None
    found = statistics.u_chart(events, hollow="is_hollow", **(options | {"target": target}))
    return found.with_columns(pl.col("value", "center", "low_limit", "high_limit", "near_low", "near_high") * 1000)


def _t(points: pl.DataFrame, options: dict, screened: bool) -> pl.DataFrame:
    """More days between events of a bad kind are better."""
    turned = {"lower": "higher", "higher": "lower", "neutral": "neutral"}[options["better"]]
    by_day = [
        one
        | {"starts": dt.date.fromisoformat(f"{one['starts']}-01")}
        | {"until": _last_day(one["until"]) if one["until"] else None}
        for one in options["baselines"]
    ]
    options = options | {"baselines": by_day}
    return statistics.t_chart(points, order="on", hollow="is_hollow", **(options | {"better": turned, "target": None}))
