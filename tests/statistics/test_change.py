"""Do charts over time mark planted changes and nothing else, with limits that move for a declared reason only?"""

import datetime as dt

import numpy as np
import polars as pl
import pytest
from frames import CLOSE, are_finite
from polars.testing import assert_frame_equal

from roi_analytics import statistics
from roi_analytics.errors import QuestionError

ADDED = [
    "value", "center", "low_limit", "high_limit", "near_low", "near_high", "moving_range", "sigma_z", "limits", "phase",
    "reason", "is_trial", "signal", "variation", "assurance",
]  # fmt: skip

USUAL = [10.0, 12.0, 11.0, 9.0, 10.0, 11.0, 12.0, 10.0, 9.0, 11.0, 10.0, 12.0, 9.0, 11.0]
"""Fourteen months of ordinary coming and going."""


def months(values: list[float | None], **more) -> pl.DataFrame:
    return pl.DataFrame({"month": range(len(values)), "value": values, **more}, schema_overrides={"value": pl.Float64})


def charted(rows: list[tuple], **options) -> dict[str, pl.DataFrame]:
    """Every chart of rows of (cases, events); the days of the t chart are the cases added up."""
    frame = pl.DataFrame(rows, schema={"cases": pl.Int64, "events": pl.Int64}, orient="row").with_row_index("month")
    days = frame.select(on=pl.col("cases").cum_sum().cast(pl.Float64))
    return {
        "xmr": statistics.xmr(frame.rename({"events": "value"}), **options),
        "p": statistics.p_chart(frame, **options),
        "u": statistics.u_chart(frame, **options),
        "t": statistics.t_chart(days, **options),
    }


# -- xmr -------------------------------------------------------------------------------------------


def test_ordinary_months_are_common():
    found = statistics.xmr(months(USUAL), better="lower")
    assert found.columns == ["month", *ADDED]
    assert found["variation"].unique().to_list() == ["common"]
    assert found["signal"].null_count() == len(USUAL)
    assert (found["phase"].unique().to_list(), found["reason"].null_count()) == ([1], len(USUAL))
    assert found["center"][0] == pytest.approx(np.mean(USUAL))
    mean_range = np.abs(np.diff(USUAL)).mean()
    assert found["high_limit"][0] == pytest.approx(np.mean(USUAL) + 2.66 * mean_range)
    assert found["near_low"][0] == pytest.approx(np.mean(USUAL) - 2 / 3 * 2.66 * mean_range)
    assert found["moving_range"].to_list()[:3] == [None, 2, 1]


@pytest.mark.parametrize(
    ("better", "up", "down"),
    [("higher", "improvement", "concern"), ("lower", "concern", "improvement"), ("neutral", "change", "change")],
)
def test_a_month_far_off_is_marked_by_which_way_is_good(better, up, down):
    found = statistics.xmr(months([*USUAL, 30.0, 10.0, -9.0]), better=better)
    assert found["signal"].to_list() == [*[None] * 14, "outside", None, "outside"]
    assert found["variation"].to_list() == [*["common"] * 14, up, "common", down]


def test_a_step_is_a_shift_over_all_of_its_months():
    """Seven months at 12, 13 after fourteen around 10.4: each is on one side of the mean of all."""
    found = statistics.xmr(months([*USUAL, 12.0, 13.0, 12.0, 13.0, 12.0, 13.0, 12.0]), better="lower")
    assert found["signal"].to_list()[-7:] == ["shift"] * 7
    assert found["variation"].to_list()[-7:] == ["concern"] * 7
    six = statistics.xmr(months([*USUAL, 12.0, 13.0, 12.0, 13.0, 12.0, 13.0]))
    assert six["signal"].null_count() == 20


