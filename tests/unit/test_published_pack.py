"""A published pack: no file of it tells more than its cells, and it is made after those before it or refused."""

import html
import json
import re
import zipfile

import pytest
from published import ALL, KEY, MONTHS, read, rows_of, told_in_tables

import roi_analytics as roi

# -- the other files say nothing more --------------------------------------------------------------


@pytest.mark.parametrize("which", [0, 1, 2])
def test_every_table_holds_the_counts_of_the_cells(packs, which):
    folder, month = packs[which], MONTHS[which]
    cells = {tuple(row[column] for column in KEY): row["count"] for row in rows_of(folder / "tables" / "cells.csv")}
    for name, rows in told_in_tables(folder).items():
        about, by_provider, path = name.partition("_by_provider_id")
        for row in rows if by_provider else ():
            for part in {"yes", "no", "cases", "immature", "not_assessable"} & set(row):
                assert row[part] == cells[about, month, path.removeprefix("_"), row["provider_id"], part], name
    for row in rows_of(folder / "tables" / "found_by_rule.csv"):
        for verdict in ("apparent", "check", "not_assessable"):
            assert row[verdict] == cells[row["rule"], month, "", ALL, verdict]


def test_who_has_no_case_is_named_beside_the_figure_and_has_its_noughts_among_the_cells(packs):
    name = "denial_share_by_provider_id_access"
    page = (packs[-1] / "report.html").read_text(encoding="utf-8")
    [figure] = re.findall(rf'<section class="figure" id="{name}">(.*?)</section>', page, flags=re.DOTALL)
    assert "No case at juniper-street, mesa-ridge: see tables/cells.csv." in re.sub(r"<[^>]*>", "", figure)
    rows = rows_of(packs[-1] / "tables" / f"{name}.csv")
    assert "juniper-street" not in {row["provider_id"] for row in rows}
    key = ("denial_share", MONTHS[-1], "access", "juniper-street")
    noughts = {of: count for of, count in read(packs).items() if of[:4] == key}
    assert noughts
    assert set(noughts.values()) == {0}


def test_the_page_holds_what_the_tables_hold(packs):
    page = (packs[-1] / "report.html").read_text(encoding="utf-8")
    tables = told_in_tables(packs[-1])
    sections = re.findall(r'<section class="(?:list|figure)" id="(\w+)">(.*?)</section>', page, flags=re.DOTALL)
    assert {name for name, _ in sections} == set(tables)
    for name, section in sections:
        told = {f"{float(value):,.6g}" for row in tables[name] for value in row.values() if is_number(value)}
        cells = re.findall(r'<td data-heading="[^"]*"[^>]*>(.*?)</td>', section, flags=re.DOTALL)
        shown = [cell.replace(",", "") for cell in cells if is_number(cell.replace(",", ""))]
        assert not [cell for cell in shown if f"{float(cell):,.6g}" not in told], name


def test_charts_tell_of_shown_rows_alone(packs):
    page = (packs[-1] / "report.html").read_text(encoding="utf-8")
    numbers = {row["cases"] for rows in told_in_tables(packs[-1]).values() for row in rows if "cases" in row}
    labels = re.findall(r'aria-label="([^"]+n [^"]+)"', page)
    assert labels
    for label in labels:
        said = re.findall(r"\bn (?:of )?([\d,]+)", html.unescape(label))
        assert {number.replace(",", "") for number in said} <= numbers


def test_the_workbook_holds_no_number_the_tables_do_not(packs):
    path = packs[-1] / "report.xlsx"
    if not path.exists():
        pytest.skip("no workbook is written")
    with zipfile.ZipFile(path) as file:
        sheets = [file.read(name).decode() for name in file.namelist() if re.fullmatch(r"xl/worksheets/\w+\.xml", name)]
    values = {float(v) for sheet in sheets for v in re.findall(r'<c r="\w+"(?: s="\d+")?><v>([^<]+)</v>', sheet)}
    told = {
        float(v) for rows in told_in_tables(packs[-1]).values() for row in rows for v in row.values() if is_number(v)
    }
    told |= {float(len(rows)) for rows in told_in_tables(packs[-1]).values()}
    hidden = len([row for row in rows_of(packs[-1] / "tables" / "cells.csv") if row["count"] == "hidden"])
    assert values <= told | {float(hidden)}


def is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def test_no_case_no_id_no_day_no_file_leaves(site, packs):
    with site.engine() as engine:
        requests = set(engine.read("select distinct request_id from request").to_series())
        files = set(engine.read("select distinct source_file from load_run").to_series())
    for path in packs[-1].rglob("*"):
        if path.suffix not in (".csv", ".html", ".json"):
            continue
        text = path.read_text(encoding="utf-8")
        words = set(re.findall(r"[\w./-]+", text))
        assert not requests & words, path.name
        assert not files & words, path.name
        days = set(re.findall(r"20\d\d-\d\d-\d\d", text)) - {
            json.loads((packs[-1] / "manifest.json").read_text())["clock"]
        }
        assert days <= {"2024-01-26"}, f"{path.name}: {days}"


# -- after others ----------------------------------------------------------------------------------


def test_the_same_month_again_shows_the_same(site, packs, tmp_path):
    """Published again after itself, nothing is known that was not."""
    site.report(MONTHS[0], to=tmp_path / "again", audience="published", after=[packs[0]])
    assert rows_of(tmp_path / "again" / "tables" / "cells.csv") == rows_of(packs[0] / "tables" / "cells.csv")


def test_a_pack_carries_what_was_told_before(packs):
    months = [{row["month"] for row in rows_of(folder / "tables" / "cells_before.csv")} - {""} for folder in packs]
    assert months == [set(), {"2026-03"}, {"2026-03", "2026-04"}]
    assert json.loads((packs[1] / "manifest.json").read_text(encoding="utf-8"))["after"]


def test_a_folder_that_is_no_published_pack_is_refused(site, packs, tmp_path):
    with pytest.raises(roi.QuestionError, match="is no published pack"):
        site.report(MONTHS[0], to=tmp_path / "pack", audience="published", after=[tmp_path])


def test_a_published_pack_that_was_changed_is_refused(site, packs, tmp_path):
    (tmp_path / "pack" / "tables").mkdir(parents=True)
    for name in ("manifest.json", "tables/cells.csv", "tables/cells_before.csv"):
        (tmp_path / "pack" / name).write_bytes((packs[0] / name).read_bytes() + b"\n")
    with pytest.raises(roi.QuestionError, match="not the file the pack was sealed with"):
        site.report(MONTHS[1], to=tmp_path / "new", audience="published", after=[tmp_path / "pack"])


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"after": ["somewhere"]}, "Only a published pack is made after others"),
        ({"audience": "published", "provider": "mesa-ridge"}, "is of all providers"),
        ({"audience": "published", "notebook": True}, "stays inside"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_mend(site, tmp_path, options, told):
    with pytest.raises(roi.QuestionError, match=told):
        site.report(MONTHS[0], to=tmp_path / "pack", **options)
