"""Charts over time: the control chart, the stacked ways of ending, a person's way to several records."""

import itertools

import polars as pl
import pytest
from chart_frames import LONG, WAYS, months, outcomes
from drawing import drawn, lightness

from roi_analytics import charts
from roi_analytics.charts.areas import ENDS
from roi_analytics.charts.controls import COMMON, LIMITS
from roi_analytics.charts.style import BAD, FOCUS, GOOD, INK, OTHER
from roi_analytics.charts.ways import OTHERS


def control(frame: pl.DataFrame, **options):
    return charts.control(frame, title="On time", **options)


def test_every_month_has_its_mark_and_the_young_ones_are_hollow():
    drawing = drawn(control(months()))
    assert drawing.count("symbol", fill=GOOD) == 1, "the improvement"
    assert drawing.count("symbol", fill=BAD) == 1, "the concern"
    assert drawing.count("symbol", fill=COMMON) == 14
    assert drawing.count("symbol", fill="white", stroke=COMMON) == 2, "the two youngest months"


def test_young_months_are_joined_by_a_dashed_line():
    drawing = drawn(control(months()))
    assert drawing.count("rule", stroke=COMMON, stroke_dasharray="2,3") == 2
    assert drawing.count("rule", stroke=COMMON) == 17


def test_a_month_without_a_figure_breaks_the_line():
    gap = months().with_columns(value=pl.when(pl.col("month") == "2025-06").then(None).otherwise("value"))
    drawing = drawn(control(gap))
    assert drawing.count("rule", stroke=COMMON) == 15
    assert drawing.count("symbol", fill=COMMON) == 13
    assert "2025-06: no figure." in control(gap).description


def test_limits_are_named_where_the_newest_month_has_none():
    newest = pl.col("month") == pl.col("month").last()
    unseen = months().with_columns(
        pl.when(~newest).then(pl.col("value", "low_limit", "high_limit")),
    )
    assert {"mean 84 %", "limit 92 %", "limit 76 %"} <= set(drawn(control(unseen)).words)


def test_each_phase_has_its_own_mean_and_limits_and_its_reason():
    drawing = drawn(control(months(), width=860))
    assert len(drawing.marks["line"]) == 6, "mean and two limits, of two phases"
    assert "2025-10: a second clerk began" in drawing.words
    assert {"mean 84 %", "limit 92 %", "limit 76 %"} <= set(drawing.words), "those of the newest phase"
    assert "From 2025-10 its own mean and limits: a second clerk began." in control(months()).description
    one_phase = months().with_columns(phase=1, reason=pl.lit(None, pl.String))
    assert len(drawn(control(one_phase)).marks["line"]) == 3
    assert "own mean" not in control(one_phase).description


def test_a_reason_is_printed_whole():
    long = months().with_columns(reason=pl.when(pl.col("phase") == 2).then(pl.lit("because " * 30 + "of it")))
    words = " ".join(drawn(control(long, width=340)).words)
    assert words.count("because") == 30


@pytest.mark.parametrize(
    ("newest", "word", "letter"),
    [("improvement", "improvement", "H"), ("concern", "concern", "H"), ("change", "change", "H")],
)
def test_the_newest_counted_month_gives_the_icon(newest, word, letter):
    frame = months().with_columns(
        variation=pl.when(pl.col("variation") == "improvement").then(pl.lit(newest)).otherwise("variation")
    )
    drawing = drawn(control(frame))
    assert {word, letter, "target: hit and miss", "?"} <= set(drawing.words)
    assert drawing.count("symbol", stroke={"improvement": GOOD, "concern": BAD, "change": OTHER}[newest]) == 1


def test_ordinary_variation_says_so():
    calm = months().with_columns(variation=pl.when(~pl.col("is_hollow")).then(pl.lit("common")))
    drawing = drawn(control(calm))
    assert "common variation" in drawing.words
    assert "Newest counted point: common variation, target: hit and miss." in control(calm).description
    unjudged = months().with_columns(variation=pl.lit(None, pl.String), assurance=pl.lit(None, pl.String))
    assert "Newest counted point" not in control(unjudged).description


