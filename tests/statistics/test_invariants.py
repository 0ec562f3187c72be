"""
What stays true whatever the numbers: order, names, neighbours and later rows change nothing, and limits stay in bounds.
"""

import numpy as np
import polars as pl
import pytest
from frames import CLOSE, logs, units
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from roi_analytics import statistics

QUICK = settings(max_examples=25, deadline=None)

PER_UNIT = {
    "funnel": lambda frame: statistics.funnel(frame, by=["peers"]),
    "ratio": lambda frame: statistics.funnel(frame.with_columns(e=pl.col("cases") / 4), by=["peers"], expected="e"),
    "shrink": lambda frame: statistics.shrink(frame, by=["peers"]),
    "standardised": lambda frame: statistics.standardised(
        frame.with_columns(kind=pl.col("cases") % 2), ["kind"], ["peers"]
    ),
}
"""Comparisons of units among their peers."""

values = st.lists(st.integers(-50, 50), min_size=1, max_size=30)


def charted(frame: pl.DataFrame, **options) -> dict[str, pl.DataFrame]:
    """Every chart that a frame of month, value, cases and events can be drawn on."""
    return {
        "xmr": statistics.xmr(frame, **options),
        "unscreened": statistics.xmr(frame, screened=False, **options),
        "p": statistics.p_chart(frame.drop("value"), **options),
        "u": statistics.u_chart(frame.drop("value"), **options),
    }


def months(drawn: list[int]) -> pl.DataFrame:
    frame = pl.DataFrame({"month": range(len(drawn)), "value": drawn})
    return frame.with_columns(cases=100, events=pl.col("value") + 50)


# -- order, names, neighbours ----------------------------------------------------------------------


@pytest.mark.parametrize("name", PER_UNIT)
@QUICK
@given(frame=units(), random=st.randoms(use_true_random=False))
def test_the_order_of_units_and_their_names_change_nothing(name, frame, random):
    order = list(range(frame.height))
    random.shuffle(order)
    renamed = pl.col("provider_id").str.replace("p", "z")
    found = PER_UNIT[name](frame).sort("provider_id")
    again = PER_UNIT[name](frame[order].with_columns(renamed))
    again = again.with_columns(pl.col("provider_id").str.replace("z", "p")).sort("provider_id")
    # The likeliest alpha and beta are found by steps, whose sums of other orders end a little elsewhere.
    assert_frame_equal(
        found, again, abs_tol=1e-5 if name == "shrink" else CLOSE, rel_tol=1e-3 if name == "shrink" else 0
    )


@pytest.mark.parametrize("name", PER_UNIT)
@QUICK
@given(frame=units())
def test_peers_do_not_touch_each_other(name, frame):
    found = PER_UNIT[name](frame)
    for peers in frame["peers"].unique():
        alone = PER_UNIT[name](frame.filter(pl.col("peers") == peers))
        assert_frame_equal(found.filter(pl.col("peers") == peers), alone, abs_tol=CLOSE)


@QUICK
@given(logs(), st.randoms(use_true_random=False), st.integers(1, 45))
def test_a_file_split_in_two_and_shuffled_gives_the_same_curves(frame, random, day):
    order = list(range(frame.height))
    random.shuffle(order)
    half = frame.height // 2
    split = pl.concat([frame[order[half:]], frame[order[:half]]])
    for ask in (
        lambda rows: statistics.outcomes(rows, by=["place"]),
        lambda rows: statistics.survival(rows, by=["place"], event="answered"),
        lambda rows: statistics.day_reached(rows, by=["place"]),
        lambda rows: statistics.restricted_mean(rows, by=["place"], until=day),
    ):
        assert_frame_equal(ask(frame), ask(split), abs_tol=CLOSE)


