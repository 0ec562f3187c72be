"""Are the curves right: against scipy and statsmodels, by hand where cases enter late, and in the corners?"""

import warnings

import numpy as np
import polars as pl
import pytest
from frames import CLOSE, as_events, counts, of_cases
from polars.testing import assert_frame_equal
from scipy import stats

from roi_analytics import statistics

# -- referees --------------------------------------------------------------------------------------


def test_kaplan_meier_and_its_band_agree_with_scipy():
    random = np.random.default_rng(3)
    days, is_censored = random.integers(0, 50, 300), random.random(300) < 0.3
    referee = stats.ecdf(stats.CensoredData.right_censored(days, is_censored)).sf
    with np.errstate(all="ignore"):
        band = referee.confidence_interval(method="log-log")
    frame = pl.DataFrame({"day": days, "censored": is_censored * 1, "events": ~is_censored * 1})
    found = statistics.survival(frame)
    assert found["day"].to_list() == referee.quantiles.tolist()
    np.testing.assert_allclose(found["survival"], referee.probabilities, atol=CLOSE)
    inside = ((found["survival"] > 0) & (found["survival"] < 1)).to_numpy()
    assert inside.sum() > 40
    np.testing.assert_allclose(found["low"].to_numpy()[inside], band.low.probabilities[inside], atol=CLOSE)
    np.testing.assert_allclose(found["high"].to_numpy()[inside], band.high.probabilities[inside], atol=CLOSE)


def test_competing_outcomes_and_their_errors_agree_with_statsmodels():
    from statsmodels.duration.survfunc import CumIncidenceRight

    random = np.random.default_rng(5)
    days, kinds = random.integers(0, 40, 400).astype(float), random.integers(0, 4, 400)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        referee = CumIncidenceRight(days, kinds)
    names = ("answered", "denied", "withdrawn")
    frame = pl.DataFrame({"day": days.astype(int), "censored": (kinds == 0) * 1}).with_columns(
        pl.Series(name, (kinds == place) * 1) for place, name in enumerate(names, start=1)
    )
    found = statistics.outcomes(frame, names=names).filter(pl.col("day").is_in(referee.times.astype(int).tolist()))
    for place, name in enumerate(names):
        np.testing.assert_allclose(found[f"{name}_share"], referee.cinc[place], atol=CLOSE)
        error = referee.cinc_se[place]
        told = ~np.isnan(error)
        assert told.sum() > 30
        np.testing.assert_allclose(found[f"{name}_error"].to_numpy()[told], error[told], atol=CLOSE)


def test_late_entry_agrees_with_statsmodels():
    from statsmodels.duration.survfunc import SurvfuncRight

    random = np.random.default_rng(8)
    entry = np.where(random.random(200) < 0.3, random.integers(1, 10, 200), 0)
    days = entry + random.integers(1, 30, 200)
    is_event = random.random(200) < 0.7
    referee = SurvfuncRight(days, is_event * 1, entry=np.where(entry == 0, -1, entry))
    ends = pl.DataFrame({"day": days, "events": is_event * 1, "censored": ~is_event * 1})
    entries = pl.DataFrame({"day": entry[entry > 0], "entered": 1})
    frame = pl.concat([ends, entries], how="diagonal_relaxed").fill_null(0)
    found = statistics.survival(frame).filter(pl.col("events") > 0)
    assert found["day"].to_list() == referee.surv_times.tolist()
    assert found["at_risk"].to_list() == referee.n_risk.tolist()
    np.testing.assert_allclose(found["survival"], referee.surv_prob, atol=CLOSE)


def test_the_day_reached_agrees_with_statsmodels():
    from statsmodels.duration.survfunc import SurvfuncRight

    random = np.random.default_rng(13)
    days, is_event = random.integers(1, 60, 150), random.random(150) < 0.6
    referee = SurvfuncRight(days, is_event * 1)
    frame = pl.DataFrame({"day": days, "events": is_event * 1, "censored": ~is_event * 1})
    for share in (0.1, 0.25, 0.5, 0.75):
        found = statistics.day_reached(frame, share=share, names=["events"])["value"].item()
        assert found == referee.quantile(share)


