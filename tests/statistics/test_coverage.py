"""
How often do the limits hold the truth when cases are few: 5, 10, 30? `pytest -s` prints the tables.

Wilson is reckoned exactly, over every count there can be. The Kaplan-Meier band is simulated (seeded), every repetition
a group of one frame: days to the answer with a known curve, some last seen open before.
"""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from roi_analytics import statistics

SIZES = (5, 10, 30)
REPETITIONS = 4000
HALF = 14
"""By this day half would be answered, were all of them watched for ever."""

SHARES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5)
"""The shares that are printed; Wilson's limits treat a share and its rest alike."""

DAYS = (3, 7, 14, 21, 28)
"""The days on which the band is asked: the curve goes from 0.82 to 0.24."""


def wilson_coverage(n: int, shares: np.ndarray) -> np.ndarray:
    """The chance that the limits hold each true share."""
    limits = statistics.proportion(pl.DataFrame({"cases": n, "events": range(n + 1)}))
    holds = (limits["low"].to_numpy()[:, None] <= shares) & (shares <= limits["high"].to_numpy()[:, None])
    return (holds * stats.binom.pmf(np.arange(n + 1)[:, None], n, shares)).sum(axis=0)


def simulated(n: int, seed: int) -> pl.DataFrame:
    """Cases of a known curve, n to a repetition; about one in four is last seen open."""
    random = np.random.default_rng(seed)
    waited = np.floor(random.exponential(HALF / np.log(2), (REPETITIONS, n))).astype(int)
    watched = random.integers(5, 60, (REPETITIONS, n))
    cases = pl.DataFrame(
        {
            "repetition": np.repeat(np.arange(REPETITIONS), n),
            "day": np.minimum(waited, watched).ravel(),
            "events": (waited <= watched).ravel().astype(int),
        }
    )
    return cases.with_columns(censored=1 - pl.col("events"))


def still_open(day: pl.Expr | int) -> pl.Expr | float:
    """The true share open after a day; in whole days, open after day 3 means four days or more."""
    return 0.5 ** ((day + 1) / HALF)


def band_coverage(n: int, seed: int) -> pl.DataFrame:
    """For each day: the true share still open, how often the band has a width, how often it then holds the truth."""
    curve = statistics.survival(simulated(n, seed), by=["repetition"])
    last = curve.group_by("repetition").agg(last=pl.col("day").max())
    asked = last.join(pl.DataFrame({"asked": DAYS}), how="cross").filter(pl.col("asked") <= pl.col("last"))
    found = asked.sort("asked").join_asof(
        curve.sort("day"), left_on="asked", right_on="day", by="repetition", check_sortedness=False
    )
    return (
        found.with_columns(true=still_open(pl.col("asked")))
        .group_by("asked", "true", maintain_order=True)
        .agg(
            wide=pl.col("low").count() / REPETITIONS,
            held=((pl.col("low") <= pl.col("true")) & (pl.col("true") <= pl.col("high"))).mean(),
        )
    )


@pytest.mark.parametrize("n", SIZES)
def test_wilsons_limits_hold_the_truth(n):
    """95 of 100 on average over all shares; for no share from a tenth to nine tenths under 89 of 100."""
    shares = np.linspace(0.01, 0.99, 99)
    held = wilson_coverage(n, shares)
    middle = held[(shares > 0.095) & (shares < 0.905)]
    print(f"\nWilson, n = {n:2}: {held.mean():.3f} on average, {middle.min():.3f} at least from 0.1 to 0.9")
    for share, here in zip(SHARES, wilson_coverage(n, np.array(SHARES)), strict=True):
        print(f"  share {share:.2f}: they hold it {here:.3f}")
    assert 0.94 < held.mean() < 0.98
    assert middle.min() > 0.89


@pytest.mark.parametrize(("n", "least"), [(5, 0.90), (10, 0.92), (30, 0.935)])
def test_the_band_of_the_curve_holds_the_truth(n, least):
    """The log-log band is an approximation: 95 of 100 with thirty cases, rougher with five, on no day far under."""
    found = band_coverage(n, seed=n)
    print(f"\nKaplan-Meier, log-log, n = {n}")
    for row in found.iter_rows(named=True):
        print("  day {asked:2}, open {true:.2f}: it holds {held:.3f}; it has a width in {wide:.3f}".format(**row))
    assert found["asked"].to_list() == list(DAYS)
    assert found["held"].min() > least
    assert found["held"].mean() > 0.94
    if n == 30:
        assert found["held"].max() < 0.975


@pytest.mark.parametrize("n", SIZES)
def test_the_limits_of_a_share_by_a_day_hold_the_truth(n):
    """The figure we show: where the band has no width Wilson's limits stand in, and they hold as well as the band."""
    cases = simulated(n, seed=n)
    print(f"\nShare by a day, n = {n}")
    for day in DAYS:
        found = statistics.share_by_day(cases, by=["repetition"], day=day, names=["events"]).drop_nulls("value")
        true = 1 - still_open(day)
        held = ((found["low"] <= true) & (true <= found["high"])).mean()
        print(f"  day {day:2}, answered {true:.2f}: it holds {held:.3f}; shown in {found.height / REPETITIONS:.3f}")
        assert found["low"].null_count() == 0
        assert held > 0.91


def test_wald_would_not():
    """The limits we never show: at n = 10 and a share of 0.05 they hold it about four times in ten."""
    n, share = 10, 0.05
    x = np.arange(n + 1)
    reach = statistics.Z * np.sqrt(x / n * (1 - x / n) / n)
    holds = (x / n - reach <= share) & (share <= x / n + reach)
    assert (holds * stats.binom.pmf(x, n, share)).sum() < 0.5
    assert wilson_coverage(n, np.array([share]))[0] > 0.9
