"""What the month's page does to a text: days and citations stay whole, nothing typed in a log becomes markup."""

import html
import re

import pytest

from roi_analytics.report import page

TAG = re.compile(r"<[^>]*>")


@pytest.mark.parametrize("whole", ["2026-05-06", "164.524(b)(2)", "164.312(a)(2)(ii)", "123110(d)-(e)"])
def test_a_day_and_a_citation_stay_whole(whole):
    told = page.broken_well(f"Charged before {whole} and after.")
    assert told == f'<span>Charged before <span class="unbroken">{whole}</span> and after.</span>'


def test_a_name_is_broken_between_its_words():
    told = page.broken_well("authority_element.state is blank")
    assert told == "<span>authority_<wbr>element.<wbr>state is blank</span>"


@pytest.mark.parametrize(
    "typed", ["<b>(x)(y)</b>", "a)(<script>", "&amp;)(&amp;", "2026-05-06<img src=x>", "a_b.c<p_q>", "plain", ""]
)
def test_what_was_typed_is_said_and_is_no_markup(typed):
    told = page.broken_well(typed)
    tags = set(TAG.findall(told))
    assert tags <= {"<span>", "<wbr>", '<span class="unbroken">', "</span>"}
    assert html.unescape(TAG.sub("", told)) == typed


def test_a_text_of_very_many_citations_is_written_whole():
    typed = "x)(y " * 100_000
    assert TAG.sub("", page.broken_well(typed)) == typed
