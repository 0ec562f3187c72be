"""Are amounts right: the middle, the dearest tenth, and which stand far from the others?"""

import tracemalloc

import numpy as np
import polars as pl
import pytest
from frames import CLOSE
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from roi_analytics import statistics
from roi_analytics.errors import QuestionError
from roi_analytics.statistics.amounts import medcouple

FEES = st.sampled_from([0.0, 5.0, 6.5, 20.0, 99.9])

INVENTED = pl.DataFrame(
    {"value": [0.0] * 3 + [6.5] * 4 + [10.0, 15.0, 20.0, 25.0, 25.0, 30.0, 36.0, 45.0, 60.0, 2000.0]}
)


# -- the middle and the dearest tenth --------------------------------------------------------------


@pytest.mark.parametrize(
    ("amounts", "median", "p90"),
    [([5], 5, 5), ([5, 9], 7, 9), ([1, 2, 30], 2, 30), (range(1, 11), 5.5, 9.5), ([25] * 40, 25, 25)],
)
def test_amounts_by_rank(amounts, median, p90):
    frame = pl.DataFrame({"value": [float(amount) for amount in amounts], "cases": 1})
    found = statistics.amounts(frame).row(0, named=True)
    assert (found["cases"], found["value"], found["p90"]) == (len(list(amounts)), median, p90)


def test_the_limits_of_a_median_need_six_cases():
    five = statistics.amounts(pl.DataFrame({"value": [1.0, 2, 3, 4, 5], "cases": 1})).row(0, named=True)
    six = statistics.amounts(pl.DataFrame({"value": [1.0, 2, 3, 4, 5, 6], "cases": 1})).row(0, named=True)
    assert (five["low"], five["high"]) == (None, None)
    assert (six["low"], six["high"]) == (1, 6)


def test_no_amounts_are_an_answer_too():
    empty = pl.DataFrame(schema={"place": pl.String, "value": pl.Float64, "cases": pl.Int64})
    assert statistics.amounts(empty).columns == ["cases", "value", "low", "high", "p90"]
    assert statistics.amounts(empty, by=["place"]).columns == ["place", "cases", "value", "low", "high", "p90"]


@settings(max_examples=60, deadline=None)
@given(st.lists(FEES, min_size=1, max_size=60))
def test_the_median_is_polars_median_and_lies_within_its_limits(amounts):
    frame = pl.DataFrame({"value": amounts}).group_by("value").len("cases")
    found = statistics.amounts(frame).row(0, named=True)
    assert found["value"] == pytest.approx(pl.Series(amounts).median())
    if found["low"] is not None:
        assert found["low"] <= found["value"] <= found["high"]
    assert min(amounts) <= found["value"] <= found["p90"] <= max(amounts)


# -- far from the others ---------------------------------------------------------------------------


def defined(values: np.ndarray) -> float:
    """The medcouple word for word (Brys, Hubert and Struyf 2004): all pairs listed, ties at the median by place."""
    middle = np.median(values)
    above, below, tied = values[values > middle], values[values < middle], int((values == middle).sum())
    upper, lower = np.append(above, np.full(tied, middle)), np.append(below, np.full(tied, middle))
    away, near = upper[:, None] - middle, middle - lower[None, :]
    with np.errstate(invalid="ignore"):
        pairs = (away - near) / (away + near)
    if tied:
        place = np.arange(tied)
        pairs[len(above) :, len(below) :] = np.sign(tied - 1 - place[:, None] - place[None, :])
    return float(np.median(pairs))


@pytest.mark.parametrize("size", [1, 2, 3, 8, 41, 300])
def test_the_medcouple_is_the_defined_one_and_statsmodels_where_no_two_are_the_median(size):
    """statsmodels 0.15 says -1 of equal values, and 1 of two at the median and one above: by definition 0, 1/2."""
    from statsmodels.stats.stattools import medcouple as referee

    random = np.random.default_rng(size)
    skewed = random.lognormal(3, 1, size)
    spiked = np.where(random.random(size) < 0.5, 20.0, skewed)
    for values in (skewed, -skewed, spiked, -spiked, np.round(skewed, -1), np.full(size, 6.5)):
        found = medcouple(values)
        assert found == pytest.approx(defined(values), abs=CLOSE)
        if size > 2 and (values == np.median(values)).sum() < 2:
            assert found == pytest.approx(float(referee(values, use_fast=False)), abs=CLOSE)
    assert medcouple(np.array([20.0, 20.0, 154.0])) == 0.5


