"""Extracts repeat and change rows; the clock decides which are seen (a load of May, a corrected May, then June)."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

import roi_analytics as roi

SITE = """
[site]
name = "Clock site"

[[provider]]
provider_id = "p1"
kind = "clinic"
state = "OH"
time_zone = "America/New_York"

[[feed]]
name = "p1-requests"
table = "request"
files = "requests-*.csv"
extracted_on = "requests-%Y-%m-%d.csv"
extract = "full"
[feed.constants]
provider_id = "p1"
legal_path = "access"
[feed.columns]
request_id = "id"
received_on = "received"
completed_on = "completed"
status = "status"
"""

HEADER = "id,received,completed,status\n"
MAY = HEADER + "1,2026-04-01,2026-05-04,fulfilled\n2,2026-04-10,,open\n3,2026-04-20,2026-04-22,fulfilled\n"
MAY_CORRECTED = HEADER + "1,2026-04-01,2026-04-30,fulfilled\n2,2026-04-10,,open\n3,2026-04-20,2026-04-22,fulfilled\n"
JUNE = (
    HEADER
    + "1,2026-04-01,2026-04-30,fulfilled\n2,2026-04-10,2026-06-02,fulfilled\n"
    + "3,2026-04-20,2026-04-23,fulfilled\n4,2026-06-01,,open\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "site.toml").write_text(SITE)
    (tmp_path / "requests-2026-05-31.csv").write_text(MAY)
    return tmp_path


def load(folder: Path) -> dict:
    return roi.load(folder / "site.toml", warehouse=folder / "roi.duckdb")


def late(site: roi.Warehouse) -> list[str]:
    found = site.findings(rule="answered_late").filter(pl.col("verdict") != "not_assessable")
    return sorted(found.get_column("case_id"))


def test_may_then_a_corrected_may_then_june(folder):
    told = load(folder)
    assert told["feeds"][0]["read"] == 3
    site = roi.open(folder / "roi.duckdb")
    assert late(site) == ["1"]
    assert site.findings(rule="past_due").get_column("case_id").to_list() == ["2"]

    (folder / "requests-2026-05-31.csv").write_text(MAY_CORRECTED)
    told = load(folder)
    assert told["feeds"][0]["read"] == 3, "the corrected file took the place of the first"
    assert any("requests-2026-05-31.csv" in line for line in told["told"])
    assert late(site) == []
    may = {name: site.show(name, by="month") for name in ("on_time", "answered_within", "days_to_answer")}

    (folder / "requests-2026-06-30.csv").write_text(JUNE)
    told = load(folder)
    assert told["feeds"][0]["read"] == 7
    assert late(site) == ["2"]
    assert site.months() == ["2026-04", "2026-06"]

    with site.engine() as engine:
        assert engine.value("select count(*) from request_version") == 7
        changed = engine.read(
            'select request_id, before, after from restatement where "column" = ? order by 1', ["completed_on"]
        )
        assert ("3", "2026-04-22", "2026-04-23") in changed.rows()

    back = roi.open(folder / "roi.duckdb", as_of=dt.date(2026, 5, 31))
    for name, frame in may.items():
        assert back.show(name, by="month").equals(frame), name


def test_the_same_bytes_under_another_name_are_refused(folder):
    load(folder)
    (folder / "requests-2026-06-30.csv").write_text(MAY)
    with pytest.raises(roi.LoadError, match=r"requests-2026-06-30\.csv"):
        load(folder)
    assert roi.open(folder / "roi.duckdb").load_report().get_column("read").to_list() == [3]


def test_a_mended_site_file_reloads_what_it_concerns(folder):
    other = SITE.replace("p1", "p2").split("[[provider]]")[1]
    (folder / "site.toml").write_text(SITE + "\n[[provider]]" + other.replace("requests-", "second-"))
    (folder / "second-2026-05-31.csv").write_text(MAY)
    load(folder)
    with roi.open(folder / "roi.duckdb").engine() as engine:
        before = dict(engine.read("select feed, load_id from load_run").iter_rows())
    text = (folder / "site.toml").read_text()
    (folder / "site.toml").write_text(text.replace('completed_on = "completed"\n', "", 1))
    load(folder)
    with roi.open(folder / "roi.duckdb").engine() as engine:
        after = dict(engine.read("select feed, load_id from load_run").iter_rows())
        assert engine.value("select count(completed_on) from request where provider_id = 'p1'") == 0
        assert engine.value("select count(completed_on) from request where provider_id = 'p2'") == 2
    changed = {feed for feed in before if before[feed] != after[feed]}
    assert changed == {"p1-requests"}


NOTEBOOK = """
import sys
import roi_analytics as roi
site = roi.open(sys.argv[1])
print(site.months(), flush=True)
sys.stdin.readline()
print(site.months(), flush=True)
"""


def test_an_open_notebook_does_not_block_a_load(folder):
    load(folder)
    notebook = subprocess.Popen(
        [sys.executable, "-c", NOTEBOOK, str(folder / "roi.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with notebook:
        assert notebook.stdout.readline().strip() == "['2026-04']"
        (folder / "requests-2026-06-30.csv").write_text(JUNE)
        load(folder)
        after, _ = notebook.communicate("\n")
    assert after.strip() == "['2026-04', '2026-06']"
