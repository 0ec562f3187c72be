"""What a provider is handed: its own rows and no other's, the same counts as the page, and a page that says why not."""

import html
import re
from pathlib import Path

import fastexcel
import polars as pl
import pytest

import roi_analytics as roi
from roi_analytics import held_out
from roi_analytics.engine import Engine
from roi_analytics.report import judged, provider_files, scorecard

MONTH = "2026-05"
PROVIDER = "riverbend-general"
SHARED = """
[site]
name = "shared"
[[provider]]
provider_id = "p1"
[[provider]]
provider_id = "p2"
[[feed]]
name = "log"
table = "request"
files = "log-20*.csv"
extracted_on = "log-%Y-%m-%d.csv"
columns = { request_id = "id", provider_id = "who", received_on = "received", status = "status" }
"""
COUNTED = r"<strong>([\d,]+)</strong> <span>(.*?)</span>"


@pytest.fixture(scope="module")
def folders(site) -> dict[str, str]:
    with site.engine() as engine:
        return provider_files.names(engine)


def page_of(pack: Path, name: str) -> str:
    return (pack / "providers" / name / "scorecard.html").read_text(encoding="utf-8")


def words(page: str) -> str:
    return html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL))


def letter(pack: Path, name: str, sheet: str = "Findings") -> pl.DataFrame:
    book = fastexcel.read_excel(str(pack / "providers" / name / "findings.xlsx"))
    return book.load_sheet(sheet).to_polars()


def test_every_provider_has_its_folder(sample_pack, folders):
    there = [path.name for path in (sample_pack / "providers").iterdir() if path.is_dir()]
    assert sorted(there) == sorted(folders.values())
    assert folders["alder-canyon"] == "01-alder-canyon"


def test_no_other_provider_is_named(sample_pack, folders):
    for provider, name in folders.items():
        told = words(page_of(sample_pack, name)) + "".join(
            letter(sample_pack, name, sheet).write_csv() for sheet in ("Findings", "Not assessable", "Notes")
        )
        others = [other for other in folders if other != provider and other in told]
        assert not others, f"{provider} is told of {others}"


def test_a_scorecard_counts_what_a_report_on_the_provider_alone_counts(sample_pack, one_providers_pack, folders):
    alone = re.findall(COUNTED, (one_providers_pack / "report.html").read_text(encoding="utf-8"))
    own = re.findall(COUNTED, page_of(sample_pack, folders[PROVIDER]))
    measured = "cases not judged"  # the page counts those of measures too
    assert [one for one in own if one[1] != measured] == [one for one in alone if one[1] != measured]
    assert [path.name for path in (one_providers_pack / "providers").iterdir() if path.is_dir()] == [folders[PROVIDER]]


def test_a_letter_holds_each_finding_with_its_law(site, sample_pack, folders):
    told = site.findings(month=MONTH, provider=PROVIDER)
    judged = told.filter(pl.col("verdict") != "not_assessable")
    found = letter(sample_pack, folders[PROVIDER])
    assert found.height == judged.height > 0
    assert set(found.get_column("Case")) == set(judged.get_column("case_id"))
    assert set(found.get_column("Verdict")) <= {"apparent", "to check"}
    assert found.filter(pl.col("Citation").is_null()).is_empty()
    unjudged = letter(sample_pack, folders[PROVIDER], "Not assessable")
    assert unjudged.get_column("Cases").sum() == told.height - judged.height


def test_apparent_is_the_strongest_word(sample_pack, folders):
    for name in folders.values():
        told = words(page_of(sample_pack, name)).lower()
        for word in ("violation", "violated", "breach", "guilty", "illegal", "offender", "unlawful", "worst", "rank 1"):
            assert word not in told, f"{name} says '{word}'"


def test_a_foot_counts_the_rows_of_the_provider_whoever_names_it(site, sample_pack, folders):
    """A feed whose rows name the provider in a column is its own as long as they name no other."""
    read = site.load_report().filter(pl.col("feed").str.starts_with("juniper-street")).get_column("read").sum()
    foot = words(page_of(sample_pack, folders["juniper-street"]))
    assert f"rows {read:,} = " in foot
    assert "shared with others" not in foot


