"""
Did it change over time, or is that its usual up and down: control charts with the NHS rules.

Four charts add the same columns, a row per point in and out, in the same order:

- `value`, `center` (the mean), `low_limit`, `high_limit`, `near_low`, `near_high` (two thirds of the way there),
  `moving_range` (xmr only), `sigma_z` (p chart only) and `limits`, which limits they are;
- `phase` (1, 2, ...), `reason` (why that phase began; null for one that nobody declared) and `is_trial` (fewer than
  twelve points behind the limits);
- `signal` (null, "outside", "trend", "two_of_three" or "shift"), `variation` ("common", "improvement", "concern", or
  "change" where no direction is better) and, where a `target` is given, `assurance` of the phase ("passing", "failing",
  "hit_and_miss"), judged on the limits at its newest point.

A phase begins only where `baselines` says so: mappings with `starts` (a value of the order column), `reason`, and
`until` (the last point its limits are made of; without it, all of its points). Nothing is ever re-based by itself.
Points in a column named by `hollow` (not yet mature), or without a value, get the mean and the limits, but are in no
calculation and no rule: `signal` and `variation` are null there, and the points before and after are neighbours.
Where the points have no spread there are no limits, only a mean: three times nothing would call any change a signal.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from roi_analytics.errors import QuestionError, did_you_mean
from roi_analytics.statistics.grouping import fraction, groups_of, ungrouped
from roi_analytics.statistics.rules import BETTER, SLACK, signals

LIMIT = 2.66
"""Three standard deviations over a mean moving range: 3 / 1.128, as printed everywhere."""

MOVING_RANGE = 1.128
"""The mean moving range of a normal distribution with standard deviation one."""

SCREEN = 3.267
"""Moving ranges of so many times their mean are themselves signals, not usual variation."""

NEAR = 2 / 3
TRIAL = 12
OVERDISPERSED = 1.2
"""Beyond this sigma_z the shares vary by more than their cases do, and Laney's limits stand in."""

WEIBULL = 1 / 3.6
"""Days between rare events, raised to this, are near enough normal (Nelson 1994)."""

Baselines = Sequence[Mapping[str, Any]]


def xmr(
    frame: pl.DataFrame,
    by: Sequence[str] = (),
    order: str = "month",
    value: str = "value",
    better: str = "neutral",
    screened: bool = True,
    target: float | None = None,
    hollow: str | None = None,
    baselines: Baselines = (),
) -> pl.DataFrame:
    """
    Is a figure a month, of whatever kind, more than its usual ups and downs?

    Individuals and moving ranges (Shewhart; Wheeler 2000): the mean plus and minus 2.66 mean moving ranges. `screened`:
    moving ranges at or above 3.267 times their mean are left out, once (Nelson 1982), as NHSRplotthedots does; NHS
    England's spreadsheet does not, so `limits` says "screened" or "unscreened". `better` is higher, lower or neutral;
    anything else, or a baseline without a reason, is a QuestionError. See the module for the columns added.

    >>> xmr(pl.DataFrame({"month": range(1, 9), "value": [4, 5, 4, 6, 5, 4, 5, 14]}), better="lower")
    """
    points, keys = _points(frame, by, order, hollow, baselines, pl.col(value).cast(pl.Float64))
    points = _moving_ranges(points, keys, pl.col("value"), screened)
    named = pl.lit("screened" if screened else "unscreened")
    return _chart(points.with_columns(moving_range="_range", limits=named), keys, better, target, (None, None))


def p_chart(
    frame: pl.DataFrame,
    by: Sequence[str] = (),
    order: str = "month",
    cases: str = "cases",
    events: str = "events",
    better: str = "neutral",
    target: float | None = None,
    hollow: str | None = None,
    baselines: Baselines = (),
) -> pl.DataFrame:
    """
    Is a month's share more than its usual ups and downs, given how many cases it rests on?

    The pooled share plus and minus three binomial standard errors at each point's cases. With thousands of cases those
    are so narrow that every month is a signal; `sigma_z` (Laney 2002: the mean moving range of the z-scores over 1.128)
    tells, and beyond 1.2 the limits are that many times wider: `limits` says "p" or "p'". Kept within 0 and 1.
    `better`, `target`, `hollow` and `baselines` as in `xmr`. See the module for the columns added.

    >>> p_chart(pl.DataFrame({"month": [1, 2, 3], "cases": [90, 80, 100], "events": [9, 7, 30]}), better="lower")
    """
    n, x = _counts(cases, events)
    points, keys = _points(frame.with_columns(_n=n, _x=x), by, order, hollow, baselines, fraction(x, n))
    points = points.with_columns(center=_pooled(keys))
    mean = pl.col("center")
    points = points.with_columns(_error=_or_null((mean * (1 - mean) / pl.col("_n")).sqrt()))
    points = points.with_columns(_z=(pl.col("value") - mean) / pl.col("_error"))
    sigma_z = _range(pl.col("_z"), keys).filter("_behind").mean().over(keys) / MOVING_RANGE
    points = points.with_columns(sigma_z=sigma_z)
    is_wide = (pl.col("sigma_z") > OVERDISPERSED).fill_null(False)
    points = points.with_columns(
        _spread=3 * pl.col("_error") * pl.when(is_wide).then("sigma_z").otherwise(1.0),
        limits=pl.when(is_wide).then(pl.lit("p'")).otherwise(pl.lit("p")),
    )
    return _chart(points.drop("_n", "_x", "_error", "_z"), keys, better, target, (0, 1))


