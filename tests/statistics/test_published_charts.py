"""Do control charts give the answers of NHS England's Making Data Count, and stand up to NIST's numbers?"""

import polars as pl
import pytest
from frames import CLOSE, same

from roi_analytics import statistics
from roi_analytics.statistics.rules import signals, spread_back

VARIATIONS = {"common_cause": "common", "special_cause_concern": "concern"}

PICTURES = ["mdc_vignette", "rnorm", "rnorm_spike"]


@pytest.mark.parametrize(
    ("variant", "screened"),
    [(name, screened) for name in PICTURES for screened in (True, False) if (name, screened) != ("rnorm", False)],
)
def test_an_individuals_chart(published, variant, screened):
    every = published("spc_mdc_small_expected.csv")
    expected = every.filter(pl.col("variant") == f"{variant}_{'screen' if screened else 'noscreen'}")
    found = statistics.xmr(expected.select("x", "y"), order="x", value="y", better="lower", screened=screened)
    for ours, theirs in {"center": "mean_col", "low_limit": "lpl", "high_limit": "upl"}.items():
        same(found[ours], expected[theirs])
    is_outside = expected["special_cause_type"] == "Above UCL"
    assert (found["signal"].fill_null("none") == pl.Series(["outside" if out else "none" for out in is_outside])).all()
    assert found["variation"].to_list() == expected["point_type"].replace_strict(VARIATIONS).to_list()
    assert found["limits"].unique().to_list() == ["screened" if screened else "unscreened"]
    is_near = (found["value"] > found["near_high"]) | (found["value"] < found["near_low"])
    assert (is_near & ~is_outside).to_list() == expected["close_to_limits"].to_list()


def test_screening_narrows_the_eighteen_points(published):
    every = published("spc_mdc_small_expected.csv").filter(pl.col("variant") == "mdc_vignette_screen")
    limits = {
        screened: statistics.xmr(every, order="x", value="y", screened=screened)
        .select("low_limit", "high_limit")
        .row(0)
        for screened in (True, False)
    }
    assert limits[True] == pytest.approx((-0.715556, 4.604444), abs=1e-6)
    assert limits[False] == pytest.approx((-3.062614, 6.951503), abs=1e-6)


def judged(values: list[float], middle: float = 0.0, near: float = 2.0, limit: float = 3.0) -> pl.DataFrame:
    """The rules alone, on points with limits of our choice."""
    points = pl.DataFrame({"value": values}, schema={"value": pl.Float64}).with_columns(
        center=middle, low_limit=middle - limit, high_limit=middle + limit, near_low=middle - near,
        near_high=middle + near, phase=1,
    )  # fmt: skip
    return signals(points, ["phase"], better="higher")


def back_over_seven(ends: list[int]) -> list[bool]:
    """Each end's mark, laid back over the seven points that end there."""
    return [any(ends[place : place + 7]) for place in range(len(ends))]


def test_seven_on_one_side_are_a_shift(published):
    for pair in published("spc_mdc_rules_micro.json")["seven_one_side"]:
        found = judged([float(side) for side in pair["rel"]])
        assert (found["signal"] == "shift").fill_null(False).to_list() == back_over_seven(pair["exp"])


def test_seven_rising_or_falling_are_a_trend(published):
    for pair in published("spc_mdc_rules_micro.json")["seven_trend"]:
        found = judged(pair["y"], middle=4.0, near=50.0, limit=100.0)
        is_trend = (found["signal"] == "trend").fill_null(False)
        assert is_trend.to_list() == back_over_seven(pair["exp"])
        way = {1: "improvement", -1: "concern", 0: "common"}[sum(pair["exp"])]
        assert set(found.filter(is_trend)["variation"]) <= {way}


def test_a_mark_is_laid_back_over_all_seven(published):
    for pair in published("spc_mdc_rules_micro.json")["spread_back_to_all_seven"]:
        found = pl.DataFrame({"flag": pair["flag"]}).select(spread_back(pl.col("flag")))
        assert found.to_series().to_list() == pair["exp"]


