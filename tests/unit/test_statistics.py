"""Are the estimates right? Against published answers, against scipy and statsmodels, and where numbers can lie."""

import warnings

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from scipy import stats

from roi_analytics import statistics

CLOSE = 1e-9


def counts(rows: list[tuple]) -> pl.DataFrame:
    """Rows of (day, answered, competing, censored[, entered])."""
    names = ["day", "answered", "competing", "censored", "entered"]
    return pl.DataFrame(
        [dict(zip(names, (*row, 0)[:5], strict=True)) for row in rows], schema=dict.fromkeys(names, pl.Int64)
    )


def of_cases(days, kinds) -> pl.DataFrame:
    """One row per case: kind 1 answered, 2 competing, 0 last seen open."""
    kinds = np.asarray(kinds)
    return pl.DataFrame({"day": np.asarray(days, dtype=np.int64)}).with_columns(
        answered=pl.Series((kinds == 1).astype(np.int64)),
        competing=pl.Series((kinds == 2).astype(np.int64)),
        censored=pl.Series((kinds == 0).astype(np.int64)),
        entered=pl.lit(0),
    )


# -- published answers -----------------------------------------------------------------------------


def test_wilson_agrees_with_newcombe(published):
    expected = published("ci_binomial_expected.csv")
    found = statistics.proportion(expected, cases="n", events="x")
    assert (found["low"] - expected["wilson_l"]).abs().max() < CLOSE
    assert (found["high"] - expected["wilson_u"]).abs().max() < CLOSE


def test_kaplan_meier_agrees_with_r_on_the_ovarian_patients(published):
    patients = published("surv_ovarian_input.csv").select(
        day="futime", events="fustat", censored=1 - pl.col("fustat"), entered=pl.lit(0)
    )
    expected = published("surv_ovarian_km_expected.csv")
    found = statistics.survival(patients).filter(pl.col("events") > 0)
    assert found["at_risk"].to_list() == expected["n_risk"].to_list()
    assert (found["survival"] - expected["surv"]).abs().max() < CLOSE


def test_a_quantile_the_ovarian_curve_never_reaches_is_not_reached(published):
    patients = published("surv_ovarian_input.csv").select(
        day="futime", answered="fustat", competing=pl.lit(0), censored=1 - pl.col("fustat"), entered=pl.lit(0)
    )
    found = statistics.day_reached(patients, share=0.9)
    assert found.row(0, named=True) == {"value": None, "low": None, "high": None, "last_day": 1227}
    assert statistics.day_reached(patients)["value"].to_list() == [638]


def test_aalen_johansen_agrees_with_the_case_checked_by_hand(published):
    cases = published("cr_tiny_input.csv")
    expected = published("cr_tiny_aj_expected.csv")
    found = statistics.outcomes(of_cases(cases["t"], cases["ev"])).filter(pl.col("answered") + pl.col("competing") > 0)
    expected = expected.filter(pl.col("time").is_in(found["day"].to_list()))
    assert found["at_risk"].to_list() == expected["n_risk"].to_list()
    assert (found["answered_share"] - expected["p_1"]).abs().max() < CLOSE
    assert (found["competing_share"] - expected["p_2"]).abs().max() < CLOSE


# -- referees --------------------------------------------------------------------------------------


def test_kaplan_meier_and_its_band_agree_with_scipy():
    random = np.random.default_rng(3)
    days, is_censored = random.integers(0, 50, 300), random.random(300) < 0.3
    referee = stats.ecdf(stats.CensoredData.right_censored(days, is_censored)).sf
    with np.errstate(all="ignore"):
        band = referee.confidence_interval(method="log-log")
    frame = pl.DataFrame({"day": days, "censored": is_censored.astype(int)}).with_columns(
        events=1 - pl.col("censored"), entered=pl.lit(0)
    )
    found = statistics.survival(frame)
    assert found["day"].to_list() == referee.quantiles.tolist()
    np.testing.assert_allclose(found["survival"], referee.probabilities, atol=CLOSE)
    inside = ((found["survival"] > 0) & (found["survival"] < 1)).to_numpy()
    np.testing.assert_allclose(found["low"].to_numpy()[inside], band.low.probabilities[inside], atol=CLOSE)
    np.testing.assert_allclose(found["high"].to_numpy()[inside], band.high.probabilities[inside], atol=CLOSE)


def test_competing_outcomes_and_their_errors_agree_with_statsmodels():
    from statsmodels.duration.survfunc import CumIncidenceRight

    random = np.random.default_rng(5)
    days, kinds = random.integers(0, 40, 400).astype(float), random.integers(0, 3, 400)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        referee = CumIncidenceRight(days, kinds)
    found = statistics.outcomes(of_cases(days, kinds)).filter(pl.col("day").is_in(referee.times.astype(int).tolist()))
    for place, name in enumerate(("answered", "competing")):
        np.testing.assert_allclose(found[f"{name}_share"], referee.cinc[place], atol=CLOSE)
        error = referee.cinc_se[place]
        told = ~np.isnan(error)
        assert told.sum() > 30
        np.testing.assert_allclose(found[f"{name}_error"].to_numpy()[told], error[told], atol=CLOSE)


