"""What binds every chart: it draws at both widths, inside its picture, speaks its numbers, and hides nothing typed."""

import re

import altair as alt
import polars as pl
import pytest
from chart_frames import AGES, ASKED, LONG, NUMBERS, REASONS, UNITS, WAYS, many_units, months, outcomes, way
from drawing import Drawing, drawn

from roi_analytics import charts

WIDTHS = [860, 620, 340]
TITLE = "Answered on time, May 2026"


def unknown(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The frame, with nothing in some of its columns."""
    kept = [name for name in columns if name in frame.columns]
    return frame.with_columns(pl.lit(None, frame.schema[name]).alias(name) for name in kept)


def reasons(frame: pl.DataFrame, width: int) -> alt.TopLevelMixin:
    return charts.pareto(frame, "pend_reason", title=TITLE, width=width)


def ages(frame: pl.DataFrame, width: int) -> alt.TopLevelMixin:
    return charts.age_bands(frame, title=TITLE, width=width)


def of(function, **options):
    return lambda frame, width: function(frame, title=TITLE, width=width, **options)


stacked, funnel, control = of(charts.stacked), of(charts.funnel), of(charts.control)
forest, timeline = of(charts.forest), of(charts.timeline)

USUAL = {
    "stacked": (stacked, outcomes()),
    "funnel": (of(charts.funnel, sentence="phi 2.1, tau2 0.0020: the limits are widened."), UNITS),
    "control": (of(charts.control, better="higher", target=0.9, subtitle="access requests"), months()),
    "forest": (forest, UNITS),
    "pareto": (reasons, REASONS),
    "age bands": (ages, AGES),
    "timeline": (timeline, WAYS),
}

ODD = {
    "stacked, one day": (stacked, outcomes(1)),
    "stacked, only the day of receipt": (
        stacked,
        pl.DataFrame({"day": [0], "outcome": ["open"], "share": [1.0]}),
    ),
    "stacked, an outcome nobody knows": (
        stacked,
        pl.DataFrame({"day": [1, 1, 200, 200], "outcome": [LONG, "open"] * 2, "share": [0.5, 0.5, 0.9, 0.1]}),
    ),
    "funnel, one unit": (funnel, UNITS.head(1)),
    "funnel, no standard": (funnel, unknown(UNITS, "standard", "tau2")),
    "funnel, value and cases only": (funnel, UNITS.select("provider_id", "cases", "value")),
    "funnel, all at the edge": (funnel, UNITS.with_columns(value=1.0, standard=1.0, tau2=0.0)),
    "funnel, sixty": (funnel, many_units()),
    "control, one month": (control, months().head(1)),
    "control, month and value only": (control, months().select("month", "value")),
    "control, all equal": (control, months().with_columns(pl.col("value", "center", "low_limit", "high_limit") * 0)),
    "control, sixty months": (control, months(60)),
    "control, a long reason": (control, months().with_columns(reason=pl.lit(LONG))),
    "control, a long month": (control, months().with_columns(month=pl.lit(LONG))),
    "forest, one": (forest, UNITS.head(1)),
    "forest, sixty": (forest, many_units()),
    "forest, context only": (
        of(charts.forest, unit="usd"),
        UNITS.select("provider_id", "cases", "value", "low", "standard", "reading", high=pl.lit(None, pl.Float64)),
    ),
    "forest, nothing known": (forest, unknown(UNITS, *NUMBERS)),
    "pareto, one": (reasons, REASONS.head(1)),
    "pareto, all nought": (reasons, REASONS.with_columns(cases=0)),
    "pareto, nothing known": (reasons, unknown(REASONS, "cases")),
    "pareto, sixty": (reasons, many_units().select("cases", pend_reason="provider_id")),
    "age bands, one": (ages, AGES.head(1)),
    "age bands, nothing known": (ages, unknown(AGES, "value", "age_band")),
    "age bands, sixty": (ages, many_units().select("provider_id", value="cases", age_band=pl.lit("61+"))),
    "timeline, one": (timeline, WAYS.head(1)),
    "timeline, the same day": (timeline, pl.DataFrame([way("north", 0, 0, 0, "provided")])),
    "timeline, nothing known": (timeline, unknown(WAYS, *[name for name in WAYS.columns if name != "provider_id"])),
    "timeline, sixty": (timeline, pl.concat([WAYS] * 15)),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("draw", "frame"), USUAL.values(), ids=USUAL)
def test_it_draws_inside_its_picture_and_no_text_lies_on_another(draw, frame, width):
    drawing = drawn(draw(frame, width))
    assert_inside(drawing, width)
    assert drawing.overlaps() == []


@pytest.mark.parametrize("width", [860, 340])
@pytest.mark.parametrize(("draw", "frame"), ODD.values(), ids=ODD)
def test_odd_frames_draw_inside_their_picture(draw, frame, width):
    assert_inside(drawn(draw(frame, width)), width)


def assert_inside(drawing: Drawing, width: int) -> None:
    assert drawing.width <= width
    assert drawing.outside() == []
    assert "NaN" not in drawing.svg
    assert "undefined" not in drawing.svg
    assert "\u202e" not in drawing.svg, "a mark that turns text is named, not drawn"


@pytest.mark.parametrize(("draw", "frame"), USUAL.values(), ids=USUAL)
def test_the_same_numbers_give_the_same_drawing(draw, frame):
    assert drawn(draw(frame, 860)).svg == drawn(draw(frame, 860)).svg


@pytest.mark.parametrize(("draw", "frame"), USUAL.values(), ids=USUAL)
def test_it_speaks_at_both_widths_alike(draw, frame):
    wide, small = draw(frame, 860).description, draw(frame, 340).description
    assert wide == small
    assert wide.startswith(f"{TITLE}. ")
    assert re.search(r"\d", wide.removeprefix(TITLE))


@pytest.mark.parametrize(("draw", "frame"), USUAL.values(), ids=USUAL)
def test_no_case_is_said(draw, frame):
    chart = draw(frame.clear(), 860)
    assert sorted(drawn(chart).words) == [TITLE, "no case"]
    assert chart.description == f"{TITLE}. No case."


@pytest.mark.parametrize(("draw", "frame"), [(funnel, UNITS), (control, months())], ids=["funnel", "control"])
def test_no_figure_is_said(draw, frame):
    chart = draw(unknown(frame, "value"), 860)
    assert sorted(drawn(chart).words) == [TITLE, "no figure"]
    assert "no figure" in chart.description


@pytest.mark.parametrize(("draw", "frame"), USUAL.values(), ids=USUAL)
def test_it_uses_no_word_of_blame(draw, frame):
    said = " ".join([draw(frame, 860).description, *drawn(draw(frame, 860)).words]).lower()
    for word in ("violat", "breach", "guilty", "fault", "poor", "rank", "worst", "best ", "late"):
        assert word not in said


def test_two_panels_of_a_new_chart_stand_below_each_other():
    both = pl.concat([months().with_columns(legal_path=pl.lit(path)) for path in ("access", "directive")])
    chart = charts.panels(both, lambda rows, title: charts.control(rows, title=title), title="On time")
    assert drawn(chart).outside() == []
    assert "On time: access." in chart.description
    assert "On time: directive." in chart.description


def test_days_count_from_the_first_request_not_from_a_calendar():
    """The picture of a person's way holds no date: who sees it learns how long, not when."""
    assert str(ASKED.year) not in " ".join(drawn(charts.timeline(WAYS, title="T")).words)


def test_where_nothing_ended_before_the_last_day_drawn_all_are_open():
    late = pl.DataFrame({"day": [200, 200], "outcome": ["provided", "open"], "share": [0.4, 0.6]})
    assert "open 100" in charts.stacked(late, title="Late", until=120).description
