"""How is a frame split into groups, and which two numbers do all estimates share?"""

from collections.abc import Callable, Sequence
from statistics import NormalDist

import polars as pl

Z = NormalDist().inv_cdf(0.975)
"""The normal quantile of a two-sided 95 % interval."""

REACHED = 1e-9
"""Slack when a curve is compared with a share: products of fractions miss one half by a rounding error."""

ALL = "all cases"


def groups_of(frame: pl.DataFrame, by: Sequence[str]) -> tuple[list[str], pl.DataFrame]:
    """The grouping columns; without any, one group of all cases."""
    return (list(by), frame) if by else ([ALL], grouped(frame, [ALL]))


def grouped(frame: pl.DataFrame, groups: list[str]) -> pl.DataFrame:
    return frame.with_columns(pl.lit(True).alias(ALL)) if groups == [ALL] else frame


def ungrouped(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.drop(ALL) if ALL in frame.columns else frame


GROUP = "group number"


def by_number(frame: pl.DataFrame, by: Sequence[str], estimate: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """
    Make an estimate of a frame whose groups are one number each, and give the groups their names back.

    Windows over one number take a quarter of the time they take over several names.
    """
    if not by:
        return estimate(frame.with_columns(pl.lit(0, pl.UInt32).alias(GROUP))).drop(GROUP)
    keys = frame.select(by).unique().sort(by, nulls_last=True).with_row_index(GROUP)
    found = estimate(frame.join(keys, on=by, how="left", nulls_equal=True).drop(by))
    return pl.concat([keys.drop(GROUP)[found.get_column(GROUP)], found.drop(GROUP)], how="horizontal")


def fraction(part: pl.Expr, whole: pl.Expr, otherwise: float | None = None) -> pl.Expr:
    return pl.when(whole > 0).then(part / whole).otherwise(otherwise)
