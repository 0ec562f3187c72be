"""What do people pay: the middle, the dearest tenth, and which amounts stand far from the others?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from roi_analytics.errors import QuestionError
from roi_analytics.statistics.grouping import REACHED, groups_of, ungrouped

if TYPE_CHECKING:
    import numpy as np

NORMAL_MAD = 0.6745
"""The median absolute deviation of a normal distribution with standard deviation one."""

NORMAL_MEAN_DEVIATION = 1.2533
"""One standard deviation of a normal distribution over its mean absolute deviation."""

FAR = 3.5
"""A modified z beyond this is called outlying (Iglewicz and Hoaglin 1993)."""

HALVINGS = 64
"""Halving [-1, 1] so often ends at neighbouring floating-point numbers."""


def amounts(frame: pl.DataFrame, by: Sequence[str] = (), value: str = "value", cases: str = "cases") -> pl.DataFrame:
    """
    What is the middle amount, and what do the dearest tenth pay?

    The frame has one row per group and distinct amount, with the number of cases at it. Returns per group `cases`, the
    median as `value`, its limits `low` and `high`, and `p90`. Percentiles are by rank, halfway between two amounts
    where the rank falls between them. The limits are order statistics (exact, free of any assumption on the amounts);
    with fewer than six cases no such interval exists and they are null.

    >>> amounts(pl.DataFrame({"value": [0.0, 25.0], "cases": [3, 4]}))
    """
    from scipy.stats import binom  # takes a second to import: only where amounts are asked for

    groups, frame = groups_of(frame, by)
    counted = (
        frame.with_columns(pl.col(value).cast(pl.Float64), pl.col(cases).cast(pl.Int64))
        .filter(pl.col(value).is_not_null() & (pl.col(cases) > 0))
        .group_by([*groups, value])
        .agg(pl.col(cases).sum())
        .sort([*groups, value])
        .with_columns(_upto=pl.col(cases).cum_sum().over(groups), _n=pl.col(cases).sum().over(groups))
    )
    rank = binom.ppf(0.025, counted.get_column("_n").to_numpy(), 0.5)
    counted = counted.with_columns(_rank=pl.Series(rank).cast(pl.Int64))
    n = pl.col("_n")

    def ranked(place: pl.Expr) -> pl.Expr:
        return pl.col(value).filter(pl.col("_upto") >= place).min()

    def percentile(share: float) -> pl.Expr:
        lower = (n * share - REACHED).ceil().clip(1, None)
        upper = (n * share + REACHED).floor() + 1
        return (ranked(lower) + ranked(upper)) / 2

    found = counted.group_by(groups, maintain_order=True).agg(
        pl.col(cases).sum().alias("cases"),
        percentile(0.5).alias("value"),
        pl.when(pl.col("_rank").first() > 0).then(ranked(pl.col("_rank"))).alias("low"),
        pl.when(pl.col("_rank").first() > 0).then(ranked(n + 1 - pl.col("_rank"))).alias("high"),
        percentile(0.9).alias("p90"),
    )
    return ungrouped(found)


def outlying(frame: pl.DataFrame, by: Sequence[str] = (), value: str = "value", scale: str = "log1p") -> pl.DataFrame:
    """
    Which amounts stand so far from the others of their group that someone should look at them first?

    One row per amount in, one out, in the same order. Adds `modified_z`, 0.6745 (x - median) / MAD (Iglewicz and
    Hoaglin 1993), taken of log(1 + amount), since fees are spiky and lean to the right (`scale="plain"`: of the amount
    itself; a credit's log carries its sign); `is_outlying`, where it lies beyond 3.5 either way; and `fence_low`,
    `fence_high`, the box plot's fences in amounts, from Tukey's hinges (R's fivenum), shifted by the medcouple for skew
    (Hubert and Vandervieren 2008).
    Where over half of the amounts are the same the MAD is 0, and the mean absolute deviation, times 1.2533, stands for
    MAD / 0.6745; where all are the same, z is 0. Null amounts stay null and move nothing. It ranks for review;
    whether a fee was lawful is a rule's to say.

    >>> outlying(pl.DataFrame({"value": [6.5, 6.5, 20.0, 25.0, 30.0, 1031.25]}))
    """
    if scale not in ("log1p", "plain"):
        raise QuestionError(f"There is no scale called '{scale}'.\nThere are log1p, plain.")
    groups, frame = groups_of(frame, by)
    amount = pl.col(value).cast(pl.Float64)
    x = amount.sign() * (1 + amount.abs()).log() if scale == "log1p" else amount
    frame = frame.with_columns(_from=x - x.median().over(groups))
    away = pl.col("_from").abs()
    frame = frame.with_columns(_mad=away.median().over(groups), _mean=away.mean().over(groups))
    z = (
        pl.when(pl.col("_mad") > 0)
        .then(NORMAL_MAD * pl.col("_from") / pl.col("_mad"))
        .when(pl.col("_mean") > 0)
        .then(pl.col("_from") / (NORMAL_MEAN_DEVIATION * pl.col("_mean")))
        .when(pl.col("_from").is_not_null())
        .then(0.0)
    )
    frame = frame.with_columns(modified_z=z).with_columns(is_outlying=pl.col("modified_z").abs() > FAR)
    found = frame.join(_fences(frame, groups, amount), on=groups, how="left", nulls_equal=True, maintain_order="left")
    return ungrouped(found.drop("_from", "_mad", "_mean"))


def _fences(frame: pl.DataFrame, groups: list[str], amount: pl.Expr) -> pl.DataFrame:
    """Per group Q1 - 1.5 e^(a MC) IQR and Q3 + 1.5 e^(b MC) IQR; the longer whisker is on the side of the tail."""
    each = frame.group_by(groups, maintain_order=True).agg(_amounts=amount.drop_nulls().sort())
    found = [(*_hinges(part.to_numpy()), medcouple(part.to_numpy())) for part in each.get_column("_amounts")]
    worked = pl.DataFrame(found, schema=dict.fromkeys(("q1", "q3", "mc"), pl.Float64), orient="row")
    q1, q3, mc = pl.col("q1"), pl.col("q3"), pl.col("mc")
    below, above = pl.when(mc >= 0).then(-4.0).otherwise(-3.0), pl.when(mc >= 0).then(3.0).otherwise(4.0)
    fences = worked.select(
        fence_low=q1 - 1.5 * (q3 - q1) * (below * mc).exp(), fence_high=q3 + 1.5 * (q3 - q1) * (above * mc).exp()
    )
    return each.select(groups).with_columns(fences.get_columns())


def _hinges(ordered: "np.ndarray") -> tuple[float | None, float | None]:
    """The medians of the lower and the upper half; the middle of an odd number of values belongs to both."""
    import numpy as np

    half = (len(ordered) + 1) // 2
    return (float(np.median(ordered[:half])), float(np.median(ordered[-half:]))) if half else (None, None)


def medcouple(values: "np.ndarray") -> float | None:
    """
    How far does the right tail outweigh the left, on a scale from -1 to 1?

    Brys, Hubert and Struyf 2004: the median, over all pairs of one value at or above the median and one at or below, of
    the difference of their distances from it over the sum. The pairs are counted, never listed (a pair's figure depends
    on the ratio of its distances alone), so a hundred thousand values need no memory to speak of. Null of none.

    >>> medcouple(np.array([1.0, 2.0, 3.0, 10.0]))
    """
    import numpy as np

    if not len(values):
        return None
    away = np.sort(values) - np.median(values)
    above, below, tied = away[away > 0], np.sort(-away[away < 0]), int((away == 0).sum())
    pairs = (len(above) + tied) * (len(below) + tied)
    crossed = tied * (tied - 1) // 2

    def at_least(figure: float) -> int:
        """How many pairs have that figure or more; two values at the median count for 1, 0 or -1, by their place."""
        apart = np.searchsorted(below, above * ((1 - figure) / (1 + figure)), side="right").sum() if figure > -1 else 0
        if figure <= -1:
            return pairs
        return int(apart) + tied * len(above) + crossed + (tied if figure <= 0 else 0)

    def ranked(place: int) -> float:
        low, high = -1.0, 1.0
        if at_least(high) >= place:
            return high
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if at_least(middle) >= place else (low, middle)
        return low

    return (ranked(pairs // 2 + 1) + ranked((pairs + 1) // 2)) / 2
