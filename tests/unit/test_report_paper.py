"""The month as a PDF: the page's words as real text, the stamp on every page, the same bytes, harmless and legible."""

import ctypes
import dataclasses
import re
import unicodedata

import polars as pl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from roi_analytics import charts
from roi_analytics.report import page, paper, reading
from roi_analytics.report.parts import ON_THE_PAGE, Count, Part, Report, Section, Table
from roi_analytics.report.stamp import Stamp, stamp_of

MONTH = "2026-05"
MARKUP = ['#panic("x")', "$", "*bold*", "@ref", "\\", "<label>", "`raw`", "// comment", "= heading", "a_b_c", "#", "--"]
FOREIGN = ["😀 mercy", "慈愛病院", "מרכז", "مستشفى", "โรง", "re\u202elaup", "a\0b", "Me\u0301rida", "x\u20dd", "\u0378"]


@pytest.fixture(scope="module")
def stamp(site) -> Stamp:
    with site.engine() as engine:
        return stamp_of(engine, MONTH, site_name=None, provider=None, audience="internal")


@pytest.fixture(scope="module")
def sample_pdf(sample_pack) -> bytes:
    return (sample_pack / "report.pdf").read_bytes()


def listed(names: list[str], name: str = "late_now") -> Table:
    rows = pl.DataFrame({"provider_id": names, "verdict": ["apparent"] * len(names)}).with_columns(fee_usd=1234.5)
    shown = {"Provider": "provider_id", "Verdict": "verdict", "Fee": "fee_usd"}
    return Table(name, "Late now", rows, shown, "Nothing is late.", formats={"fee_usd": "usd"})


def reported(stamp: Stamp, *parts: Part, counts: tuple[Count, ...] = ()) -> Report:
    return Report(stamp, counts, (Section("first-page", "Lists", "What is to be seen.", parts, "Nothing is told."),))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, with lines joined."""
    pages = (leaf.get_textpage().get_text_bounded() for leaf in pypdfium2.PdfDocument(pdf))
    return [re.sub(r"\s+", " ", text) for text in pages]


def text_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def rightmost(pdf: bytes) -> float:
    """How far to the right any text of the pages reaches, in points."""
    reached = []
    for leaf in pypdfium2.PdfDocument(pdf):
        words = leaf.get_textpage()
        reached += [words.get_rect(at)[2] for at in range(words.count_rects())]
    return max(reached)


def lefts(pdf: bytes, word: str) -> list[float]:
    """Where a word begins on its line, each time the pages say it, in points."""
    found = []
    for leaf in pypdfium2.PdfDocument(pdf):
        words = leaf.get_textpage()
        search = words.search(word, match_case=True)
        while place := search.get_next():
            found.append(round(words.get_charbox(place[0])[0], 1))
    return found


def alt_texts(pdf: bytes) -> list[str]:
    """The alternative texts of all pages' structure, as a screen reader meets them."""
    found = []

    def walk(element) -> None:
        length = pdfium.FPDF_StructElement_GetAltText(element, None, 0)
        if length > 2:
            buffer = ctypes.create_string_buffer(length)
            pdfium.FPDF_StructElement_GetAltText(element, buffer, length)
            found.append(buffer.raw[:-2].decode("utf-16-le"))
        for number in range(pdfium.FPDF_StructElement_CountChildren(element)):
            if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, number):
                walk(child)

    for leaf in pypdfium2.PdfDocument(pdf):
        tree = pdfium.FPDF_StructTree_GetForPage(leaf)
        for number in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, number))
        pdfium.FPDF_StructTree_Close(tree)
    return found


def test_the_sample_says_what_the_page_says(site, sample_pdf, stamp):
    text = text_of(sample_pdf)
    late = site.due(within=10).filter(pl.col("legal_path") == "access", pl.col("days_left") < 0).height
    assert f"{late} late now" in pages_of(sample_pdf)[0]
    assert "Decisions asked today" in pages_of(sample_pdf)[0]
    for title in (
        "At a glance",
        "Lists",
        "Can the month be trusted?",
        "Figures",
        "Findings by rule",
        "How to read this",
    ):
        assert title in text
    for term, meaning in reading.TERMS:
        assert f"{term} {meaning}" in text
    assert f"The first {ON_THE_PAGE} of" in text


def test_the_stamp_and_the_number_are_on_every_page(sample_pdf, stamp):
    pages = pages_of(sample_pdf)
    line = squeezed(stamp.line)
    for number, text in enumerate(pages, start=1):
        assert line in squeezed(text), f"page {number}"
        assert f"{number} / {len(pages)}" in text
    assert 10 < len(pages) < 80


def test_every_chart_has_its_alternative_text(sample_pdf):
    told = alt_texts(sample_pdf)
    assert len(told) > 10
    assert all(len(text) > 20 for text in told)
    assert any("on time" in text.lower() for text in told)


