"""The funnel and the forest: who departs from the standard is marked, nobody is ranked, and the few are let be."""

import numpy as np
import polars as pl
import pytest
from chart_frames import EMOJI, LONG, UNITS, many_units
from drawing import drawn, lightness

from roi_analytics import charts, statistics
from roi_analytics.charts import funnels, places
from roi_analytics.charts.style import BAD, FOCUS, GOOD, OTHER, QUIET
from roi_analytics.errors import QuestionError


def funnel(frame: pl.DataFrame = UNITS, **options):
    return charts.funnel(frame, title="On time", **options)


def curves(chart) -> int:
    return len(drawn(chart).marks.get("line", []))


def test_only_who_departs_is_filled_and_named():
    drawing = drawn(funnel())
    assert drawing.count("symbol", fill=GOOD) == 1
    assert drawing.count("symbol", fill=BAD) == 1
    assert drawing.count("symbol", fill="white", stroke=QUIET) == 2, "as expected: hollow"
    assert drawing.count("symbol", fill="white", stroke=funnels.FAINT) == 1, "too few cases: hollow and faint"
    assert drawing.count("symbol") == 5, "what has no figure is no point"
    assert {"north", "mesa"} <= set(drawing.words)
    assert not any("U+202E" in words or "clinic" in words for words in drawing.words)


@pytest.mark.parametrize("reading", ["higher than the standard", "lower than the standard"])
def test_where_neither_way_is_better_the_colour_takes_no_side(reading):
    drawing = drawn(funnel(UNITS.with_columns(reading=pl.lit(reading))))
    assert drawing.count("symbol", fill=OTHER) == 5
    assert drawing.count("symbol", fill=GOOD) + drawing.count("symbol", fill=BAD) == 0


@pytest.mark.parametrize("reading", ["too few peers", "as expected", "context only", None])
def test_other_readings_are_hollow_and_nameless(reading):
    drawing = drawn(funnel(UNITS.with_columns(reading=pl.lit(reading, pl.String))))
    assert drawing.count("symbol", fill="white") == 5
    assert "north" not in drawing.words


def test_the_words_hold_every_unit():
    told = funnel(sentence="phi 2.1.").description
    assert told.startswith("On time. Standard 80 %. north: 95 % (n 400), better than the standard. ")
    assert "mesa: 62 % (n 300), worse than the standard." in told
    assert f"{EMOJI}: 100 % (n 8), too few cases." in told
    assert "unseen: no figure (n 0)." in told
    assert "right[U+202E]left: 79 %" in told


def test_the_sentence_stands_under_the_title():
    said = " ".join(drawn(funnel(sentence="phi 2.1: the limits are widened.", width=860)).words)
    assert "phi 2.1: the limits are widened." in said
    assert "1 without a figure." in said
    assert "small and faint: too few cases" in said


def test_limits_are_those_of_the_statistics():
    """Each curve lies on funnel_limits at the sizes on the axis."""
    chart = funnel()
    rows = next(rows for rows in chart.to_dict()["datasets"].values() if rows and "adjusted_low_95" in rows[0])
    seen = pl.DataFrame(rows, infer_schema_length=None)
    expected = statistics.funnel_limits(seen["size"].to_list(), 0.8, 0.002)
    for column in ("low_95", "high_998", "adjusted_low_998", "adjusted_high_95"):
        both = pl.DataFrame({"drawn": seen[column].cast(pl.Float64), "expected": expected[column]}).drop_nulls("drawn")
        assert both.height > 20
        assert (both["drawn"] - both["expected"]).abs().max() < 1e-12


def test_solid_limits_only_where_providers_are_spread():
    assert curves(funnel()) == 8
    assert curves(funnel(UNITS.with_columns(tau2=0.0))) == 4
    assert curves(funnel(UNITS.with_columns(tau2=pl.lit(None, pl.Float64)))) == 4
    assert curves(funnel(UNITS.with_columns(standard=pl.lit(None, pl.Float64)))) == 0
    assert "standard 80 %" in drawn(funnel()).words


def test_a_rate_has_the_limits_of_its_share():
    """Two per 1,000 is a share of 0.002: limits are reckoned on the share and drawn per 1,000."""
    rates = UNITS.with_columns(pl.col("value") * 2.5, standard=2.0, cases=pl.col("cases") * 100).drop("effective_cases")
    drawing = drawn(charts.funnel(rates, title="T", unit="plain", per=1000))
    assert len(drawing.marks["line"]) == 8
    assert "standard 2" in drawing.words
    half = rates.with_columns(standard=0.5)
    assert "line" not in drawn(charts.funnel(half, title="T", unit="plain")).marks, "no share: no limits of one"


def test_two_standards_are_two_panels():
    two = UNITS.with_columns(standard=pl.when(pl.col("cases") > 100).then(0.8).otherwise(0.7))
    with pytest.raises(QuestionError, match="one standard, and these rows have 2") as refused:
        funnel(two)
    assert "charts.panels" in str(refused.value)