@QUICK
@given(logs(), st.integers(0, 45))
def test_places_do_not_touch_each_other(frame, day):
    for ask in (
        lambda rows, by: statistics.survival(rows, by, event="answered"),
        lambda rows, by: statistics.share_by_day(rows, by, day=day),
        lambda rows, by: statistics.restricted_mean(rows, by, until=day),
    ):
        whole = ask(frame, ["place"])
        for place in frame["place"].unique():
            alone = ask(frame.filter(pl.col("place").eq_missing(place)), [])
            together = whole.filter(pl.col("place").eq_missing(place)).drop("place")
            assert_frame_equal(alone.select(together.columns), together, abs_tol=CLOSE)


@QUICK
@given(logs(), st.integers(0, 45))
def test_counts_and_one_row_per_case_are_the_same_frame(frame, day):
    summed = frame.group_by("place", "day").agg(pl.col("answered", "competing", "censored", "entered").sum())
    one, other = (statistics.share_by_day(rows, by=["place"], day=day) for rows in (frame, summed))
    assert_frame_equal(one, other, abs_tol=CLOSE, check_row_order=False)


@QUICK
@given(logs())
def test_without_the_column_entered_nobody_came_late(frame):
    watched = frame.with_columns(entered=pl.lit(0))
    assert_frame_equal(
        statistics.outcomes(watched, by=["place"]), statistics.outcomes(frame.drop("entered"), by=["place"]),
        check_dtypes=False,
    )  # fmt: skip


@QUICK
@given(logs(), st.integers(1, 45))
def test_a_later_month_changes_no_earlier_cohort(frame, until):
    later = frame.with_columns(place=pl.lit("later"))
    for ask in (
        lambda rows: statistics.share_by_day(rows, by=["place"], day=until),
        lambda rows: statistics.restricted_mean(rows, by=["place"], until=until),
    ):
        grown = ask(pl.concat([frame, later])).filter(pl.col("place").ne_missing("later"))
        assert_frame_equal(ask(frame), grown, abs_tol=CLOSE)


# -- bounds ----------------------------------------------------------------------------------------


@QUICK
@given(logs())
def test_the_ways_of_ending_and_still_open_are_one_on_every_day(frame):
    found = statistics.outcomes(frame, by=["place"])
    total = found["answered_share"] + found["competing_share"] + found["open_share"]
    assert (total - 1).abs().max() < CLOSE
    for name in ("answered", "competing"):
        assert found[f"{name}_share"].is_between(0, 1).all()
        inside = found.filter(pl.col(f"{name}_low").is_not_null())
        assert (inside[f"{name}_low"] >= 0).all()
        assert (inside[f"{name}_low"] <= inside[f"{name}_share"] + CLOSE).all()
        assert (inside[f"{name}_share"] <= inside[f"{name}_high"] + CLOSE).all()
        assert (inside[f"{name}_high"] <= 1).all()


@QUICK
@given(logs(), st.integers(0, 45))
def test_a_share_and_its_limits_stay_within_zero_and_one(frame, day):
    found = statistics.share_by_day(frame, by=["place"], day=day).drop_nulls("value")
    for name in ("value", "low", "high"):
        assert found[name].drop_nulls().is_between(0, 1).all()
    assert (found["low"] <= found["value"] + CLOSE).all()
    assert (found["value"] <= found["high"] + CLOSE).all()
    assert found["effective_cases"].is_finite().all()


@QUICK
@given(units(), st.sampled_from(["wilson", "exact", "jeffreys"]))
def test_the_limits_of_a_share_hold_it_and_stay_within_zero_and_one(frame, method):
    found = statistics.proportion(frame, method=method)
    some = found.filter(pl.col("cases") > 0)
    assert some.select((pl.col("low") >= 0) & (pl.col("high") <= 1)).to_series().all()
    assert some.select((pl.col("low") <= pl.col("value")) & (pl.col("value") <= pl.col("high"))).to_series().all()
    assert (
        found.filter(pl.col("cases") == 0).select("value", "low", "high").null_count().row(0)
        == ((found["cases"] == 0).sum(),) * 3
    )