def test_without_competitors_the_band_of_a_share_is_kaplan_meiers():
    frame = of_cases([2, 3, 3, 5, 8, 9, 9], [1, 1, 0, 1, 0, 1, 0])
    curve = statistics.survival(frame, event="answered")
    share = statistics.outcomes(frame)
    np.testing.assert_allclose(share["answered_share"], 1 - curve["survival"], atol=CLOSE)
    np.testing.assert_allclose(share["answered_low"].drop_nulls(), 1 - curve["high"].drop_nulls(), atol=CLOSE)
    np.testing.assert_allclose(share["answered_high"].drop_nulls(), 1 - curve["low"].drop_nulls(), atol=CLOSE)


def test_one_minus_kaplan_meier_would_overstate():
    frame = of_cases([1, 2, 3, 4, 5, 6], [2, 1, 2, 1, 2, 1])
    naive = (
        1 - statistics.survival(frame.with_columns(censored=1 - pl.col("answered")), event="answered")["survival"][-1]
    )
    assert naive == pytest.approx(1.0)
    assert statistics.outcomes(frame)["answered_share"][-1] == pytest.approx(0.5)


# -- left truncation -------------------------------------------------------------------------------


def test_a_case_first_seen_late_is_at_risk_only_from_then():
    """Two watched from receipt, one only after day 4: on day 2 two are at risk, on day 6 two again, never three."""
    frame = counts([(2, 1, 0, 0), (4, 0, 0, 0, 1), (6, 1, 0, 0), (9, 1, 0, 0)])
    found = statistics.survival(frame, event="answered").filter(pl.col("answered") > 0)
    assert found["at_risk"].to_list() == [2, 2, 1]
    assert found["survival"].to_list() == pytest.approx([0.5, 0.25, 0.0])


def test_late_entry_agrees_with_statsmodels():
    from statsmodels.duration.survfunc import SurvfuncRight

    random = np.random.default_rng(8)
    entry = np.where(random.random(200) < 0.3, random.integers(1, 10, 200), 0)
    days = entry + random.integers(1, 30, 200)
    is_event = random.random(200) < 0.7
    referee = SurvfuncRight(days, is_event.astype(int), entry=np.where(entry == 0, -1, entry))
    frame = pl.concat(
        [
            pl.DataFrame({"day": days, "events": is_event * 1, "censored": ~is_event * 1, "entered": days * 0}),
            pl.DataFrame({"day": entry[entry > 0], "entered": 1}).select(
                "day", events=pl.lit(0), censored=pl.lit(0), entered=pl.col("entered")
            ),
        ],
        how="vertical_relaxed",
    )
    found = statistics.survival(frame).filter(pl.col("events") > 0)
    assert found["day"].to_list() == referee.surv_times.tolist()
    assert found["at_risk"].to_list() == referee.n_risk.tolist()
    np.testing.assert_allclose(found["survival"], referee.surv_prob, atol=CLOSE)


# -- corners ---------------------------------------------------------------------------------------


def test_wilson_at_none_and_at_all_and_without_cases():
    found = statistics.proportion(pl.DataFrame({"cases": [20, 10, 0], "events": [0, 10, 0]}))
    assert found["low"].to_list() == [0.0, pytest.approx(0.7224672), None]
    assert found["high"].to_list() == [pytest.approx(0.1611252), 1.0, None]
    assert found["value"].to_list() == [0.0, 1.0, None]


def test_a_share_is_not_drawn_out_past_the_last_day_anyone_was_watched():
    young = counts([(1, 3, 0, 0), (9, 0, 0, 5)])
    found = statistics.share_by_day(young, day=10).row(0, named=True)
    assert found == {"value": None, "low": None, "high": None, "at_risk": 0, "last_day": 9}
    assert statistics.share_by_day(young, day=9)["value"].item() == pytest.approx(3 / 8)


def test_a_share_stands_when_all_had_ended_before_that_day():
    found = statistics.share_by_day(counts([(1, 3, 0, 0), (4, 0, 1, 0)]), day=10).row(0, named=True)
    assert found["value"] == pytest.approx(0.75)
    assert 0 < found["low"] < 0.75 < found["high"] < 1


@pytest.mark.parametrize("answered", [0, 7])
def test_none_and_all_have_wilsons_limits(answered):
    frame = counts([(2, answered, 0, 0), (12, 0, 0, 7 - answered)])
    found = statistics.share_by_day(frame, day=10).row(0, named=True)
    expected = statistics.proportion(pl.DataFrame({"cases": [7], "events": [answered]})).row(0, named=True)
    assert (found["value"], found["low"], found["high"]) == pytest.approx(
        (expected["value"], expected["low"], expected["high"])
    )


def test_one_request_answered_has_a_median_and_no_upper_limit():
    found = statistics.day_reached(counts([(5, 1, 0, 0)])).row(0, named=True)
    assert found == {"value": 5, "low": 5, "high": None, "last_day": 5}