def test_without_competitors_the_band_of_a_share_is_kaplan_meiers():
    frame = of_cases([2, 3, 3, 5, 8, 9, 9], [1, 1, 0, 1, 0, 1, 0])
    curve = statistics.survival(frame, event="answered")
    share = statistics.outcomes(frame)
    np.testing.assert_allclose(share["answered_share"], 1 - curve["survival"], atol=CLOSE)
    np.testing.assert_allclose(share["answered_low"].drop_nulls(), 1 - curve["high"].drop_nulls(), atol=CLOSE)
    np.testing.assert_allclose(share["answered_high"].drop_nulls(), 1 - curve["low"].drop_nulls(), atol=CLOSE)


def test_one_minus_kaplan_meier_would_overstate():
    frame = of_cases([1, 2, 3, 4, 5, 6], [2, 1, 2, 1, 2, 1])
    naive = frame.with_columns(censored=1 - pl.col("answered"))
    assert 1 - statistics.survival(naive, event="answered")["survival"][-1] == pytest.approx(1.0)
    assert statistics.outcomes(frame)["answered_share"][-1] == pytest.approx(0.5)


# -- the mean up to a day --------------------------------------------------------------------------


def test_the_restricted_mean_is_the_area_under_the_curve():
    """Against the curve laid out day by day (it is flat between days), and its middle against a plain sum."""
    random = np.random.default_rng(21)
    days, kinds = random.integers(0, 50, 120), random.integers(0, 3, 120)
    frame = of_cases(days, kinds)
    curve = statistics.survival(as_events(frame))
    for until in (1, 17, 40):
        laid_out = pl.DataFrame({"day": range(until)}).join_asof(
            curve.select("day", "survival").sort("day"), on="day", strategy="backward"
        )
        area = laid_out["survival"].fill_null(1.0).sum()
        found = statistics.restricted_mean(frame, until=until).row(0, named=True)
        assert found["value"] == pytest.approx(area)
        assert 0 <= found["low"] < found["value"] < found["high"] <= until
        assert (found["until"], found["last_day"]) == (until, days.max())


def test_the_restricted_means_error_is_the_bootstraps():
    """A thousand draws of the same cases, all at once: they spread as the limits say, to within a tenth."""
    random = np.random.default_rng(34)
    cases = of_cases(random.geometric(0.05, 150), (random.random(150) < 0.75) * 1)
    drawn = random.integers(0, cases.height, (1000, cases.height))
    again = cases[drawn.ravel()].with_columns(draw=pl.Series(np.repeat(np.arange(1000), cases.height)))
    means = statistics.restricted_mean(again, by=["draw"], until=30)["value"]
    assert means.null_count() == 0
    found = statistics.restricted_mean(cases, until=30).row(0, named=True)
    error = (found["high"] - found["low"]) / (2 * statistics.Z)
    assert means.std() == pytest.approx(error, rel=0.1)
    assert means.mean() == pytest.approx(found["value"], abs=0.2)


def test_the_mean_counts_closed_and_open_by_hand():
    """Four cases: two end on day 10, one on day 20, one is still open on day 30. (10 + 10 + 20 + 30) / 4."""
    found = statistics.restricted_mean(counts([(10, 2, 0, 0), (20, 0, 1, 0), (30, 0, 0, 1)]), until=30)
    assert found["value"].item() == pytest.approx(17.5)
    until_15 = statistics.restricted_mean(counts([(10, 2, 0, 0), (20, 0, 1, 0), (30, 0, 0, 1)]), until=15)
    assert until_15["value"].item() == pytest.approx((10 + 10 + 15 + 15) / 4)


