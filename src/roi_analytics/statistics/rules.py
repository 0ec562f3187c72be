"""
Which points of a chart over time are more than its usual ups and downs?

The four rules of NHS England's Making Data Count, as NHSRplotthedots 0.2.2 has them, as window expressions: each takes
the points of one phase in order.
"""

from collections.abc import Sequence

import polars as pl

RUN = 7
"""So many points in a row, rising, falling or on one side of the mean, are a signal."""

SLACK = 1e-9
"""A mean of equal numbers misses them by a rounding error: what is so near counts as the same."""

BETTER = {"higher": 1, "lower": -1, "neutral": 0}


def signals(points: pl.DataFrame, keys: Sequence[str], better: str) -> pl.DataFrame:
    """
    Add `signal` and `variation` to points sorted by keys and order, all of them to be judged.

    The frame has value, center, low_limit, high_limit, near_low, near_high. Where a point has several signals the first
    in this order is told: outside a limit, part of a trend, two of three near a limit, part of a shift.

    >>> signals(points, ["phase"], better="higher")
    """
    value = pl.col("value")
    slack = SLACK * (1 + pl.col("center").abs())
    points = points.with_columns(
        _side=sign(value - pl.col("center"), slack),
        _step=sign(value - value.shift(1).over(keys), slack),
        _outside=_beyond(value, "low_limit", "high_limit", slack),
        _past_near=_beyond(value, "near_low", "near_high", slack),
    )
    near = (pl.col("_past_near") & ~pl.col("_outside")).cast(pl.Int8)
    points = points.with_columns(
        _trend=spread_back(run(pl.col("_step"), RUN - 1)).over(keys),
        _two=((two_in_three(near, pl.col("_side")) == 1) & (near == 1)).over(keys),
        _shift=spread_back(run(pl.col("_side"), RUN)).over(keys),
    )
    is_trend = pl.col("_trend") == 1
    signal = (
        pl.when("_outside")
        .then(pl.lit("outside"))
        .when(is_trend)
        .then(pl.lit("trend"))
        .when("_two")
        .then(pl.lit("two_of_three"))
        .when(pl.col("_shift") == 1)
        .then(pl.lit("shift"))
    )
    # Where one trend ends and the next begins the point looks ahead.
    ahead = is_trend & (pl.col("_trend").shift(-1).over(keys) == 1).fill_null(False)
    direction = pl.when(ahead).then(pl.col("_step").shift(-1).over(keys)).otherwise("_step")
    points = points.with_columns(signal=signal, _way=pl.when(signal == "trend").then(direction).otherwise("_side"))
    way = pl.col("_way") * BETTER[better]
    variation = (
        pl.when(pl.col("signal").is_null())
        .then(pl.lit("common"))
        .when(way > 0)
        .then(pl.lit("improvement"))
        .when(way < 0)
        .then(pl.lit("concern"))
        .otherwise(pl.lit("change"))
    )
    worked = ("_side", "_step", "_outside", "_past_near", "_trend", "_two", "_shift", "_way")
    return points.with_columns(variation=variation).drop(worked)


def sign(difference: pl.Expr, slack: pl.Expr | float = 0.0) -> pl.Expr:
    """1 above, -1 below, 0 as good as the same."""
    return pl.when(difference > slack).then(1).when(difference < -slack).then(-1).otherwise(0).cast(pl.Int8)


def run(of: pl.Expr, length: int) -> pl.Expr:
    """1 or -1 at the last of so many 1s or -1s in a row, else 0."""
    total = of.cast(pl.Int64).rolling_sum(length).fill_null(0)
    return pl.when(total == length).then(1).when(total == -length).then(-1).otherwise(0)


def spread_back(ends: pl.Expr) -> pl.Expr:
    """1 at every one of the seven points that end where `ends` is not 0."""
    return ends.abs().reverse().rolling_max(RUN, min_samples=1).reverse()


def two_in_three(near: pl.Expr, side: pl.Expr) -> pl.Expr:
    """1 at each of three points in a row on one side of the mean of which two are near the limit."""
    found = (near.cast(pl.Int64).rolling_sum(3) >= 2) & (side.cast(pl.Int64).rolling_sum(3).abs() == 3)
    return found.fill_null(False).cast(pl.Int64).reverse().rolling_max(3, min_samples=1).reverse()


def _beyond(value: pl.Expr, low: str, high: str, slack: pl.Expr) -> pl.Expr:
    return ((value > pl.col(high) + slack) | (value < pl.col(low) - slack)).fill_null(False)