def test_seven_rising_are_a_trend_and_a_tie_breaks_it():
    rise = [9.0, 9.4, 9.8, 10.2, 10.6, 11.0, 11.4]
    found = statistics.xmr(months([*USUAL[:7], *rise, *USUAL[:5]]), better="higher")
    assert found["signal"].to_list()[7:14] == ["trend"] * 7
    # Points of a rising trend are good news below the mean, too.
    assert found["variation"].to_list()[7:14] == ["improvement"] * 7
    tied = statistics.xmr(months([*USUAL[:7], *rise[:3], 9.8, *rise[4:], *USUAL[:5]]))
    assert "trend" not in tied["signal"].to_list()


def test_a_point_on_the_mean_breaks_a_shift():
    """The mean of the whole is 10; the fourth of the seven is 10."""
    high = [11.0, 11.0, 11.0, 10.0, 11.0, 11.0, 11.0]
    low = [9.0, 11.0, 7.0, 10.0, 9.0, 9.0, 9.0]
    found = statistics.xmr(months(high + low))
    assert found["center"][0] == 10
    assert "shift" not in found["signal"].to_list()


def test_a_mean_that_misses_by_a_rounding_error_is_still_the_mean():
    """Nine months at a level, four others even about it: some levels' means miss them in the last digit."""
    levels = [round(0.1 * place, 1) for place in range(1, 60)]
    frame = pl.concat(months([level] * 9 + [level - 0.2, level + 0.2] * 2, level=[level] * 13) for level in levels)
    found = statistics.xmr(frame, by=["level"], screened=False)
    assert 0 < (found["center"] != found["level"]).mean() < 1
    assert found["signal"].null_count() == found.height


def test_months_without_spread_have_a_mean_and_no_limits():
    found = statistics.xmr(months([5.0] * 9))
    assert found["center"].unique().to_list() == [5.0]
    assert found.select("low_limit", "high_limit", "signal").null_count().row(0) == (9, 9, 9)
    assert found["variation"].unique().to_list() == ["common"]


def test_limits_of_fewer_than_twelve_months_are_trial_limits():
    assert statistics.xmr(months(USUAL[:11]))["is_trial"].all()
    assert not statistics.xmr(months(USUAL[:12]))["is_trial"].any()
    young = months(USUAL[:12], young=[False] * 11 + [True])
    assert statistics.xmr(young, hollow="young")["is_trial"].all()


def test_a_month_without_a_value_is_passed_over():
    gap = [*USUAL[:5], None, *USUAL[5:]]
    found, whole = statistics.xmr(months(gap)), statistics.xmr(months(USUAL))
    there = found.filter(pl.col("value").is_not_null())
    assert_frame_equal(there.drop("month"), whole.drop("month"))
    missing = found.row(5, named=True)
    assert (missing["signal"], missing["variation"], missing["moving_range"]) == (None, None, None)
    assert missing["high_limit"] == whole["high_limit"][0]


@pytest.mark.parametrize(
    ("better", "target", "said"),
    [("higher", 5, "passing"), ("higher", 20, "failing"), ("lower", 5, "failing"), ("lower", 20, "passing"),
     ("higher", 10.4, "hit_and_miss"), ("lower", 10.4, "hit_and_miss"), ("neutral", 5, None), ("higher", None, None)],
)  # fmt: skip
def test_the_target_is_held_against_the_limits(better, target, said):
    found = statistics.xmr(months(USUAL), better=better, target=target)
    assert found["assurance"].unique().to_list() == [said]


# -- baselines -------------------------------------------------------------------------------------


def test_a_declared_baseline_begins_a_phase_and_says_why():
    """From month 14 on half as many days: without a baseline a shift, with one ordinary months of a new phase."""
    halved = [value / 2 for value in USUAL]
    frame = months(USUAL + halved)
    plain = statistics.xmr(frame, better="lower")
    assert "shift" in plain["signal"].to_list()
    assert plain["phase"].unique().to_list() == [1]
    found = statistics.xmr(frame, better="lower", baselines=[{"starts": 14, "reason": "a new record system"}])
    assert found["signal"].null_count() == 28
    assert found["phase"].to_list() == [1] * 14 + [2] * 14
    assert found["reason"].to_list() == [None] * 14 + ["a new record system"] * 14
    assert found["center"][0] == pytest.approx(2 * found["center"][-1])
    assert found["moving_range"][14] is None


