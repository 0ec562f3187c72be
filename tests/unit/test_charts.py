"""Every shape of chart draws, says its numbers in words, and keeps unlike requests apart."""

import altair as alt
import polars as pl
import pytest
import vl_convert

from roi_analytics import charts

SHARES = pl.DataFrame(
    {
        "provider_id": ["north", "a" * 300, "<script>alert(1)</script>", "right\u202eleft", "none"],
        "cases": [263, 3, 12, 5, 0],
        "value": [0.81, 1.0, 0.5, 0.2, None],
        "low": [0.76, 0.44, 0.25, 0.04, None],
        "high": [0.85, 1.0, 0.75, 0.62, None],
    }
)


def steps(month: str, last: int, cases: int = 50) -> pl.DataFrame:
    days = list(range(1, last + 1))
    share = [0.9 * day / last for day in days]
    return pl.DataFrame(
        {
            "month": [month] * last,
            "day": days,
            "value": share,
            "low": [s * 0.9 for s in share],
            "high": [min(1.0, s * 1.1) for s in share],
            "cases": [cases] * last,
        }
    )


CURVES = pl.concat([steps("2026-03", 70), steps("2026-04", 50), steps("2026-05", 25)])


def drawn(chart: alt.TopLevelMixin) -> str:
    """The chart's SVG; a chart that does not hold to the grammar is refused here."""
    return vl_convert.vegalite_to_svg(chart.to_json())


@pytest.mark.parametrize("width", [860, 340])
@pytest.mark.parametrize(
    "make",
    [
        lambda width: charts.curve(CURVES, by="month", title="T", target_day=30, width=width),
        lambda width: charts.curve(steps("2026-05", 9), title="T", width=width),
        lambda width: charts.intervals(SHARES, by="provider_id", title="T", width=width),
        lambda width: charts.intervals(SHARES, by=("provider_id", "cases"), title="T", unit="usd", width=width),
        lambda width: charts.counts(SHARES, by="provider_id", title="T", width=width),
        lambda width: charts.intervals(SHARES.clear(), by="provider_id", title="T", width=width),
        lambda width: charts.curve(CURVES.clear(), by="month", title="T", width=width),
    ],
    ids=["curves", "one curve", "shares", "dollars", "counts", "no share", "no curve"],
)
def test_every_shape_draws_and_speaks(make, width):
    chart = make(width)
    svg = drawn(chart)
    assert svg == drawn(make(width)), "the same numbers give the same drawing"
    assert "<script" not in svg
    assert "\u202e" not in svg
    assert chart.description.startswith("T.")


def test_many_groups_stand_side_by_side():
    many = pl.concat([steps(f"2026-{month:02d}", 20) for month in range(1, 8)])
    chart = charts.curve(many, by="month", title="T", target_day=10)
    assert isinstance(chart, alt.FacetChart)
    assert drawn(chart).count("2026-0") >= 7


def test_the_words_are_made_of_the_numbers():
    told = charts.intervals(SHARES, by="provider_id", title="On time").description
    assert "north: 81 % (76 % to 85 %) · n 263." in told
    assert "none: no figure (n 0)." in told
    told = charts.curve(CURVES, by="month", title="Answered", target_day=30).description
    assert "2026-05 (n 50): 90 % answered by day 25, the last day watched." in told
    assert "2026-04 (n 50): 54 % answered by day 30 (49 % to 59 %)." in told


def test_a_curve_is_never_drawn_past_its_last_day():
    chart = charts.curve(steps("2026-05", 25), by="month", title="T", target_day=30)
    days = [row["day"] for rows in chart.to_dict()["datasets"].values() for row in rows if "value" in row]
    assert max(days) == 25
    assert min(days) == 0


def test_rows_without_a_figure_and_young_rows_stay_as_they_are():
    plain = charts.intervals(SHARES, by="provider_id", title="T")
    young = SHARES.with_columns(is_immature=pl.col("cases") < 10)
    assert charts.intervals(young, by="provider_id", title="T").description == plain.description
    assert drawn(charts.intervals(young, by="provider_id", title="T")) == drawn(plain)
    assert "no figure (n 0)" in drawn(plain)
    nothing_known = SHARES.with_columns(pl.lit(None, pl.Float64).alias(name) for name in ("value", "low", "high"))
    assert drawn(charts.intervals(nothing_known, by="provider_id", title="T")).count("no figure (n ") == SHARES.height


def test_rare_numbers_keep_their_digits():
    rates = pl.DataFrame(
        {"p": ["a", "b"], "cases": [9000, 8000], "value": [0.04, 2.5], "low": [0.01, 1.0], "high": [0.09, 4.25]}
    )
    told = charts.intervals(rates, by="p", title="T", unit="plain").description
    assert "a: 0.04 (0.01 to 0.09)" in told
    assert "b: 2.5 (1 to 4.2)" in told


def test_unlike_requests_have_panels_of_their_own():
    both = pl.concat([SHARES.with_columns(legal_path=pl.lit(path)) for path in ("access", "directive")])
    chart = charts.panels(both, lambda rows, title: charts.intervals(rows, "provider_id", title=title), title="On time")
    assert isinstance(chart, alt.VConcatChart)
    assert [panel.title.text for panel in chart.vconcat] == ["On time: access", "On time: directive"]
    assert "On time: directive." in chart.description
    drawn(chart)


def test_unseen_marks_are_named():
    assert charts.visible("a\u202eb\0c\td") == "a[U+202E]b[U+0000]c[U+0009]d"
    assert charts.visible("\U0001f469\u200d\U0001f4bb é ñ 李") == "\U0001f469\u200d\U0001f4bb é ñ 李"