def test_no_word_is_stronger_than_apparent(sample_pdf):
    words = text_of(sample_pdf).lower()
    for word in ("violation", "violated", "breach", "guilty", "illegal", "offender", "unlawful"):
        assert word not in words, f"the PDF says '{word}'"


def test_it_is_tagged_and_has_title_language_bookmarks_and_links(sample_pdf, stamp):
    document = pypdfium2.PdfDocument(sample_pdf)
    assert document.is_tagged()
    assert document.get_metadata_value("Title") == f"Release of information, May 2026: {stamp.site}"
    marks = [mark.get_title() for mark in document.get_toc()]
    assert {"Lists", "Figures", "Findings by rule"} <= set(marks)
    assert b"/Lang" in sample_pdf
    assert b"pdfuaid" in sample_pdf
    assert sample_pdf.count(b"/GoTo") + sample_pdf.count(b"/Dest") > 20


def test_the_same_report_gives_the_same_bytes_under_another_clock(stamp, monkeypatch):
    report = reported(stamp, Part("Late now", listed(["p1"])))
    first = paper.render(report)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert paper.render(report) == first
    assert f"D:{stamp.clock.replace('-', '')}" in pypdfium2.PdfDocument(first).get_metadata_value("CreationDate")


def test_what_a_log_holds_is_printed_and_never_run(stamp):
    hostile = dataclasses.replace(stamp, site=" ".join(MARKUP), provider=MARKUP[0])
    counts = (Count(1, MARKUP[0], "late_now", "$x$", "#decide"),)
    part = Part("#let x = 1", listed(MARKUP), "#path", ("*not bold* @nobody",))
    text = text_of(paper.render(reported(hostile, part, counts=counts)))
    for name in (*MARKUP, "#let x = 1", "#path", "*not bold* @nobody", "$x$", "#decide"):
        assert name in text


def test_a_letter_no_font_holds_is_named_and_a_long_word_is_broken(stamp):
    long = "x" * 300
    named = dataclasses.replace(stamp, site=long)
    part = Part(long, listed([*FOREIGN, long]), long, (long,))
    pdf = paper.render(reported(named, part, counts=(Count(1, long, "late_now", long, long),)))
    assert rightmost(pdf) <= 612 - 30
    text = squeezed(text_of(pdf))
    assert "[U+1F600]mercy" in text
    assert "[U+6148][U+611B]" in text
    assert "re[U+202E]laup" in text
    assert "a[U+0000]b" in text
    assert "M\u00e9rida" in text
    assert "מרכז" in text or "זכרמ" in text
    assert long in text


def test_the_fonts_hold_what_is_not_named(stamp):
    """Every letter that is not named is drawn: typst refuses a PDF/UA with a letter that no font holds."""
    kept = [
        chr(number)
        for number in range(0x20, 0x10000)
        if unicodedata.category(chr(number)) not in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
        and re.match(paper.DRAWN, chr(number))
    ]
    assert len(kept) > 2_000
    words = ["".join(kept[at : at + 20]) for at in range(0, len(kept), 20)]
    rows = pl.DataFrame({"word": words})
    table = Table("words", "Words", rows, {"Word": "word"}, "None.", most=len(words))
    text = text_of(paper.render(reported(stamp, Part("Words", table))))
    assert "[U+" not in text


def test_ids_are_not_broken_and_columns_stay_on_the_page(stamp):
    ids = [f"riverbend-general-{number:06d}" for number in range(ON_THE_PAGE + 5)]
    rows = pl.DataFrame({f"c{at}_id": ids for at in range(4)}).with_columns(
        facts=pl.lit("Some words of the facts. " * 9)
    )
    table = Table("wide", "Wide", rows, {f"Column {name}": name for name in rows.columns}, "None.")
    pdf = paper.render(reported(stamp, Part("Wide", table)))
    document = pypdfium2.PdfDocument(pdf)
    assert rightmost(pdf) <= 612 - 30
    lines = "\n".join(leaf.get_textpage().get_text_bounded() for leaf in document).splitlines()
    assert any(line.count("riverbend-general-000003") == 4 for line in lines)
    assert sum("Column c0_id" in text for text in pages_of(pdf)) == len(document) - 2
    assert f"The first {ON_THE_PAGE} of {len(ids)} rows; all of them in tables/wide.csv" in text_of(pdf)


def test_tables_of_the_same_columns_are_set_alike_and_a_day_is_not_broken(stamp):
    def told(name: str, case: str, facts: str) -> Part:
        rows = pl.DataFrame({"case_id": [case] * 5, "facts": [facts] * 5})
        return Part(name, Table(name, name, rows, {"Case": "case_id", "Zfacts": "facts"}, "None."))

    days = "received 2026-05-06, " * 20
    pdf = paper.render(reported(stamp, told("one", "7", "Short."), told("two", "riverbend-0000345/health", days)))
    places = lefts(pdf, "Zfacts")
    assert len(places) == 2
    assert len(set(places)) == 1
    lines = "\n".join(leaf.get_textpage().get_text_bounded() for leaf in pypdfium2.PdfDocument(pdf)).splitlines()
    assert sum(line.count("2026-05-06") for line in lines) == 100