def test_a_mean_is_not_drawn_out_past_the_last_day_anyone_was_watched():
    young = counts([(1, 3, 0, 0), (9, 0, 0, 5)])
    found = statistics.restricted_mean(young, until=10).row(0, named=True)
    assert found == {"value": None, "low": None, "high": None, "until": 10, "last_day": 9}
    ended = counts([(1, 3, 0, 0), (9, 5, 0, 0)])
    assert statistics.restricted_mean(ended, until=10)["value"].item() == pytest.approx((3 + 45) / 8)


def test_a_mean_without_an_end_or_with_one_alone_has_no_limits():
    open_still = statistics.restricted_mean(counts([(40, 0, 0, 6)]), until=30).row(0, named=True)
    assert (open_still["value"], open_still["low"], open_still["high"]) == (30, None, None)
    alone = statistics.restricted_mean(counts([(5, 1, 0, 0)]), until=30).row(0, named=True)
    assert (alone["value"], alone["low"], alone["high"]) == (5, None, None)


# -- left truncation -------------------------------------------------------------------------------


def test_a_case_first_seen_late_is_at_risk_only_from_then():
    """Two watched from receipt, one only after day 4: on day 2 two are at risk, on day 6 two again, never three."""
    frame = counts([(2, 1, 0, 0), (4, 0, 0, 0, 1), (6, 1, 0, 0), (9, 1, 0, 0)])
    found = statistics.survival(frame, event="answered").filter(pl.col("answered") > 0)
    assert found["at_risk"].to_list() == [2, 2, 1]
    assert found["survival"].to_list() == pytest.approx([0.5, 0.25, 0.0])


def test_who_comes_in_on_the_day_asked_is_not_yet_at_risk():
    """Three watched from receipt, one from after day 5, all still open on day 6."""
    frame = counts([(5, 0, 0, 0, 1), (9, 3, 0, 0), (12, 1, 0, 0)])
    on_five, on_six = (statistics.share_by_day(frame, day=day).row(0, named=True) for day in (5, 6))
    assert (on_five["at_risk"], on_five["effective_cases"]) == (3, 3)
    assert (on_six["at_risk"], on_six["effective_cases"]) == (4, 4)
    assert on_six["high"] < on_five["high"]


# -- what a frame may look like --------------------------------------------------------------------

CASES = of_cases([0, 2, 2, 3, 5, 5, 8, 12, 12], [1, 1, 0, 2, 1, 1, 0, 2, 0])