def test_none_answered_has_no_median():
    found = statistics.day_reached(counts([(5, 0, 1, 4)])).row(0, named=True)
    assert found == {"value": None, "low": None, "high": None, "last_day": 5}


def test_same_day_answers_count():
    assert statistics.day_reached(counts([(0, 3, 0, 0), (4, 0, 0, 1)]))["value"].item() == 0


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


def test_no_cases_give_no_rows():
    assert statistics.survival(counts([]).rename({"answered": "events"})).is_empty()
    assert statistics.share_by_day(counts([]), day=3).is_empty()
    assert statistics.day_reached(counts([])).is_empty()
    assert statistics.amounts(pl.DataFrame({"value": [], "cases": []})).is_empty()


# -- where numbers can lie -------------------------------------------------------------------------

row = st.tuples(st.sampled_from(["a", "b", None]), st.integers(0, 40), st.integers(0, 2), st.integers(0, 3))


@st.composite
def logs(draw):
    rows = draw(st.lists(row, min_size=1, max_size=40))
    groups, days, kinds, late = map(list, zip(*rows, strict=True))
    late = [day if day < until else 0 for day, until in zip(late, days, strict=True)]
    cases = of_cases(days, kinds).with_columns(place=pl.Series(groups, dtype=pl.String))
    entries = pl.DataFrame({"place": pl.Series(groups, dtype=pl.String), "day": pl.Series(late, dtype=pl.Int64)})
    entries = entries.filter(pl.col("day") > 0).with_columns(entered=pl.lit(1))
    return pl.concat([cases, entries], how="diagonal_relaxed").with_columns(
        pl.col("answered", "competing", "censored", "entered").fill_null(0)
    )


@settings(max_examples=80, deadline=None)
@given(logs())
def test_outcomes_and_open_add_to_one_every_day(frame):
    found = statistics.outcomes(frame, by=["place"])
    total = found["answered_share"] + found["competing_share"] + found["open_share"]
    assert (total - 1).abs().max() < CLOSE
    for name in ("answered", "competing"):
        share = found[f"{name}_share"]
        assert share.is_between(0, 1).all()
        inside = found.filter(pl.col(f"{name}_low").is_not_null())
        assert (inside[f"{name}_low"] <= inside[f"{name}_share"] + CLOSE).all()
        assert (inside[f"{name}_share"] <= inside[f"{name}_high"] + CLOSE).all()
        assert inside[f"{name}_low"].is_between(0, 1).all()


@settings(max_examples=60, deadline=None)
@given(logs(), st.integers(0, 45), st.randoms())
def test_shuffling_rows_changes_nothing_and_groups_do_not_touch_each_other(frame, day, random):
    order = list(range(frame.height))
    random.shuffle(order)
    whole = statistics.share_by_day(frame, by=["place"], day=day)
    assert_frame_equal(whole, statistics.share_by_day(frame[order], by=["place"], day=day), abs_tol=CLOSE)
    for place in frame["place"].unique().to_list():
        alone = statistics.share_by_day(frame.filter(pl.col("place").eq_missing(place)), day=day)
        together = whole.filter(pl.col("place").eq_missing(place)).drop("place")
        assert_frame_equal(alone, together, abs_tol=CLOSE)


@settings(max_examples=60, deadline=None)
@given(logs(), st.integers(0, 45))
def test_shares_and_their_limits_stay_within_zero_and_one(frame, day):
    found = statistics.share_by_day(frame, by=["place"], day=day).drop_nulls("value")
    for column in ("value", "low", "high"):
        assert found[column].drop_nulls().is_between(0, 1).all()
    assert (found["low"] <= found["value"] + CLOSE).all()
    assert (found["value"] <= found["high"] + CLOSE).all()


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from([0.0, 5.0, 6.5, 20.0, 99.9]), min_size=1, max_size=60))
def test_the_median_is_polars_median_and_lies_within_its_limits(amounts):
    frame = pl.DataFrame({"value": amounts}).group_by("value").len("cases")
    found = statistics.amounts(frame).row(0, named=True)
    assert found["value"] == pytest.approx(pl.Series(amounts).median())
    if found["low"] is not None:
        assert found["low"] <= found["value"] <= found["high"]
    assert min(amounts) <= found["value"] <= found["p90"] <= max(amounts)


def test_the_wilson_limits_cover_at_small_numbers():
    """At n = 5, 10 and 30 the limits hold the truth at least 93 times in 100, averaged over all true shares."""
    for n in (5, 10, 30):
        limits = statistics.proportion(pl.DataFrame({"cases": n, "events": range(n + 1)}))
        truth = np.linspace(0.01, 0.99, 99)
        holds = (limits["low"].to_numpy()[:, None] <= truth) & (truth <= limits["high"].to_numpy()[:, None])
        chance = stats.binom.pmf(np.arange(n + 1)[:, None], n, truth)
        assert (holds * chance).sum(axis=0).mean() > 0.93