@QUICK
@given(units())
def test_exact_limits_are_the_widest(frame):
    """Clopper and Pearson promise their coverage whatever the share; Jeffreys' lie within."""
    exact, jeffreys = (statistics.proportion(frame, method=method).drop_nulls() for method in ("exact", "jeffreys"))
    assert (exact["low"] <= jeffreys["low"] + CLOSE).all()
    assert (jeffreys["high"] <= exact["high"] + CLOSE).all()


@QUICK
@given(units())
def test_the_shrunken_share_lies_between_the_raw_and_the_peers(frame):
    found = statistics.shrink(frame, by=["peers"]).filter(pl.col("cases") > 0)
    raw = pl.col("events") / pl.col("cases")
    pooled = (pl.col("events").sum() / pl.col("cases").sum()).over("peers")
    middle = pl.coalesce(pl.col("alpha") / (pl.col("alpha") + pl.col("beta")), pooled)
    inside = pl.col("shrunken").is_between(
        pl.min_horizontal(raw, middle) - CLOSE, pl.max_horizontal(raw, middle) + CLOSE
    )
    assert found.select(inside).to_series().all()
    assert found.select(pl.col("shrunken_low") <= pl.col("shrunken_high")).to_series().all()
    assert (
        found.select(pl.col("shrunken_low").is_between(0, 1) & pl.col("shrunken_high").is_between(0, 1))
        .to_series()
        .all()
    )


@QUICK
@given(units())
def test_wider_limits_only_where_units_differ_beyond_chance(frame):
    found = statistics.funnel(frame, by=["peers"]).drop_nulls("z")
    assert (found["tau2"] >= 0).all()
    assert (found["adjusted_low_95"] <= found["low_95"] + CLOSE).all()
    assert (found["adjusted_high_95"] >= found["high_95"] - CLOSE).all()
    assert (found["z_adjusted"].abs() <= found["z"].abs() + CLOSE).all()
    limits = found.select(pl.col("^(adjusted_)?(low|high)_(95|998)$"))
    assert limits.select(pl.all().is_between(0, 1).all()).row(0) == (True,) * 8


@pytest.mark.parametrize("options", [{}, {"expected": "e"}, {"expected": "e", "trim": "drop"}])
@QUICK
@given(frame=units(least=3))
def test_outside_the_adjusted_limits_is_a_large_adjusted_z(options, frame):
    """A chart and its p-values never say two things of one unit."""
    found = statistics.funnel(frame.with_columns(e=pl.col("cases") / 3), by=["peers"], **options).drop_nulls("z")
    z, value = pl.col("z_adjusted"), pl.col("value")
    clear = (z.abs() - 3.090232).abs() > 1e-6
    outside = (value > pl.col("adjusted_high_998")) | (value < pl.col("adjusted_low_998"))
    assert found.filter(clear).select(outside == (z.abs() > 3.090232)).to_series().all()


@QUICK
@given(units(), st.floats(0, 30))
def test_expected_events_add_up_to_observed_ones_where_nothing_took_the_overall_share(frame, folded):
    frame = frame.with_columns(kind=pl.col("cases") % 3)
    plain = statistics.standardised(frame, ["kind"], by=["peers"], folded=0)
    sums = plain.group_by("peers").agg(pl.col("events", "expected").sum())
    assert (sums["events"] - sums["expected"]).abs().max() < 1e-6
    unstratified = statistics.standardised(frame, [], by=["peers"], folded=folded)
    adjusted = unstratified.filter(pl.col("cases") > 0).drop_nulls("adjusted")
    assert (adjusted["adjusted"] - adjusted["events"] / adjusted["cases"]).abs().max() in (None, pytest.approx(0))


