"""Is one point near a limit still chance, and which way does a trend go at its turning point?"""

import polars as pl
import pytest

from roi_analytics.statistics.rules import signals


def judged(values: list[float], better: str = "higher") -> pl.DataFrame:
    """Points around a mean of 0 with limits at 3 and near limits at 2, either way."""
    frame = pl.DataFrame({"phase": 1, "value": values}, schema_overrides={"value": pl.Float64})
    limits = {"center": 0.0, "low_limit": -3.0, "high_limit": 3.0, "near_low": -2.0, "near_high": 2.0}
    return signals(frame.with_columns(pl.lit(at).alias(name) for name, at in limits.items()), ["phase"], better)


@pytest.mark.parametrize(
    ("values", "marked"),
    [
        ([1.0, 2.5, 1.0, -1.0], []),  # one near point among three is chance
        ([2.5, 1.0, 2.5, -1.0], [0, 2]),  # two of three: the near ones are marked, not the one between
        ([2.5, 1.0, 1.0, 2.5], []),  # two of four are not two of three
        ([2.5, -1.0, 2.5, 1.0], []),  # all three must lie on one side
        ([2.5, 0.0, 2.5, 1.0], []),  # and the mean is no side
        ([2.5, -2.5, 1.0, -1.0], []),  # near opposite limits
    ],
)
def test_two_of_three_near_one_limit(values, marked):
    found = judged(values)["signal"]
    assert found.to_list() == ["two_of_three" if place in marked else None for place in range(len(values))]


def test_a_point_outside_is_outside_and_not_near():
    assert judged([3.5, 1.0, 2.5, -1.0])["signal"].to_list() == ["outside", None, None, None]


def test_at_the_top_a_trend_that_goes_on_downwards_looks_ahead():
    """Seven up and seven down, sharing the top: the top belongs to both, and tells of what comes."""
    up = [-1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 1.9]
    found = judged([*up, *up[-2::-1]])
    assert found["signal"].unique().to_list() == ["trend"]
    assert found["variation"].to_list() == ["improvement"] * 6 + ["concern"] * 7


def test_the_first_signal_in_order_is_the_one_told():
    """Seven above the mean and rising, the last two near: a trend all over; the last outside is told as that."""
    found = judged([0.2, 0.5, 0.9, 1.3, 1.7, 2.2, 3.3])
    assert found["signal"].to_list() == ["trend"] * 6 + ["outside"]