def test_a_frozen_baseline_judges_what_comes_after():
    frame = months([*USUAL, *[14.0, 13.0] * 5])
    frozen = statistics.xmr(frame, better="lower", baselines=[{"starts": 0, "until": 13, "reason": "before the move"}])
    assert frozen["center"].unique().to_list() == [pytest.approx(np.mean(USUAL))]
    assert frozen["variation"].to_list()[14:] == ["concern"] * 10
    assert not frozen["is_trial"].any()
    moving = statistics.xmr(frame, better="lower")
    assert moving["center"][0] > frozen["center"][0]


def test_baselines_are_in_the_values_of_the_order_and_may_be_given_in_any():
    days = pl.date_range(dt.date(2025, 1, 1), dt.date(2026, 4, 1), "1mo", eager=True)
    frame = pl.DataFrame({"month": days, "value": [*USUAL, 3.0, 4.0]})
    declared = [
        {"starts": dt.date(2026, 3, 1), "reason": "second"},
        {"starts": dt.date(2025, 7, 1), "until": dt.date(2025, 12, 1), "reason": "first"},
    ]
    found = statistics.xmr(frame, baselines=declared)
    assert found["phase"].to_list() == [1] * 6 + [2] * 8 + [3] * 2
    assert found["reason"].to_list() == [None] * 6 + ["first"] * 8 + ["second"] * 2
    texts = frame.with_columns(pl.col("month").dt.to_string("%Y-%m"))
    text = statistics.xmr(
        texts, baselines=[{**one, "starts": f"{one['starts']:%Y-%m}", "until": None} for one in declared]
    )
    assert text["phase"].to_list() == found["phase"].to_list()


def test_a_group_that_begins_later_has_phase_one_all_the_same():
    frame = pl.concat(
        [months(USUAL, place=["a"] * 14), months(USUAL, place=["b"] * 14).with_columns(pl.col("month") + 20)]
    )
    found = statistics.xmr(frame, by=["place"], baselines=[{"starts": 7, "reason": "a new law"}])
    assert found.filter(pl.col("place") == "a")["phase"].unique().sort().to_list() == [1, 2]
    late = found.filter(pl.col("place") == "b")
    assert late["phase"].unique().to_list() == [1]
    assert late["reason"].unique().to_list() == ["a new law"]


@pytest.mark.parametrize("chart", [statistics.xmr, statistics.p_chart, statistics.u_chart, statistics.t_chart])
def test_a_baseline_without_a_reason_and_an_unknown_direction_are_refused(chart):
    frame = months(USUAL, cases=[100] * 14, events=[10] * 14, on=list(range(14)))
    order = "on" if chart is statistics.t_chart else "month"
    for baseline in ({"starts": 3}, {"starts": 3, "reason": None}, {"starts": 3, "reason": "  "}):
        with pytest.raises(QuestionError, match="reason"):
            chart(frame, order=order, baselines=[baseline])
    with pytest.raises(QuestionError, match="higher, lower, neutral"):
        chart(frame, order=order, better="up")


def test_a_baseline_of_another_kind_than_the_order_is_refused():
    with pytest.raises(QuestionError, match="month"):
        statistics.xmr(months(USUAL), baselines=[{"starts": "2026-01", "reason": "a new law"}])


# -- hollow months ---------------------------------------------------------------------------------


def test_a_hollow_month_is_shown_and_judged_by_nobody():
    frame = months([*USUAL, 90.0, 80.0], young=[False] * 14 + [True, None])
    found = statistics.xmr(frame, better="lower", hollow="young")
    assert_frame_equal(found.head(14).drop("young"), statistics.xmr(months(USUAL), better="lower"))
    assert found.select("signal", "variation").tail(2).rows() == [(None, None)] * 2
    assert found["value"].to_list()[-2:] == [90, 80]
    assert found["high_limit"][-1] == found["high_limit"][0]