def loaded_log(folder: Path, day: str, rows: str) -> roi.Warehouse:
    (folder / f"log-{day}.csv").write_text(f"id,who,received,status\n{rows}", encoding="utf-8")
    (folder / "site.toml").write_text(SHARED, encoding="utf-8")
    roi.load(folder / "site.toml", warehouse=folder / "roi.duckdb")
    return roi.open(folder / "roi.duckdb")


def test_rows_in_files_that_several_share_are_said_to_be(tmp_path):
    shared = loaded_log(tmp_path, "2026-05-31", "1,p1,2026-05-02,fulfilled\n2,p2,2026-05-03,fulfilled\n")
    shared.report(MONTH, to=tmp_path / "pack")
    assert shared.load_report().get_column("provider_id").to_list() == [None]
    for name in ("01-p1", "02-p2"):
        assert "rows 2 = 2 loaded + 0 noted + 0 quarantined + 0 duplicate in files shared with others" in words(
            page_of(tmp_path / "pack", name)
        )


def owner_seen(folder: Path) -> str | None:
    with Engine.memory(attach=folder / "roi.duckdb") as engine:
        engine.run("create or replace temp view clock as select date '2026-05-31' as as_of")
        return held_out.load_report(engine, seen_only=True).get_column("provider_id").item()


def test_who_a_feed_belongs_to_is_asked_of_what_the_clock_sees(tmp_path):
    """A file of June with another provider's row leaves the pack of May as it was."""
    loaded_log(tmp_path, "2026-05-31", "1,p1,2026-05-02,fulfilled\n")
    assert owner_seen(tmp_path) == "p1"
    site = loaded_log(tmp_path, "2026-06-30", "1,p1,2026-05-02,fulfilled\n2,p2,2026-06-03,fulfilled\n")
    assert owner_seen(tmp_path) == "p1"
    assert site.load_report().get_column("provider_id").to_list() == [None]


def test_a_refused_row_of_another_provider_makes_a_feed_shared(tmp_path):
    site = loaded_log(tmp_path, "2026-05-31", "1,p1,2026-05-02,fulfilled\n2,p2,no day,fulfilled\n")
    assert site.quarantine().height == 1
    assert site.load_report().get_column("provider_id").to_list() == [None]


def test_rows_of_shared_files_count_beside_those_of_its_own():
    feeds = pl.DataFrame({"feed": ["own", "log", "none"], "provider_id": ["p1", None, None], "read": [3, 10, 0]})
    assert judged.feeds_of(feeds, "p1").get_column("feed").to_list() == ["own", "log"]


def test_a_standard_of_too_few_peers_is_not_told():
    row = {"standard": 0.5, "providers": 4}
    assert scorecard.Figure("On time", "access", "share", row).standard is None
    assert scorecard.Figure("On time", "access", "share", row | {"providers": 5}).standard == 0.5


def test_one_providers_failure_costs_that_providers_page_only(site, folders, tmp_path, monkeypatch, capsys):
    whole = scorecard.render

    def failing(asked, report, medians, stamp):
        if stamp.provider == PROVIDER:
            raise ValueError("MRN 123")
        return whole(asked, report, medians, stamp)

    monkeypatch.setattr(scorecard, "render", failing)
    pack = site.report(MONTH, to=tmp_path / "pack")
    page = page_of(tmp_path / "pack", folders[PROVIDER])
    assert "This page could not be made" in page
    assert "ValueError" in page
    assert "MRN" not in page
    assert list(pack["failed"]) == [PROVIDER]
    other = page_of(tmp_path / "pack", folders["alder-canyon"])
    assert "could not be made" not in other


@pytest.mark.parametrize(
    "text", ["../../x", "a\0b", "\U0001f600", "x" * 300, "Ünïcode Ärzte", "con", "\u202e", "=cmd()", "", "a/b\\c"]
)
def test_a_folder_name_is_safe_on_every_disk(text):
    name = provider_files.slug(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) <= 40