def u_chart(
    frame: pl.DataFrame,
    by: Sequence[str] = (),
    order: str = "month",
    cases: str = "cases",
    events: str = "events",
    better: str = "neutral",
    target: float | None = None,
    hollow: str | None = None,
    baselines: Baselines = (),
) -> pl.DataFrame:
    """
    Is a month's number of events per case more than its usual ups and downs?

    The pooled rate plus and minus three Poisson standard errors at each point's cases; never under 0. A case may have
    several events. `better`, `target`, `hollow` and `baselines` as in `xmr`. See the module for the columns added.

    >>> u_chart(pl.DataFrame({"month": [1, 2, 3], "cases": [900, 800, 1000], "events": [4, 3, 11]}), better="lower")
    """
    n, x = _counts(cases, events)
    points, keys = _points(frame.with_columns(_n=n, _x=x), by, order, hollow, baselines, fraction(x, n))
    points = points.with_columns(center=_pooled(keys))
    error = _or_null((pl.col("center") / pl.col("_n")).sqrt())
    points = points.with_columns(_spread=3 * error, limits=pl.lit("u"))
    return _chart(points.drop("_n", "_x"), keys, better, target, (0, None))


def t_chart(
    frame: pl.DataFrame,
    by: Sequence[str] = (),
    order: str = "on",
    better: str = "neutral",
    target: float | None = None,
    hollow: str | None = None,
    baselines: Baselines = (),
) -> pl.DataFrame:
    """
    Do rare events come closer together, or further apart, than they used to?

    One row per event with its day (a date, or a number of days) in the column `order`. `value` is the days since the
    event before in its group, null for the first. Mean and limits are those of an unscreened `xmr` of value ** (1 /
    3.6) (Nelson 1994), raised back into days; never under 0. Further apart is usually better: say `better="higher"`;
    `target` is in days. See the module for the columns added.

    >>> t_chart(pl.DataFrame({"on": [3, 40, 61, 130, 155]}), better="higher")
    """
    groups, frame = groups_of(frame, by)
    day = pl.col(order).cast(pl.Int32) if frame.schema[order] == pl.Date else pl.col(order)
    since = day.cast(pl.Float64).diff().over(groups, order_by=order)
    points, keys = _points(frame, groups, order, hollow, baselines, since)
    points = _moving_ranges(points, keys, pl.col("value") ** WEIBULL, screened=False)
    points = points.with_columns(_days=pl.col("value"), value=pl.col("value") ** WEIBULL, limits=pl.lit("t"))
    found = _chart(points, keys, better, None if target is None else target**WEIBULL, (0, None))
    scaled = ("center", "low_limit", "high_limit", "near_low", "near_high")
    days = [pl.col(name) ** (1 / WEIBULL) for name in scaled]
    return ungrouped(found.with_columns(pl.col("_days").alias("value"), *days).drop("_days"))


# -- points, phases, limits ------------------------------------------------------------------------

ADDED = {
    "value": pl.Float64,
    "center": pl.Float64,
    "low_limit": pl.Float64,
    "high_limit": pl.Float64,
    "near_low": pl.Float64,
    "near_high": pl.Float64,
    "moving_range": pl.Float64,
    "sigma_z": pl.Float64,
    "limits": pl.String,
    "phase": pl.Int64,
    "reason": pl.String,
    "is_trial": pl.Boolean,
    "signal": pl.String,
    "variation": pl.String,
    "assurance": pl.String,
}
"""The columns every chart adds, in this order."""

WORKED = ("_row", "_counted", "_started", "_behind", "_range", "_spread")


def _points(
    frame: pl.DataFrame, by: Sequence[str], order: str, hollow: str | None, baselines: Baselines, value: pl.Expr
) -> tuple[pl.DataFrame, list[str]]:
    """The points in order with value, phase and reason; which are judged, and which of those are behind the limits."""
    groups, frame = groups_of(frame, by)
    declared = _declared(baselines)
    is_mature = ~pl.col(hollow).fill_null(True) if hollow else pl.lit(True)
    place, none = pl.col(order), pl.lit(None, pl.String)
    started = pl.sum_horizontal(pl.lit(0), *((place >= one["starts"]).cast(pl.Int64) for one in declared))
    untils = [
        (pl.col("_started") == number) & (place > one["until"])
        for number, one in enumerate(declared, start=1)
        if one.get("until") is not None
    ]
    reasons = [
        pl.when(pl.col("_started") == number).then(pl.lit(one["reason"])) for number, one in enumerate(declared, 1)
    ]
    try:
        frame = (
            frame.with_columns(value=value)
            .with_row_index("_row")
            .sort([*groups, order], maintain_order=True)
            .with_columns(_started=started.cast(pl.Int64))
        )
        frame = frame.with_columns(
            phase=pl.col("_started").rank("dense").over(groups).cast(pl.Int64),
            reason=pl.coalesce(*reasons, none),
            _counted=is_mature & pl.col("value").is_not_null(),
            _past=pl.any_horizontal(pl.lit(False), *untils),
        )
    except pl.exceptions.PolarsError as error:
        if not declared:
            raise
        raise QuestionError(
            f"A baseline cannot be compared with column '{order}', which holds {frame.schema[order]}.\n"
            "Give `starts` and `until` as that column has them."
        ) from error
    return frame.with_columns(_behind=pl.col("_counted") & ~pl.col("_past")).drop("_past"), [*groups, "phase"]


