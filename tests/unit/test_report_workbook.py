"""The workbook of a pack: numbers are numbers, days are days, it says what the page says, and the same bytes twice."""

import datetime as dt
import io
import re
import zipfile
from dataclasses import fields
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from roi_analytics.report import spreadsheet
from roi_analytics.report.spreadsheet import Block, Sheet
from roi_analytics.report.stamp import Stamp

MONTH = "2026-05"
ROWS = {"read": 9, "loaded": 6, "noted": 1, "quarantined": 1, "duplicate": 1}
KNOWN = {
    "month": MONTH, "clock": "2026-06-01", "site": "A & B", "provider": None, "audience": "internal", "loads": "l" * 64,
    "rows": ROWS, "inputs": (), "law": "a" * 64, "versions": {"roi-analytics": "0.1.0"},
}  # fmt: skip
STAMP = Stamp(**{field.name: KNOWN.get(field.name, {}) for field in fields(Stamp)})


def written(rows: pl.DataFrame, **more) -> bytes:
    shown = {name.replace("_", " ").capitalize(): name for name in rows.columns}
    return spreadsheet.write(STAMP, [Sheet("Rows", "Rows", (Block(rows, shown, more.pop("formats", {})),), **more)])


def read(book: bytes | Path, sheet: str) -> pl.DataFrame:
    reader = fastexcel.read_excel(book if isinstance(book, bytes) else str(book))
    return reader.load_sheet(sheet).to_polars()