def test_the_points_around_a_hollow_one_are_neighbours():
    frame = months([*USUAL[:7], 99.0, *USUAL[7:]], young=[place == 7 for place in range(15)])
    found = statistics.xmr(frame, hollow="young")
    plain = statistics.xmr(months(USUAL))
    assert found["high_limit"][0] == pytest.approx(plain["high_limit"][0])
    assert found["moving_range"][8] == plain["moving_range"][7]


# -- shares and rates ------------------------------------------------------------------------------


def test_a_p_chart_of_binomial_months_has_plain_limits():
    random = np.random.default_rng(1)
    cases = random.integers(80, 120, 24)
    frame = pl.DataFrame({"month": range(24), "cases": cases, "events": random.binomial(cases, 0.3)})
    found = statistics.p_chart(frame)
    pooled = frame["events"].sum() / frame["cases"].sum()
    assert found["center"].unique().to_list() == [pytest.approx(pooled)]
    width = 3 * (pooled * (1 - pooled) / frame["cases"]).sqrt()
    np.testing.assert_allclose(found["high_limit"], pooled + width, atol=CLOSE)
    assert found["limits"].unique().to_list() == ["p"]
    z = (found["value"] - pooled) / (width / 3)
    assert found["sigma_z"][0] == pytest.approx(z.diff().abs().mean() / 1.128)
    assert found["sigma_z"][0] < 1.2


def test_with_thousands_of_cases_laneys_limits_stand_in():
    """A hundred thousand cases a month, shares that go up and down by two points: plain limits would mark them all."""
    shares = [0.84, 0.86, 0.85, 0.83, 0.86, 0.84, 0.85, 0.86, 0.83, 0.85, 0.84, 0.86, 0.85, 0.84]
    frame = pl.DataFrame({"month": range(14), "cases": 100_000, "events": [round(100_000 * p) for p in shares]})
    found = statistics.p_chart(frame)
    assert found["limits"].unique().to_list() == ["p'"]
    assert found["sigma_z"][0] > 10
    assert found["signal"].null_count() == 14
    plain = 3 * (found["center"] * (1 - found["center"]) / 100_000).sqrt()
    assert ((found["value"] - found["center"]).abs() > plain).sum() >= 7
    np.testing.assert_allclose(found["high_limit"] - found["center"], plain * found["sigma_z"], atol=CLOSE)


def test_limits_of_shares_and_rates_stay_in_their_range():
    found = statistics.p_chart(pl.DataFrame({"month": range(4), "cases": [4, 90, 4, 90], "events": [4, 88, 4, 88]}))
    assert found["high_limit"].max() == 1
    assert found["near_high"].max() == 1
    rates = statistics.u_chart(pl.DataFrame({"month": range(4), "cases": [5, 9, 5, 9], "events": [1, 2, 1, 2]}))
    assert rates["low_limit"].unique().to_list() == [0]
    assert rates["near_low"].min() == 0


def test_a_u_chart_has_poisson_limits_and_finds_a_bad_month():
    frame = pl.DataFrame({"month": range(14), "cases": [1000] * 13 + [500], "events": [10, 11, 9, 12] * 3 + [10, 25]})
    found = statistics.u_chart(frame, better="lower")
    mean = frame["events"].sum() / frame["cases"].sum()
    assert found["center"][0] == pytest.approx(mean)
    np.testing.assert_allclose(found["high_limit"] - mean, 3 * (mean / frame["cases"]).sqrt(), atol=CLOSE)
    assert found.filter(pl.col("signal") == "outside")["month"].to_list() == [13]
    assert found["variation"][-1] == "concern"