def test_every_case_that_limits_rest_on_has_its_place():
    """Points stand at effective_cases where that is known; the wider the sizes, the axis is logarithmic and says so."""
    assert any("log scale" in words for words in drawn(funnel()).words)
    near = UNITS.filter(pl.col("cases") > 100)
    assert "cases" in drawn(funnel(near)).words
    points = [rows for rows in funnel().to_dict()["datasets"].values() if rows and "reading" in rows[0]]
    assert {row["size"] for rows in points for row in rows if row["name"] == "north"} == {360.0}


def test_names_in_a_crowd_hide_no_point_and_no_name():
    drawing = drawn(funnel(many_units(), width=860))
    assert drawing.overlaps() == []
    named = [words for words in drawing.words if words.startswith(("provider-", "aaa"))]
    assert len(named) >= 15
    assert all(len(words) < 40 for words in named)


def test_places_are_near_clear_and_within():
    own = np.array([[50.0, 50.0], [55.0, 50.0], [2.0, 2.0]])
    found = places.beside(own, [40, 40, 40], own, (200, 100))
    assert not np.isnan(found).any()
    half = np.array([20, places.LINE / 2])
    low, high = found[:, :2] - half, found[:, :2] + half
    assert (low >= 0).all()
    assert (high <= [200, 100]).all()
    for one in range(3):
        for other in range(3):
            clear = (high[one] <= low[other]).any() or (low[one] >= high[other]).any()
            assert one == other or clear
            assert ((own[other] < low[one]) | (own[other] > high[one])).any()


def test_where_no_place_is_left_there_is_no_name():
    own = np.array([[10.0, 10.0]])
    assert np.isnan(places.beside(own, [500], own, (200, 100))).all()
    assert places.beside(np.empty((0, 2)), [], own, (200, 100)).shape == (0, 4)


def test_marks_differ_in_grey_print():
    """Better and worse differ by shape; by lightness too."""
    assert abs(lightness(GOOD) - lightness(BAD)) > 20
    assert abs(lightness(GOOD) - lightness(OTHER)) > 12


# -- the forest ------------------------------------------------------------------------------------


def forest(frame: pl.DataFrame = UNITS, **options):
    return charts.forest(frame, title="On time", **options)


def test_each_unit_has_its_figure_as_seen_and_shrunken():
    drawing = drawn(forest())
    assert drawing.count("symbol", fill="white", stroke=FOCUS) == 5
    assert drawing.count("symbol", fill=FOCUS) == 5
    assert drawing.count("rule", stroke_width="5") == 5
    assert drawing.count("rule", stroke_width="1.2", stroke=FOCUS) == 5
    assert "standard 80 %" in drawing.words


def test_rows_are_in_the_order_of_names_whatever_their_values():
    named = ["mesa", "north", "right[U+202E]left", "unseen"]
    for frame in (UNITS, UNITS.sort("value"), UNITS.reverse()):
        texts = [text for text in drawn(forest(frame)).texts if text.words in named]
        assert [text.words for text in sorted(texts, key=lambda text: text.top)] == named


def test_the_words_of_the_forest_hold_both_figures():
    told = forest().description
    assert (
        "north: 95 % (90 % to 100 %) (n 400), shrunken 88 % (84 % to 90 %), standard 80 %, better than the standard."
        in told
    )
    assert "unseen: no figure (n 0), standard 80 %." in told
    words = drawn(forest(width=860)).words
    assert "95 % (90 % to 100 %) · n 400" in words
    assert "shrunken 88 % (84 % to 90 %)" in words
    assert "no figure · n 0" in words


def test_an_interval_that_is_not_reached_runs_to_the_edge():
    open_ended = UNITS.head(1).with_columns(high=pl.lit(None, pl.Float64))
    assert "95 % (90 % to not reached) · n 400" in drawn(forest(open_ended, width=860)).words
    assert drawn(forest(open_ended)).count("rule", stroke_width="1.2", stroke=FOCUS) == 1


def test_what_is_only_context_has_nothing_shrunken():
    context = UNITS.select("provider_id", "cases", "value", "low", "high", "standard", reading=pl.lit("context only"))
    drawing = drawn(forest(context, unit="usd"))
    assert drawing.count("symbol", fill="white") == 5
    assert drawing.count("symbol", fill=FOCUS) == 0
    assert "standard $0.80" in drawing.words
    assert "shrunken" not in forest(context).description


def test_units_with_standards_of_their_own_have_no_common_one():
    two = UNITS.with_columns(standard=pl.when(pl.col("cases") > 100).then(0.8).otherwise(0.7))
    assert not any(words.startswith("standard") for words in drawn(forest(two)).words)
    assert "standard 70 %" in forest(two).description


def test_other_groups_than_providers_can_be_rows():
    by_state = UNITS.rename({"provider_id": "state"})
    assert "mesa · 300: 62 %" in forest(by_state, by=("state", "cases")).description
    assert any(words.startswith("aaa") and words.endswith("…") for words in drawn(forest(by_state, by="state")).words)
    assert LONG in forest(by_state, by="state").description