def xml(book: bytes, part: str = "xl/worksheets/sheet1.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return parts.read(part).decode("utf-8")


def test_numbers_are_numbers_and_days_are_days():
    rows = pl.DataFrame(
        {"share": [0.251, None], "cases": [1234, 0], "due_on": [dt.date(2026, 5, 31), None], "who": ["007", "1.5"]}
    )
    book = written(rows, formats={"share": "share"})
    found = read(book, "Rows")
    assert found.schema == {"Share": pl.Float64, "Cases": pl.Float64, "Due on": pl.Datetime("ms"), "Who": pl.String}
    assert found.rows() == [(0.251, 1234, dt.datetime(2026, 5, 31), "007"), (None, 0, None, "1.5")]
    assert {"0.0%", "yyyy-mm-dd"} <= set(re.findall(r'formatCode="([^"]+)"', xml(book, "xl/styles.xml")))


def test_what_is_no_number_or_no_day_of_excel_is_told():
    rows = pl.DataFrame(
        {"value": [float("nan"), float("inf"), 1.0], "day": [dt.date(1, 1, 1), dt.date(1900, 1, 9), None]}
    )
    found = written(rows)
    assert "no number" in xml(found, "xl/sharedStrings.xml")
    assert "0001-01-01" in xml(found, "xl/sharedStrings.xml")


@pytest.mark.parametrize("text", ["=1+1", "{=1+1}", "+1", "-1", "@sum", "\t=1", "http://x.example", "<r><f>1</f></r>"])
def test_nothing_runs(text):
    book = written(pl.DataFrame({"text": [text]}))
    assert "<f>" not in xml(book) + xml(book, "xl/sharedStrings.xml")
    assert "<hyperlink" not in xml(book)
    assert read(book, "Rows").item(0, 0).rstrip() == text.replace("\t", "[U+0009]")


def test_a_text_longer_than_a_cell_is_cut():
    book = written(pl.DataFrame({"text": ["a" * 40_000, "\U0001f600" * 20_000]}))
    long, emoji = read(book, "Rows").get_column("Text")
    assert len(long) == 32_767
    assert emoji == "\U0001f600" * 16_383


def test_a_sheet_too_long_says_where_the_rest_is(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 3)
    book = written(pl.DataFrame({"n": range(5)}), rest="tables/rows.csv")
    last = read(book, "Rows").to_series()
    assert list(last[:3]) == ["0", "1", "2"]
    assert last[3] == "The first 3 of 5 rows; all of them are in tables/rows.csv."


def test_a_sheet_is_filtered_frozen_and_printable():
    page = xml(written(pl.DataFrame({"a": [1], "b": [2]})))
    assert '<autoFilter ref="A1:B2"' in page
    assert 'state="frozen"' in page
    assert 'orientation="landscape"' in page
    assert 'fitToHeight="0"' in page
    assert "A &amp;&amp; B" in page, "the foot holds the stamp; an ampersand is a command unless doubled"


def test_a_long_site_name_leaves_room_in_the_foot():
    long = Stamp(**{field.name: getattr(STAMP, field.name) for field in fields(Stamp)} | {"site": "&\U0001f600" * 400})
    book = spreadsheet.write(long, [Sheet("Rows", "&" * 400, (Block(pl.DataFrame({"a": [1]}), {"A": "a"}),))])
    for mark in ("oddHeader", "oddFooter"):
        text = re.search(rf"<{mark}>(.*?)</{mark}>", xml(book)).group(1).replace("&amp;", "&")
        assert len(text.encode("utf-16-le")) // 2 <= 255


def test_sheet_names_are_unlike_each_other_and_fit():
    taken: list[str] = []
    for words in ("late_now", "Late/now", "LATE NOW", "x" * 40, "x" * 50, "[]:*?", "'"):
        taken.append(spreadsheet.sheet_name(words, taken))
    assert len({name.lower() for name in taken}) == len(taken)
    assert all(re.fullmatch(r"[A-Za-z0-9 ]{1,31}", name) for name in taken)


def test_headings_of_several_blocks_stand_where_they_belong():
    first, second = {"Provider": "p", "n": "n", "Low": "low"}, {"Month": "m", "n": "n", "90 % by": "d", "Low": "low"}
    empty = pl.DataFrame(schema=dict.fromkeys("pnmd", pl.String) | {"low": pl.String})
    sheet = Sheet(
        "Rows", "Rows", (Block(empty, first, always={"What": "a"}), Block(empty, second, always={"What": "b"}))
    )
    assert sheet.headings == ["What", "Provider", "Month", "n", "90 % by", "Low"]


def test_the_same_rows_give_the_same_bytes():
    rows = pl.DataFrame({"a": ["x", None], "b": [1.5, 2.5]})
    assert written(rows) == written(rows)


def test_what_the_page_counts_the_workbook_holds(sample_pack):
    page = (sample_pack / "report.html").read_text(encoding="utf-8")
    counted = dict(re.findall(r'<a href="#(\w+)"><strong>([\d,]+)</strong>', page))
    first = fastexcel.read_excel(str(sample_pack / "report.xlsx")).load_sheet("First page", header_row=4).to_polars()
    assert [f"{number:,.0f}" for number in first.get_column("Number")] == list(counted.values())
    late = read(sample_pack / "report.xlsx", "Late now")
    assert f"{late.height:,}" == counted["late_now"]


def test_every_row_of_a_csv_is_on_its_sheet(sample_pack):
    contents = read(sample_pack / "report.xlsx", "Contents")
    named = {name for column in contents.columns[-2:] for name in contents.get_column(column).drop_nulls()}
    assert named == {f"tables/{path.name}" for path in (sample_pack / "tables").glob("*.csv")}
    for row in contents.iter_rows(named=True):
        csv = pl.read_csv(sample_pack / row["All rows, as CSV"], infer_schema=False)
        assert csv.height == row["Rows"], row["All rows, as CSV"]
    on_sheets = contents.filter(pl.col("Sheet").is_not_null())
    for (sheet,), rows in on_sheets.group_by("Sheet"):
        assert read(sample_pack / "report.xlsx", sheet).height == rows.get_column("Rows").sum(), sheet


def test_sheet_names_of_the_pack_are_unlike_each_other(sample_pack):
    names = fastexcel.read_excel(str(sample_pack / "report.xlsx")).sheet_names
    assert len({name.lower() for name in names}) == len(names)
    assert names[:2] == ["First page", "Contents"]
    assert names[-1] == "Notes"


def test_the_findings_of_all_rules_are_one_sheet_what_is_apparent_first(site, sample_pack):
    found = read(sample_pack / "report.xlsx", "Findings")
    assert found.height == site.findings(month=MONTH).height
    order = found.get_column("Verdict").rle().struct.field("value").to_list()
    assert order == ["apparent", "to check", "not assessable"]


def test_the_notes_tell_the_stamp(sample_pack):
    notes = read(sample_pack / "report.xlsx", "Notes")
    told = dict(notes.rows())
    assert told["Month"] == MONTH
    read_rows, kinds = told["Rows read"].split(" = ")
    assert int(read_rows.replace(",", "")) == sum(int(kind.split()[0].replace(",", "")) for kind in kinds.split(" + "))