QUESTIONS = {
    "outcomes": lambda frame: statistics.outcomes(frame, by=["place"]),
    "survival": lambda frame: statistics.survival(frame, by=["place"], event="answered"),
    "share_by_day": lambda frame: statistics.share_by_day(frame, by=["place"], day=5),
    "day_reached": lambda frame: statistics.day_reached(frame, by=["place"]),
    "restricted_mean": lambda frame: statistics.restricted_mean(frame, by=["place"], until=10),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_row_per_case_and_a_row_per_day_are_the_same(question):
    cases = CASES.with_columns(place=pl.lit("a"))
    summed = cases.group_by("place", "day").agg(pl.all().sum()).sort("day", descending=True)
    assert_frame_equal(QUESTIONS[question](cases), QUESTIONS[question](summed))


@pytest.mark.parametrize("question", QUESTIONS)
def test_without_a_column_of_late_entry_nobody_came_late(question):
    cases = CASES.with_columns(place=pl.lit("a"))
    assert_frame_equal(QUESTIONS[question](cases), QUESTIONS[question](cases.with_columns(entered=0)))


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_cases_give_no_rows_and_the_same_columns(question):
    some = CASES.with_columns(place=pl.lit("a"))
    none = QUESTIONS[question](some.clear())
    assert none.height == 0
    assert none.columns == QUESTIONS[question](some).columns


# -- the share by a day ----------------------------------------------------------------------------


def test_a_share_is_not_drawn_out_past_the_last_day_anyone_was_watched():
    young = counts([(1, 3, 0, 0), (9, 0, 0, 5)])
    found = statistics.share_by_day(young, day=10).row(0, named=True)
    nothing = dict.fromkeys(("value", "low", "high", "error", "effective_cases"))
    assert found == {**nothing, "at_risk": 0, "last_day": 9}
    assert statistics.share_by_day(young, day=9)["value"].item() == pytest.approx(3 / 8)


def test_a_row_of_nobody_is_no_day_anyone_was_watched():
    frame = counts([(1, 3, 0, 0), (9, 0, 0, 5), (50, 0, 0, 0)])
    for found in (
        statistics.share_by_day(frame, day=10),
        statistics.day_reached(frame),
        statistics.restricted_mean(frame, until=10),
    ):
        assert found.select("value", "last_day").row(0) == (None, 9)


def test_a_share_stands_when_all_had_ended_before_that_day():
    found = statistics.share_by_day(counts([(1, 3, 0, 0), (4, 0, 1, 0)]), day=10).row(0, named=True)
    assert found["value"] == pytest.approx(0.75)
    assert 0 < found["low"] < 0.75 < found["high"] < 1


@pytest.mark.parametrize("answered", [0, 7])
def test_none_and_all_have_wilsons_limits_and_their_cases_as_size(answered):
    frame = counts([(2, answered, 0, 0), (12, 0, 0, 7 - answered)])
    found = statistics.share_by_day(frame, day=10).row(0, named=True)
    expected = statistics.proportion(pl.DataFrame({"cases": [7], "events": [answered]})).row(0, named=True)
    for name in ("value", "low", "high"):
        assert found[name] == pytest.approx(expected[name])
    assert (found["error"], found["effective_cases"]) == (0, 7)


def test_where_nobody_was_lost_the_effective_cases_are_the_cases():
    found = statistics.share_by_day(counts([(2, 30, 0, 0), (4, 0, 5, 0), (50, 5, 0, 10)]), day=10).row(0, named=True)
    assert found["value"] == pytest.approx(0.6)
    assert found["error"] == pytest.approx((0.6 * 0.4 / 50) ** 0.5)
    assert found["effective_cases"] == pytest.approx(50)


def test_lost_cases_count_in_part():
    """Forty of a hundred last seen open before anyone was answered: more than the other sixty, less than a hundred."""
    early, late = [(1, 0, 0, 40), (5, 30, 0, 0), (20, 0, 0, 30)], [(3, 20, 0, 0), (4, 0, 0, 40), (6, 10, 0, 30)]
    assert statistics.share_by_day(counts(early), day=10)["effective_cases"].item() == pytest.approx(60)
    assert 60 < statistics.share_by_day(counts(late), day=6)["effective_cases"].item() < 100


def test_the_names_after_the_first_compete():
    frame = counts([(1, 2, 3, 0), (9, 0, 0, 5)])
    assert statistics.share_by_day(frame, day=5)["value"].item() == pytest.approx(0.2)
    turned = statistics.share_by_day(frame, day=5, names=("competing", "answered"))
    assert turned["value"].item() == pytest.approx(0.3)


# -- the day a share is reached --------------------------------------------------------------------


def test_one_request_answered_has_a_median_and_no_upper_limit():
    found = statistics.day_reached(counts([(5, 1, 0, 0)])).row(0, named=True)
    assert found == {"value": 5, "low": 5, "high": None, "last_day": 5}


def test_none_answered_has_no_median():
    found = statistics.day_reached(counts([(5, 0, 1, 4)])).row(0, named=True)
    assert found == {"value": None, "low": None, "high": None, "last_day": 5}


def test_same_day_answers_count():
    assert statistics.day_reached(counts([(0, 3, 0, 0), (4, 0, 0, 1)]))["value"].item() == 0


def test_a_share_by_a_day_before_anyone_was_in_view_is_not_known():
    """Three came into view on day 40: nothing is known of day 30."""
    late = pl.DataFrame({"day": [40, 45], "answered": 0, "competing": 0, "censored": [0, 3], "entered": [3, 0]})
    assert statistics.share_by_day(late, day=30).select("value", "low", "high").row(0) == (None, None, None)