def _declared(baselines: Baselines) -> list[Mapping[str, Any]]:
    for number, one in enumerate(baselines, start=1):
        lacking = [name for name in ("starts", "reason") if one.get(name) is None or not str(one[name]).strip()]
        if lacking:
            raise QuestionError(
                f"Baseline {number} has no {' and no '.join(lacking)}.\n"
                "Say where the new phase starts, and why: the reason is printed on the chart."
            )
        if one.get("until") is not None and one["until"] < one["starts"]:
            raise QuestionError(
                f"Baseline {number} ends before it starts.\nGive an `until` that is not before `starts`."
            )
    return sorted(baselines, key=lambda one: one["starts"])


def _counts(cases: str, events: str) -> tuple[pl.Expr, pl.Expr]:
    """Cases, null where there are none (no share, and limits nowhere), and events."""
    n = pl.col(cases).cast(pl.Float64)
    return pl.when(n > 0).then(n), pl.col(events).cast(pl.Float64)


def _pooled(keys: list[str]) -> pl.Expr:
    return fraction(pl.col("_x").filter("_behind").sum(), pl.col("_n").filter("_behind").sum()).over(keys)


def _range(of: pl.Expr, keys: list[str]) -> pl.Expr:
    """How far each judged point is from the judged one before it in its phase."""
    judged = pl.when("_counted").then(of)
    return (judged - judged.forward_fill().shift(1)).abs().over(keys)


def _moving_ranges(points: pl.DataFrame, keys: list[str], of: pl.Expr, screened: bool) -> pl.DataFrame:
    """Add center, `_range` and `_spread` of an individuals chart of that expression."""
    points = points.with_columns(center=of.filter("_behind").mean().over(keys), _range=_range(of, keys))
    moved = pl.col("_range")
    mean = moved.filter("_behind").mean().over(keys)
    if screened:
        usual = pl.col("_behind") & ((moved < SCREEN * mean) | (mean == 0))
        mean = moved.filter(usual).mean().over(keys)
    return points.with_columns(_spread=_or_null(LIMIT * mean, slack=SLACK * (1 + pl.col("center").abs())))


def _or_null(spread: pl.Expr, slack: pl.Expr | float = 0.0) -> pl.Expr:
    return pl.when(spread > slack).then(spread)


def _chart(
    points: pl.DataFrame,
    keys: list[str],
    better: str,
    target: float | None,
    ends: tuple[float | None, float | None],
) -> pl.DataFrame:
    """From points with center and `_spread` to a chart: limits, rules, the word on the target."""
    if better not in BETTER:
        raise QuestionError(
            f"`better` cannot be '{better}'.{did_you_mean(better, BETTER)}\nThere are {', '.join(BETTER)}."
        )
    spread, center = pl.col("_spread"), pl.col("center")
    points = points.with_columns(
        low_limit=(center - spread).clip(*ends),
        high_limit=(center + spread).clip(*ends),
        near_low=(center - NEAR * spread).clip(*ends),
        near_high=(center + NEAR * spread).clip(*ends),
        is_trial=pl.col("_behind").sum().over(keys) < TRIAL,
    )
    judged = signals(points.filter("_counted"), keys, better).select("_row", "signal", "variation")
    points = points.join(judged, on="_row", how="left", maintain_order="left")
    points = points.with_columns(assurance=_assurance(keys, better, target))
    points = points.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in ADDED.items() if name not in points.columns
    )
    kept = [name for name in points.columns if name not in (*ADDED, *WORKED)]
    return ungrouped(points.sort("_row").select(*kept, *(pl.col(name).cast(kind) for name, kind in ADDED.items())))


def _assurance(keys: list[str], better: str, target: float | None) -> pl.Expr:
    """Will the process, left as it is, keep the target, miss it, or now this and now that?"""
    if target is None or better == "neutral":
        return pl.lit(None, pl.String)
    low, high = (pl.col(name).filter("_counted").last().over(keys) for name in ("low_limit", "high_limit"))
    over, under = ("failing", "passing") if better == "higher" else ("passing", "failing")
    return (
        pl.when(target > high)
        .then(pl.lit(over))
        .when(target < low)
        .then(pl.lit(under))
        .when(low.is_not_null())
        .then(pl.lit("hit_and_miss"))
    )