def test_two_of_three_near_a_limit_and_all_on_one_side(published):
    """NHSRplotthedots marks every member of such a window, then labels those that are near: as we do at once."""
    for pair in published("spc_mdc_rules_micro.json")["two_in_three"]:
        found = judged([side * (2.5 if near else 1.0) for side, near in zip(pair["rel"], pair["close"], strict=True)])
        expected = [bool(window and near) for window, near in zip(pair["exp"], pair["close"], strict=True)]
        assert (found["signal"] == "two_of_three").fill_null(False).to_list() == expected


def test_the_rules_come_in_the_published_order(published):
    """Seven rising, the last of them beyond the limit, the next two near it, and one more above the mean."""
    assert published("spc_mdc_rules_micro.json")["precedence"] == [
        "outside limits",
        "7-point trend",
        "2 of 3 near the same limit",
        "7 points one side of mean",
        "common cause",
    ]
    found = judged([1.0, 1.2, 1.4, 1.6, 1.8, 2.1, 3.5, 2.2, 2.1, 1.0, -1.0])
    assert found["signal"].to_list() == [*["trend"] * 6, "outside", *["two_of_three"] * 2, "shift", None]


def test_the_constants_are_the_published_ones(published):
    """Alternating 0 and 1: the mean moving range is 1. One of 3.267 times the mean is left out, a smaller one not."""
    constants = published("spc_mdc_rules_micro.json")["constants"]
    found = statistics.xmr(pl.DataFrame({"month": range(20), "value": [0.0, 1.0] * 10}), screened=False)
    middle = found["center"][0]
    assert found["high_limit"][0] - middle == pytest.approx(constants["limit"])
    assert found["near_high"][0] - middle == pytest.approx(constants["near_limit"])

    def is_left_out(times: float) -> bool:
        """Nine steps of one and one of `jump`, which is so many times the mean of the ten."""
        jump = 9 * times / (10 - times)
        values = [0.0, 1.0, 0.0, 1.0, 0.0, jump, *(jump - place % 2 for place in range(1, 6))]
        frame = pl.DataFrame({"month": range(len(values)), "value": values})
        wide, narrow = (statistics.xmr(frame, screened=screened)["high_limit"][0] for screened in (False, True))
        return narrow < wide - CLOSE

    assert is_left_out(constants["mr_screen"] + 1e-6)
    assert not is_left_out(constants["mr_screen"] - 1e-6)


def test_the_word_on_a_target(published):
    words = {"consistent_fail": "failing", "consistent_pass": "passing", "inconsistent": "hit_and_miss"}
    frame = pl.DataFrame({"month": range(14), "value": [10.0, 11.0] * 7})
    targets = {"above upl": 20.0, "below lpl": 1.0, "between": 10.5}
    for line in published("spc_mdc_rules_micro.json")["assurance"]:
        for better, theirs in (("higher", "increase_is_good"), ("lower", "decrease_is_good")):
            found = statistics.xmr(frame, better=better, target=targets[line["target"]])
            assert found["assurance"].unique().to_list() == [words[line.get(theirs, line.get("either"))]]


# -- numbers that break careless sums --------------------------------------------------------------


@pytest.mark.parametrize(("name", "middle"), [("NumAcc2", 1.2), ("NumAcc3", 1_000_000.2), ("NumAcc4", 10_000_000.2)])
def test_the_mean_and_the_moving_ranges_of_numacc(published, name, middle):
    """
    The chart's mean is NIST's, to the last place such numbers have. We compute no standard deviation; ours of these is
    the mean moving range: the rule of the data makes it 0.2, but for the first step of 0.1.
    """
    certified = published("numeric_nist_strd.json")[name]
    values = [middle] + [middle + (0.1 if place % 2 else -0.1) for place in range(certified["n"] - 1)]
    found = statistics.xmr(pl.DataFrame({"month": range(len(values)), "value": values}), screened=False)
    assert found["center"][0] == pytest.approx(certified["mean"], rel=1e-15)
    assert found["moving_range"].mean() == pytest.approx((0.1 + 0.2 * 999) / 1000, rel=1e-8)
    assert found["high_limit"][0] - found["center"][0] == pytest.approx(2.66 * 0.1999, rel=1e-7)


def test_the_mean_of_numacc1(published):
    certified = published("numeric_nist_strd.json")["NumAcc1"]
    found = statistics.xmr(pl.DataFrame({"month": range(3), "value": certified["data"]}))
    assert found["center"][0] == certified["mean"]
    assert found["moving_range"].to_list() == [None, 2, 1]
