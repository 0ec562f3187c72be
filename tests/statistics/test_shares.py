"""Are shares and rates right, against scipy and statsmodels and in the corners?"""

import numpy as np
import polars as pl
import pytest
from frames import CLOSE
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from scipy import stats

from roi_analytics import statistics
from roi_analytics.errors import QuestionError

EVERY = pl.DataFrame([{"cases": n, "events": x} for n in (1, 2, 7, 30, 400) for x in range(n + 1)])
"""All that may happen among so many cases."""


@pytest.mark.parametrize(("method", "theirs"), [("wilson", "wilson"), ("exact", "beta"), ("jeffreys", "jeffreys")])
def test_limits_of_a_share_agree_with_statsmodels(method, theirs):
    """But for Jeffreys' at none and at all, which statsmodels does not force to 0 and 1."""
    from statsmodels.stats.proportion import proportion_confint

    found = statistics.proportion(EVERY, method=method)
    low, high = proportion_confint(EVERY["events"].to_numpy(), EVERY["cases"].to_numpy(), method=theirs)
    some, less = (EVERY["events"] > 0).to_numpy(), (EVERY["events"] < EVERY["cases"]).to_numpy()
    np.testing.assert_allclose(found["low"].to_numpy()[some], low[some], atol=CLOSE)
    np.testing.assert_allclose(found["high"].to_numpy()[less], high[less], atol=CLOSE)
    assert (found["low"].filter(~some) == 0).all()
    assert (found["high"].filter(~less) == 1).all()


@pytest.mark.parametrize(("method", "theirs"), [("wilson", "wilson"), ("exact", "exact")])
def test_limits_of_a_share_agree_with_scipy(method, theirs):
    some = EVERY.filter(pl.col("cases") < 31)
    found = statistics.proportion(some, method=method)
    limits = [stats.binomtest(x, n).proportion_ci(method=theirs) for n, x in some.iter_rows()]
    np.testing.assert_allclose(found["low"], [limit.low for limit in limits], atol=CLOSE)
    np.testing.assert_allclose(found["high"], [limit.high for limit in limits], atol=CLOSE)


def test_exact_limits_of_a_count_are_chi_squares():
    """Under ten events; from ten on Byar's lie within a hundredth of them."""
    found = statistics.rate(pl.DataFrame({"cases": 1, "events": range(60)}), per=1)
    x = np.arange(60)
    low, high = np.nan_to_num(stats.chi2.ppf(0.025, 2 * x) / 2), stats.chi2.ppf(0.975, 2 * (x + 1)) / 2
    np.testing.assert_allclose(found["low"][:10], low[:10], atol=CLOSE)
    np.testing.assert_allclose(found["high"][:10], high[:10], atol=CLOSE)
    np.testing.assert_allclose(found["low"][10:], low[10:], atol=0.01)
    np.testing.assert_allclose(found["high"][10:], high[10:], atol=0.01)
    assert found["low"][10] != pytest.approx(low[10], abs=1e-3)


def test_wilson_at_none_and_at_all_and_without_cases():
    found = statistics.proportion(pl.DataFrame({"cases": [20, 10, 0], "events": [0, 10, 0]}))
    assert found["low"].to_list() == [0.0, pytest.approx(0.7224672), None]
    assert found["high"].to_list() == [pytest.approx(0.1611252), 1.0, None]
    assert found["value"].to_list() == [0.0, 1.0, None]


def test_a_rate_is_per_so_many_cases_and_a_case_may_have_several_events():
    found = statistics.rate(pl.DataFrame({"cases": [2400, 2, 0, None], "events": [12, 6, 0, 1]}), per=1000)
    assert found["value"].to_list() == [5.0, 3000.0, None, None]
    alone = statistics.rate(pl.DataFrame({"cases": [2.4], "events": [12]}), per=1)
    assert (found["low"][0], found["high"][0]) == pytest.approx((alone["low"].item(), alone["high"].item()))
    assert found["low"].is_null().to_list() == found["high"].is_null().to_list() == [False, False, True, True]


@pytest.mark.parametrize("method", ["wilson", "exact", "jeffreys"])
def test_without_a_case_or_a_count_there_is_no_share(method):
    found = statistics.proportion(pl.DataFrame({"cases": [0, None, 5], "events": [0, 1, None]}), method=method)
    assert found.select("value", "low", "high").null_count().row(0) == (3, 3, 3)


@pytest.mark.parametrize("method", ["wilson", "exact", "jeffreys"])
def test_no_rows_are_an_answer_too(method):
    empty = pl.DataFrame(schema={"cases": pl.Int64, "events": pl.Int64})
    assert statistics.proportion(empty, method=method).columns == ["cases", "events", "value", "low", "high"]
    assert statistics.rate(empty).columns == ["cases", "events", "value", "low", "high"]


def test_a_method_that_is_not_there_is_refused_with_the_three_that_are():
    with pytest.raises(QuestionError, match=r"(?s)wilson, exact, jeffreys"):
        statistics.proportion(EVERY, method="wald")


def test_columns_may_have_other_names_and_other_columns_stay():
    frame = pl.DataFrame({"place": ["a"], "n": [263], "x": [81]})
    renamed = statistics.proportion(frame.rename({"n": "cases", "x": "events"}))
    assert_frame_equal(statistics.proportion(frame, "n", "x").rename({"n": "cases", "x": "events"}), renamed)
    assert renamed["place"].to_list() == ["a"]


@settings(max_examples=60, deadline=None)
@given(st.just(0.0) | st.floats(0.01, 500), st.floats(0, 1))
def test_limits_stay_within_zero_and_one_and_hold_the_share(cases, share):
    """Counts may be fractional, as the effective size of a curve's share is. Jeffreys' may miss a share near 0."""
    frame = pl.DataFrame({"cases": [cases], "events": [cases * share]})
    for method in ("wilson", "exact", "jeffreys"):
        value, low, high = statistics.proportion(frame, method=method).select("value", "low", "high").row(0)
        if cases == 0:
            assert (value, low, high) == (None, None, None)
        else:
            assert 0 <= low <= high <= 1
            assert method == "jeffreys" or low - CLOSE <= value <= high + CLOSE
