"""Parts of a whole: the few that make up most, and the open requests by their age."""

import itertools

import polars as pl
import pytest
from chart_frames import AGES, EMOJI, LONG, REASONS
from drawing import drawn, lightness

from roi_analytics import charts
from roi_analytics.charts.bars import _shade
from roi_analytics.charts.style import BAD, BAND, FOCUS, set_apart, shortened, text_width, wrapped


def pareto(frame: pl.DataFrame = REASONS, **options):
    return charts.pareto(frame, "pend_reason", title="Sent back", **options)


def test_bars_fall_and_the_few_that_reach_the_mark_are_dark():
    drawing = drawn(pareto())
    assert drawing.count("rect", fill=FOCUS) == 3, "fifty, seventy-five, ninety-five of a hundred"
    assert drawing.count("rect", fill=BAND) == 2
    assert drawing.count("symbol", fill=BAD) == 5
    assert len(drawing.marks["line"]) == 1
    assert "80 %" in drawing.words


def test_reasons_are_in_falling_order():
    named = ["no signature", "not known", "own form"]
    for frame in (REASONS, REASONS.sort("cases"), REASONS.reverse()):
        texts = [text for text in drawn(pareto(frame, width=860)).texts if text.words in named]
        assert [text.words for text in sorted(texts, key=lambda text: text.top)] == named


def test_the_words_add_up():
    told = pareto().description
    assert "no signature: 50 · 50 % · together 50 %." in told
    assert "not known: 25 · 25 % · together 75 %." in told
    assert "own form: 20 · 20 % · together 95 %." in told
    assert f"{EMOJI}: 2 · 2.0 % · together 100 %." in told
    assert "20 · 20 % · together 95 %" in drawn(pareto(width=860)).words
    assert "20 · together 95 %" in drawn(pareto(width=340)).words


def test_amounts_can_be_added_up_too():
    fees = REASONS.select("pend_reason", fee_usd=pl.col("cases") * 1.5)
    assert "no signature: 75 · 50 % · together 50 %." in pareto(fees, value="fee_usd").description


def test_a_part_that_is_not_known_stands_last_and_is_in_no_share():
    frame = pl.concat([pl.DataFrame({"pend_reason": ["lost"], "cases": [None]}, schema=REASONS.schema), REASONS])
    told = pareto(frame).description
    assert told.endswith("lost: no figure.")
    assert "no signature: 50 · 50 %" in told
    drawing = drawn(pareto(frame))
    assert drawing.count("symbol") == 5
    assert drawing.count("rect") == 5


def test_nothing_at_all_has_no_shares():
    none = REASONS.with_columns(cases=0)
    drawing = drawn(pareto(none))
    assert drawing.count("rect") == 0
    assert drawing.count("symbol") == 0
    assert "no signature: 0." in pareto(none).description


# -- open requests by age --------------------------------------------------------------------------


def ages(frame: pl.DataFrame = AGES, **options):
    return charts.age_bands(frame, title="Open", **options)


def pieces(chart) -> int:
    """Pieces of bars; the boxes of the key are drawn apart."""
    drawing = drawn(chart)
    key = {text.words for text in drawing.texts} & {"00-10", "11-20", "21-30", "31-60", "61+", "not known"}
    return drawing.count("rect") - len(key)


def test_one_bar_a_provider_a_piece_a_band():
    assert pieces(ages()) == 7, "three of north, three of mesa, one more; none of nought"
    drawing = drawn(ages(width=860))
    assert {"100", "10", "12", "0"} <= set(drawing.words), "the totals"
    assert {"40", "30"} <= set(drawing.words), "the numbers within"
    assert "1" not in drawing.words, "where there is no room inside there is no number"


def test_bands_are_in_the_order_of_age_the_unknown_last():
    drawing = drawn(ages(AGES.sample(fraction=1.0, shuffle=True, seed=1), width=860))
    bands = ["00-10", "11-20", "21-30", "31-60", "61+", "not known"]
    key = sorted((text for text in drawing.texts if text.words in bands), key=lambda text: text.left)
    assert [text.words for text in key] == bands
    told = ages().description
    assert "mesa: 10 open (1 of 00-10, 4 of 61+, 5 of not known days)." in told
    assert "north: 100 open (40 of 00-10, 30 of 11-20, 30 of 61+ days)." in told
    assert f"{LONG}: 12 open (12 of 31-60 days)." in told
    assert f"{EMOJI}: 0 open." in told


def test_bands_are_sorted_as_numbers_not_as_letters():
    frame = pl.DataFrame(
        {"provider_id": "north", "age_band": ["100 and over", "5 to 9", "10 to 99"], "value": [1, 2, 3]}
    )
    assert "(2 of 5 to 9, 3 of 10 to 99, 1 of 100 and over days)" in ages(frame).description


def test_older_is_darker_and_every_number_can_be_read():
    fills = [_shade(age / 4) for age in range(5)]
    light = [lightness(fill) for fill, _ in fills]
    assert all(one - other > 10 for one, other in itertools.pairwise(light))
    for fill, ink in fills:
        assert abs(lightness(fill) - (100 if ink == "white" else lightness(ink))) > 40


def test_rows_are_in_the_order_of_names():
    texts = [text for text in drawn(ages(AGES.reverse(), width=860)).texts if text.words in ("mesa", "north")]
    assert [text.words for text in sorted(texts, key=lambda text: text.top)] == ["mesa", "north"]


# -- room for text ---------------------------------------------------------------------------------


def test_labels_keep_their_order_and_their_distance():
    assert set_apart([0.5, 0.52, 0.9], 0.1, 0.0, 1.0) == pytest.approx([0.5, 0.6, 0.9])
    assert set_apart([0.99, 0.98, 1.0], 0.1, 0.0, 1.0) == pytest.approx([0.9, 0.8, 1.0])
    assert set_apart([0.0, 0.0], 0.1, 0.0, 1.0) == pytest.approx([0.0, 0.1])
    assert set_apart([0.5] * 3, 0.5, 0.0, 0.4) == pytest.approx([0.0, 0.5, 1.0]), "no room: the distance is kept"
    assert set_apart([], 0.1, 0.0, 1.0) == []


def test_a_text_is_cut_to_its_room():
    assert shortened("north", 100) == "north"
    cut = shortened(LONG, 100)
    assert cut.endswith("…")
    assert 90 < text_width(cut) <= 100
    assert shortened(EMOJI, 20).endswith("…")
    assert text_width("李") > text_width("a") > text_width("i")


def test_long_words_are_broken_and_nothing_is_lost():
    lines = wrapped(f"{LONG} end", 40)
    assert all(len(line) <= 40 for line in lines)
    assert "".join(lines).replace(" ", "") == f"{LONG}end"