def test_a_hundred_thousand_fees_take_no_memory_to_speak_of():
    """All pairs of them would be twenty gigabytes."""
    random = np.random.default_rng(1)
    frame = pl.DataFrame({"value": random.lognormal(3, 1, 100_000).round(2)})
    tracemalloc.start()
    found = statistics.outlying(frame)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 50_000_000
    # A lognormal is normal on the scale of z: |z| > 3.5 is rare, and a fence is far out.
    assert 0 < found["is_outlying"].mean() < 0.001
    assert found["fence_high"][0] > frame["value"].quantile(0.95)


def test_a_fee_far_from_the_others_is_marked_and_a_spike_is_not():
    found = statistics.outlying(INVENTED)
    assert found.filter("is_outlying")["value"].to_list() == [2000.0]
    assert found.columns == ["value", "modified_z", "is_outlying", "fence_low", "fence_high"]
    assert (found["value"] > found["fence_high"]).to_list() == [False] * 16 + [True]


def test_where_half_are_the_same_the_mean_deviation_stands_in():
    """Six of eleven at 25: the median deviation is 0. The logarithms of five lie 1 or 4 away: 8 / 11 on average."""
    logs = [0.0] * 6 + [1.0, -1.0, 1.0, -1.0, 4.0]
    fees = pl.DataFrame({"value": [26 * np.exp(log) - 1 for log in logs]})
    found = statistics.outlying(fees)
    assert found["modified_z"].to_list() == pytest.approx([log / (1.2533 * 8 / 11) for log in logs])
    assert found["is_outlying"].to_list() == [False] * 10 + [True]


def test_where_all_are_the_same_none_stands_out():
    found = statistics.outlying(pl.DataFrame({"value": [6.5] * 9}))
    assert found["modified_z"].unique().to_list() == [0.0]
    assert not found["is_outlying"].any()
    assert found.select("fence_low", "fence_high").unique().rows() == [(6.5, 6.5)]


def test_groups_are_judged_apart_and_an_unknown_amount_moves_nothing():
    with_unknown = pl.concat([INVENTED, pl.DataFrame({"value": [None]}, schema={"value": pl.Float64})])
    both = pl.concat(
        [
            with_unknown.with_columns(place=pl.lit("a")),
            with_unknown.with_columns(pl.col("value") * 100, place=pl.lit(None, pl.String)),
        ]
    )
    found = statistics.outlying(both, by=["place"])
    assert found["value"].equals(both["value"])
    alone = statistics.outlying(INVENTED)
    first = found.filter(pl.col("place") == "a").drop("place")
    assert_frame_equal(first.head(INVENTED.height), alone)
    assert first.row(-1)[:3] == (None, None, None)


def test_a_credit_is_as_far_down_as_a_fee_is_up():
    fees = pl.DataFrame({"value": [-90.0, -30.0, 0.0, 0.0, 30.0, 90.0]})
    found = statistics.outlying(fees)["modified_z"].to_list()
    assert found == pytest.approx([-away for away in reversed(found)])
    assert found[0] < found[1] < found[2] == 0


def test_one_fee_and_no_fee():
    one = statistics.outlying(pl.DataFrame({"value": [12.0]}))
    assert one.row(0) == (12.0, 0.0, False, 12.0, 12.0)
    empty = statistics.outlying(pl.DataFrame(schema={"place": pl.String, "value": pl.Float64}), by=["place"])
    assert (empty.height, empty.columns) == (0, ["place", *one.columns])


def test_a_scale_that_is_not_there_is_refused():
    with pytest.raises(QuestionError, match="log1p, plain"):
        statistics.outlying(INVENTED, scale="root")


@settings(max_examples=40, deadline=None)
@given(st.lists(FEES, min_size=1, max_size=30), st.randoms())
def test_shuffling_fees_changes_no_verdict(fees, random):
    frame = pl.DataFrame({"value": fees}).with_row_index("place")
    order = list(range(len(fees)))
    random.shuffle(order)
    shuffled = statistics.outlying(frame[order]).sort("place")
    assert_frame_equal(statistics.outlying(frame), shuffled, abs_tol=CLOSE)
