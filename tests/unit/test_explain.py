"""A measure explains itself from its own file, figure and cases; nothing typed in a log can act in it."""

import datetime as dt

import polars as pl
import pytest

from roi_analytics import models
from roi_analytics.errors import QuestionError
from roi_analytics.explain import MADE, Explanation


def test_the_numbers_are_those_of_show_and_cases(site):
    explained = site.explain("on_time", month="2026-05", legal_path="access")
    assert explained.figures.equals(site.show("on_time", month="2026-05", legal_path="access"))
    cases = site.cases("on_time", month="2026-05", legal_path="access")
    beside = cases.filter(pl.col("standing") != "counted")
    assert explained.left_out.get_column("cases").sum() == beside.height
    assert set(explained.left_out.get_column("reason")) == set(beside.get_column("reason"))


def test_the_words_are_those_of_the_file(site):
    model = models.of_layer("measures")["on_time"]
    told = site.explain("on_time").told
    assert told["Question"] == model.grain
    assert told["Law"] == model.header["citation"]
    assert told["Counted on"] == model.header["counted_on"]
    assert told["Which count"].startswith("Requests on the paths that have a deadline")
    assert "higher is better" in told["Figure"].lower()
    assert "legal_path" in told["Never mixed"]


def test_three_cases_one_of_each_value_and_one_that_does_not_count(site):
    drawn = site.explain("on_time", legal_path="access").cases
    assert drawn.get_column("value").to_list() == [0, 1, None]
    assert drawn.get_column("standing").to_list() == ["counted", "counted", "immature"]
    known = site.cases("on_time", legal_path="access").select("provider_id", "case_id")
    assert drawn.join(known, on=["provider_id", "case_id"], how="semi").height == 3
    assert drawn.equals(site.explain("on_time", legal_path="access").cases)


def test_of_amounts_the_lowest_and_the_highest(site):
    drawn = site.explain("fee_charged").cases.get_column("value")
    amounts = site.cases("fee_charged").get_column("value")
    assert (drawn[0], drawn[1]) == (amounts.min(), amounts.max())
    assert drawn.len() == 3


def test_one_provider_alone(site):
    explained = site.explain("denial_share", provider="riverbend-general")
    by_provider = site.show("denial_share", by="provider_id")
    assert explained.figures.equals(by_provider.filter(provider_id="riverbend-general"))
    assert set(explained.cases.get_column("provider_id")) == {"riverbend-general"}
    with pytest.raises(QuestionError, match="Did you mean 'riverbend-general'"):
        site.explain("denial_share", provider="riverbend-genral")


@pytest.mark.parametrize("measure", sorted(models.of_layer("measures")))
def test_every_measure_explains_itself_in_text_and_html(site, measure):
    bundle = site.explain(measure)._repr_mimebundle_()
    model = models.of_layer("measures")[measure]
    assert bundle["text/plain"] == str(site.explain(measure))
    for text in (model.header["title"], model.header["unit"].split()[0]):
        assert text in bundle["text/plain"]
    assert bundle["text/html"].count("<table>") == bundle["text/html"].count("</table>") == 4
    assert bundle["text/html"].count("<caption") == 3
    assert model.header["summary"] in MADE


def test_what_was_typed_in_a_log_is_text_and_nothing_hides_in_it():
    id_ = "<img src=x onerror=alert(1)>\u202e"
    cases = pl.DataFrame({"case_id": [id_], "counted_on": [dt.date(2026, 5, 1)], "value": [1.0], "reason": [None]})
    explained = Explanation("on_time", "Title", {"Law": "<b>"}, "share", pl.DataFrame(), pl.DataFrame(), cases)
    bundle = explained._repr_mimebundle_()
    assert "<img" not in bundle["text/html"]
    assert "&lt;img src=x onerror=alert(1)&gt;[U+202E]" in bundle["text/html"]
    assert "[U+202E]" in bundle["text/plain"]
    assert "\u202e" not in bundle["text/plain"] + bundle["text/html"]
    assert "2026-05-01" in bundle["text/plain"]


def test_a_month_without_a_case_says_so(site):
    explained = site.explain("review_overturned_share", month="2026-03", provider="larkspur-family")
    assert explained.cases.is_empty()
    assert "  none" in str(explained)