@QUICK
@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=1, max_size=30))
def test_adjusted_p_values_are_in_order_and_never_smaller(drawn):
    frame = pl.DataFrame({"p": drawn}, schema={"p": pl.Float64})
    for method in ("bh", "by", "holm", "bonferroni"):
        found = statistics.false_discovery(frame, method=method)
        assert found["p"].to_list() == drawn
        assert found["p_adjusted"].is_null().to_list() == [one is None for one in drawn]
        told = found.drop_nulls().sort("p")
        assert told["p_adjusted"].is_sorted()
        assert (told["p_adjusted"] >= told["p"] - CLOSE).all()
        assert told["p_adjusted"].is_between(0, 1).all()
    bh, holm, bonferroni = (
        statistics.false_discovery(frame, method=method)["p_adjusted"] for method in ("bh", "holm", "bonferroni")
    )
    assert (bh <= holm + CLOSE).all()
    assert (holm <= bonferroni + CLOSE).all()


# -- change ----------------------------------------------------------------------------------------


@QUICK
@given(values, st.integers(-50, 50))
def test_a_hollow_month_changes_nothing_of_the_others(drawn, young):
    whole = months([*drawn, young]).with_columns(is_hollow=pl.int_range(pl.len()) == len(drawn))
    for name, found in charted(whole, hollow="is_hollow", better="higher").items():
        before = charted(months(drawn), better="higher")[name]
        assert_frame_equal(found.head(len(drawn)).drop("is_hollow"), before, abs_tol=CLOSE)
        assert found.select("signal", "variation").row(-1) == (None, None)


@QUICK
@given(values, values)
def test_later_months_never_change_a_frozen_phase(early, late):
    frozen = {"baselines": [{"starts": 0, "until": len(early) - 1, "reason": "first year"}], "better": "lower"}
    limits = ["center", "low_limit", "high_limit", "near_low", "near_high"]
    for name, found in charted(months(early + late), **frozen).items():
        before = charted(months(early), **frozen)[name]
        assert_frame_equal(found.head(len(early)).select(limits), before.select(limits), abs_tol=CLOSE)
        assert found["reason"].unique().to_list() == ["first year"]


@QUICK
@given(values, values)
def test_a_new_phase_stands_on_its_own_points(early, late):
    declared = [{"starts": len(early), "reason": "a new system"}]
    for name, found in charted(months(early + late), baselines=declared).items():
        alone = charted(months(late).with_columns(pl.col("month") + len(early)))[name]
        told = [column for column in alone.columns if column not in ("phase", "reason")]
        assert_frame_equal(found.tail(len(late)).select(told), alone.select(told), abs_tol=CLOSE)
        assert found["phase"].to_list() == [1] * len(early) + [2] * len(late)


@QUICK
@given(values, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_not_the_order_of_months(drawn, random):
    frame = months(drawn)
    order = list(range(frame.height))
    random.shuffle(order)
    for name, found in charted(frame[order]).items():
        assert found["month"].to_list() == order
        assert_frame_equal(found.sort("month"), charted(frame)[name], abs_tol=CLOSE)


@QUICK
@given(values)
def test_up_is_down_upside_down(drawn):
    """What improves where higher is better is a concern where lower is, and the other way round."""
    told = statistics.xmr(months(drawn), better="higher")
    turned = statistics.xmr(months([-value for value in drawn]), better="lower")
    assert told["signal"].to_list() == turned["signal"].to_list()
    assert told["variation"].to_list() == turned["variation"].to_list()
    assert np.allclose(told["center"], -turned["center"])


# -- amounts ---------------------------------------------------------------------------------------


@QUICK
@given(st.lists(st.integers(-40, 400), min_size=1, max_size=40))
def test_amounts_turned_round_have_their_fences_turned_round(drawn):
    """Whichever side the tail is on, its whisker is the longer."""
    frame = pl.DataFrame({"value": drawn})
    told, turned = (statistics.outlying(rows, scale="plain") for rows in (frame, frame.select(-pl.col("value"))))
    for one, other in (("fence_low", "fence_high"), ("fence_high", "fence_low"), ("modified_z", "modified_z")):
        assert np.allclose(told[one], -turned[other], rtol=1e-9)
    assert told["is_outlying"].to_list() == turned["is_outlying"].to_list()