def test_an_id_is_not_broken_whatever_its_letters(stamp):
    ids = ["RIVERVIEW-WAVERLY-0042", "TTTTTTTTATTTTTTTATTT", "W" * 23, *[f"{'i' * 20}{at:04d}" for at in range(20)]]
    rows = pl.DataFrame({"case_id": ids, "facts": ["Some words of the facts. " * 20] * len(ids)})
    table = Table("ids", "Ids", rows, {"Case": "case_id", "Facts": "facts"}, "None.")
    pdf = paper.render(reported(stamp, Part("Ids", table)))
    lines = "\n".join(leaf.get_textpage().get_text_bounded() for leaf in pypdfium2.PdfDocument(pdf)).splitlines()
    assert [one for one in ids if not any(one in line for line in lines)] == []


def test_a_table_too_wide_or_a_text_too_long_for_a_page_is_set_all_the_same(stamp):
    ids = pl.DataFrame({f"c{at}_id": ["riverbendgeneral1234567"] * 3 for at in range(9)})
    wide = Table("wide", "Wide", ids, {name: name for name in ids.columns}, "None.")
    texts = pl.DataFrame({"told": ["word " * 3_000 + "end", None], "number": [1, None]})
    long = Table("long", "Long", texts, {"Told": "told", "Number": "number"}, "None.")
    pdf = paper.render(reported(stamp, Part("Wide", wide), Part("Long", long)))
    assert rightmost(pdf) <= 612 - 30
    text = text_of(pdf)
    assert text.count("word") == 3_000
    assert "end" in text


def test_a_chart_is_drawn_in_lines_with_its_text_and_alternative_text(stamp):
    rows = pl.DataFrame({"provider_id": ["p1 😀", "慈愛"], "cases": [3, 5], "value": [0.2, 0.4]})
    chart = charts.intervals(rows.with_columns(low=0.1, high=0.7), ("provider_id",), title="On time", unit="share")
    pdf = paper.render(reported(stamp, Part("On time", listed(["p1"]), drawings=(chart, chart), is_list=False)))
    assert alt_texts(pdf) == [chart.description.replace("😀", "[U+1F600]").replace("慈愛", "[U+6148][U+611B]")]
    assert "p1 [U+1F600]" in text_of(pdf)
    assert b"/Subtype/Image" not in pdf.replace(b" ", b"")


def test_a_chart_is_drawn_once_for_the_page_and_the_paper(stamp, monkeypatch):
    drawn = []
    real = page.vl_convert.vegalite_to_svg
    monkeypatch.setattr(page.vl_convert, "vegalite_to_svg", lambda *a, **k: drawn.append(1) or real(*a, **k))
    rows = pl.DataFrame({"provider_id": ["once"], "cases": [3], "value": [0.2], "low": [0.1], "high": [0.3]})
    wide, small = (charts.intervals(rows, ("provider_id",), title="Once", unit="share", width=w) for w in (860, 340))
    report = reported(stamp, Part("Once", listed(["p1"]), drawings=(wide, small), is_list=False))
    page.render(report)
    paper.render(report)
    assert len(drawn) == 2


def test_a_report_of_nothing_and_one_for_the_public_can_be_set(stamp):
    public = dataclasses.replace(stamp, audience="published", provider="p1")
    text = text_of(paper.render(reported(public, counts=(Count(0, "late now", "not_there"),))))
    assert "Nothing is told." in text
    assert "Internal" not in text
    assert "p1 only" in text
    empty = Table("none", "None", listed([]).rows, {"Provider": "provider_id"}, "Nothing is late.")
    assert "Nothing is late. Empty: tables/none.csv" in text_of(paper.render(reported(public, Part("None", empty))))


def test_letters_that_only_together_cannot_be_drawn_are_named(stamp, monkeypatch):
    monkeypatch.setattr(paper, "DRAWN", ".")
    assert "[U+1F600]" in text_of(paper.render(reported(stamp, Part("Late now", listed(["😀"])))))


def test_a_failure_quotes_nothing_of_a_log(stamp, monkeypatch):
    monkeypatch.setattr(paper, "DRAWN", ".")
    monkeypatch.setattr(paper, "PLAIN", ".")
    with pytest.raises(RuntimeError) as told:
        paper.render(reported(stamp, Part("Late now", listed(["secret 😀"]))))
    assert "secret" not in str(told.value)
    assert told.value.__context__ is None