def test_a_month_without_cases_is_no_point():
    frame = pl.DataFrame({"month": range(4), "cases": [50, 0, 60, None], "events": [5, 0, 7, 3]})
    for chart in (statistics.p_chart, statistics.u_chart):
        found = chart(frame)
        assert found["value"].is_null().to_list() == [False, True, False, True]
        assert found["variation"].is_null().to_list() == [False, True, False, True]
        assert found["center"][0] == pytest.approx(12 / 110)
        for name in ("low_limit", "high_limit", "near_low", "near_high"):
            assert found[name].is_null().to_list() == [False, True, False, True]


# -- rare events -----------------------------------------------------------------------------------


def test_a_t_chart_counts_days_between_and_bends_them():
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in (0, 30, 50, 95, 120, 160)]
    found = statistics.t_chart(pl.DataFrame({"on": days}), better="higher")
    assert found["value"].to_list() == [None, 30, 20, 45, 25, 40]
    bent = np.array([30, 20, 45, 25, 40]) ** (1 / 3.6)
    assert found["center"][0] == pytest.approx(bent.mean() ** 3.6)
    assert found["high_limit"][0] == pytest.approx((bent.mean() + 2.66 * np.abs(np.diff(bent)).mean()) ** 3.6)
    assert found["limits"].unique().to_list() == ["t"]
    numbers = statistics.t_chart(pl.DataFrame({"on": [0, 30, 50, 95, 120, 160]}), better="higher")
    assert_frame_equal(numbers.drop("on"), found.drop("on"))


def test_rare_events_that_come_in_a_row_are_a_concern():
    gaps = [40, 55, 38, 60, 45, 52, 41, 58, 47, 50, 44, 56]
    frozen = [{"starts": 0, "until": sum(gaps), "reason": "the first two years"}]
    events = pl.DataFrame({"on": np.cumsum([0, *gaps, 1, 1])})
    found = statistics.t_chart(events, better="higher", baselines=frozen)
    assert found["signal"].to_list() == [*[None] * 13, "outside", "outside"]
    assert found["variation"].to_list() == [None, *["common"] * 12, "concern", "concern"]


def test_the_target_of_a_t_chart_is_in_days():
    days = pl.DataFrame({"on": np.cumsum([0, 40, 55, 38, 60, 45, 52, 41])})
    for target, said in ((5, "passing"), (50, "hit_and_miss"), (400, "failing")):
        assert statistics.t_chart(days, better="higher", target=target)["assurance"][-1] == said


# -- corners ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [[], [(10, 3)], [(10, 3), (10, 5)], [(10, 0)] * 5, [(10, 10)] * 5, [(0, 0)] * 3])
def test_charts_of_none_one_all_and_nothing(rows):
    for name, found in charted(rows, better="higher", target=0.5).items():
        assert found.columns[-len(ADDED) :] == ADDED, name
        assert found.height == len(rows)
        assert are_finite(found)
        assert found["signal"].null_count() == len(rows)
        assert found["is_trial"].all()


@pytest.mark.parametrize("chart", ["xmr", "p", "u"])
def test_groups_are_charted_apart_and_rows_come_back_in_their_own_order(chart):
    random = np.random.default_rng(2)
    frame = pl.DataFrame({"month": list(range(20)) * 2, "place": ["a"] * 20 + [None] * 20, "cases": 100})
    frame = frame.with_columns(events=pl.Series(random.integers(10, 90, 40)), value=pl.Series(random.normal(size=40)))
    draw = {"xmr": statistics.xmr, "p": statistics.p_chart, "u": statistics.u_chart}[chart]
    order = random.permutation(40)
    found = draw(frame[order], by=["place"])
    assert found.select("place", "month").equals(frame[order].select("place", "month"))
    for place in ("a", None):
        alone = draw(frame.filter(pl.col("place").eq_missing(place)).drop("place"))
        together = found.filter(pl.col("place").eq_missing(place)).drop("place").sort("month")
        assert_frame_equal(together, alone, abs_tol=CLOSE)
