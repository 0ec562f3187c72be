"""Frames in a notebook: read like a table of a report, and nothing typed in a log acts or hides in them."""

import datetime as dt

import polars as pl
import pytest
from IPython.core.interactiveshell import InteractiveShell

from roi_analytics.readable import html, written


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "–"),
        (True, "yes"),
        (12_345, "12,345"),
        (0.4383, "0.438"),
        (6.5, "6.5"),
        (1.0, "1"),
        (0.0, "0"),
        (0.000048, "0.000048"),
        (1200.0, "1,200"),
        (float("nan"), "nan"),
        (dt.date(2026, 5, 1), "2026-05-01"),
        (["a", None], "a; –"),
        ("a\u202eb", "a[U+202E]b"),
    ],
)
def test_a_cell_as_it_is_read(value, told):
    assert written(value) == told


def test_fractions_of_a_column_have_their_points_in_line():
    page = html(
        pl.DataFrame({"share": [0.1, 0.375, 1.0, None, float("nan"), 0.000048], "n": [1, 20, 3, 4, 5, 6]}), rows=9
    )
    for told in ("0.100", "0.375", "1.000", "–", "nan", "0.000048", ">20<"):
        assert told in page


def test_what_was_typed_in_a_log_is_text():
    page = html(pl.DataFrame({"<b>": ["<script>alert(1)</script>"], "n": [1]}), rows=5)
    assert "<script>" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert '<td style="text-align: right; white-space: nowrap">1</td>' in page


def test_one_long_name_does_not_push_the_rest_aside():
    page = html(pl.DataFrame({"name": ["riverbend-general", "x" * 300]}), rows=5)
    assert 'white-space: nowrap">riverbend-general<' in page
    assert f'overflow-wrap: anywhere; min-width: 48ch">{"x" * 300}<' in page


@pytest.mark.parametrize(
    ("height", "told"), [(0, "no row"), (1, "1 row<"), (3, "3 rows"), (1200, "the first 3 of 1,200 rows")]
)
def test_it_says_how_many_rows_there_are(height, told):
    page = html(pl.DataFrame({"n": range(height)}, schema={"n": pl.Int64}), rows=3)
    assert told in page
    assert page.count("<tr>") == 1 + min(height, 3)


def test_only_the_notebook_that_asks_shows_them_so():
    import roi_analytics as roi

    frame = pl.DataFrame({"n": ["a"]})
    plain = frame._repr_html_()
    roi.notebook()  # in plain Python: nothing to change
    shell = InteractiveShell.instance()
    roi.notebook(rows=5)
    try:
        shown = shell.display_formatter.format(frame)[0]["text/html"]
    finally:
        InteractiveShell.clear_instance()
    assert "1 row<" in shown
    assert frame._repr_html_() == plain