@pytest.mark.parametrize(("assurance", "letter"), [("passing", "P"), ("failing", "F"), ("hit_and_miss", "?")])
def test_the_target_and_whether_it_is_met(assurance, letter):
    frame = months().with_columns(assurance=pl.lit(assurance))
    drawing = drawn(control(frame, target=0.9))
    assert {f"target: {assurance.replace('_', ' ')}", letter, "target 90 %"} <= set(drawing.words)
    assert drawing.count("rule", stroke=INK, stroke_dasharray="1,3") == 1
    assert drawn(control(frame)).count("rule", stroke=INK) == 0


@pytest.mark.parametrize("limits", LIMITS)
def test_the_subtitle_names_the_limits(limits):
    words = " ".join(drawn(control(months().with_columns(limits=pl.lit(limits)), width=860)).words)
    assert LIMITS[limits] in words


def test_the_subtitle_says_what_is_on_the_chart():
    words = " ".join(drawn(control(months(), better="lower", subtitle="access requests", width=860)).words)
    assert "access requests; p' limits" in words
    assert "sigma z 1.4" in words
    assert "trial limits" in words
    assert "lower is better" in words
    assert "concern: orange square" in words
    assert "change: purple diamond" not in words
    assert "hollow: too young to be counted" in words


def test_the_words_of_a_control_chart():
    told = control(months()).description
    assert "2025-03: 50 %, concern (outside a limit)." in told
    assert "2025-04: 80 %." in told
    assert "2026-06: 82 %, too young to be counted." in told
    assert "Mean 84 % (76 % to 92 %)." in told
    many = control(months(200)).description
    assert many.count(" %") < 120, "of very many points the newest are told"


def test_months_are_named_as_far_as_they_have_room_the_newest_always():
    for number, width in itertools.product((1, 18, 60), (340, 860)):
        frame = months(number)
        named = [words for words in drawn(control(frame, width=width)).words if words in frame["month"].to_list()]
        assert frame["month"][-1] in named
        assert len(named) <= width / 50


def test_points_of_special_kind_differ_by_shape():
    drawing = drawn(control(months()))
    shapes = {mark["d"] for mark in drawing.marks["symbol"] if mark["fill"] in (GOOD, BAD)}
    assert len(shapes) == 2


# -- the ways of ending ----------------------------------------------------------------------------


def stacked(frame: pl.DataFrame, **options):
    return charts.stacked(frame, title="Ended", **options)


def test_each_way_of_ending_is_an_area_named_with_its_share():
    drawing = drawn(stacked(outcomes(), width=860))
    assert len(drawing.marks["area"]) == 6
    for words in ("provided 60 %", "denied 8.0 %", "no records 4.0 %", "answered, not said how 6.0 %", "open 20 %"):
        assert words in drawing.words
    assert not any("abandoned" in words for words in drawing.words), "what did not occur is not named"
    told = stacked(outcomes()).description
    assert told.startswith("Ended. By day 60: provided 60 %; denied 8.0 %; no records 4.0 %; withdrawn 2.0 %; ")


def test_the_areas_fill_the_whole_from_the_day_of_receipt_on():
    rows = [row for rows in stacked(outcomes()).to_dict()["datasets"].values() for row in rows if "fill" in row]
    edges = pl.DataFrame(rows).sort("day", "place")
    assert edges["day"].min() == 0
    assert edges["day"].max() == 60
    assert (edges.group_by("day").agg(pl.col("high").max())["high"] - 1).abs().max() < 1e-9
    below = pl.col("high").shift(1).over("day").fill_null(0.0)
    assert edges.filter((pl.col("low") - below).abs() > 1e-9).is_empty(), "no gap and no overlap"
    at_receipt = edges.filter(pl.col("day") == 0)
    assert at_receipt.filter(pl.col("share") > 0)["outcome"].to_list() == ["open"]


def test_nothing_is_drawn_past_the_last_day_or_the_day_asked_for():
    def last(chart) -> int:
        return max(row["day"] for rows in chart.to_dict()["datasets"].values() for row in rows if "day" in row)

    assert last(stacked(outcomes(40))) == 40
    cut = stacked(outcomes(200), until=120)
    assert last(cut) == 120
    assert "By day 120: provided 36 %" in cut.description
    sparse = pl.DataFrame(
        {"day": [10, 10, 300, 300], "outcome": ["provided", "open"] * 2, "share": [0.5, 0.5, 0.9, 0.1]}
    )
    assert "By day 120: provided 50 %; open 50 %." in stacked(sparse).description, "watched on, and nothing happened"


def test_an_unknown_way_of_ending_keeps_its_name_below_the_open_ones():
    frame = pl.DataFrame({"day": [1] * 3, "outcome": ["open", "lost\u202eback", "provided"], "share": [0.5, 0.2, 0.3]})
    assert "provided 30 %; lost[U+202E]back 20 %; open 50 %" in stacked(frame).description


def test_neighbours_differ_in_grey_print():
    """In their order dark and light take turns; and no two fills are alike, should those between be missing."""
    light = [lightness(fill) for _, fill in ENDS.values()]
    assert all(abs(one - other) >= 14 for one, other in itertools.pairwise(light))
    assert all(abs(one - other) >= 7 for one, other in itertools.combinations(light, 2))
    drawing = drawn(stacked(outcomes()))
    assert drawing.count("area", stroke="white") == 6


# -- a person's way --------------------------------------------------------------------------------


def timeline(frame: pl.DataFrame = WAYS, **options):
    return charts.timeline(frame, title="One person", **options)


def test_one_line_a_provider_from_asking_to_the_record():
    drawing = drawn(timeline(width=860))
    assert drawing.count("rule") == 3, "two that ended, one open; where the end is not known there is no bar"
    assert drawing.count("rect", fill=INK) == 2, "a tick at the first word"
    assert drawing.count("symbol", fill=OTHERS) == 5, "three starts and two ends"
    assert drawing.count("symbol", fill=FOCUS) == 2, "the start and the arrow of the last one waited for"


def test_what_is_open_is_dashed_and_ends_in_an_arrow_where_it_was_last_seen():
    drawing = drawn(timeline())
    assert [rule["stroke"] for rule in drawing.marks["rule"] if "stroke-dasharray" in rule] == [FOCUS]
    ends = [rows for rows in timeline().to_dict()["datasets"].values() if rows and "to" in rows[0]]
    assert {row["to"] for rows in ends for row in rows if row["is_open"]} == {90}


def test_the_words_of_a_way():
    drawing = drawn(timeline(width=860))
    assert {"28 days, provided", "open after 88 days", "1 day, denied", "end not known"} <= set(drawing.words)
    assert {"portal · $6.50", "fax · own form · fee not recorded"} <= set(drawing.words)
    assert "channel not recorded · form not recorded · no fee" in drawing.words
    told = timeline().description
    assert "north: 28 days, provided, first word on day 4; portal, $6.50." in told
    assert "mesa: open after 88 days, the last the person waited for; fax, own form, fee not recorded." in told
    assert f"{LONG}: 1 day, denied, first word on day 1;" in told


def test_the_last_one_waited_for_is_thick_and_bold():
    drawing = drawn(timeline())
    assert {rule["stroke-width"] for rule in drawing.marks["rule"] if rule["stroke"] == FOCUS} == {"8"}
    assert {rule["stroke-width"] for rule in drawing.marks["rule"] if rule["stroke"] == OTHERS} == {"4"}
    assert 'font-weight="600"' in drawing.svg


def test_rows_are_in_the_order_of_asking():
    texts = [text for text in drawn(timeline(WAYS.reverse(), width=860)).texts if text.words in ("north", "mesa")]
    assert [text.words for text in sorted(texts, key=lambda text: text.top)] == ["north", "mesa"]
