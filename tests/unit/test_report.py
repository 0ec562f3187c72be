"""The month's pack: whole, the same bytes twice, honest where nothing is known, harmless whatever a log holds."""

import csv
import hashlib
import html
import json
import re
from pathlib import Path

import pytest

import roi_analytics as roi
from roi_analytics import report

MONTH = "2026-05"
HOSTILE = [
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "right\u202eleft",
    '"><img src=x onerror=alert(1)>',
    "😀" + "x" * 300,
]

SITE = """
[site]
name = "A </style><script>alert(1)</script> site"
[[provider]]
provider_id = "p1"
kind = "hospital"
state = "OH"
time_zone = "America/New_York"
[[feed]]
name = "p1-requests"
table = "request"
files = "requests.csv"
extracted_on = 2026-05-31
extract = "full"
[feed.constants]
provider_id = "p1"
[feed.columns]
request_id = "id"
received_on = "received"
completed_on = "completed"
status = "status"
"""


@pytest.fixture(scope="module")
def bare_site(tmp_path_factory) -> roi.Warehouse:
    """A log of five columns: no legal path, no denial, no access, ids nobody should trust."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "site.toml").write_text(SITE, encoding="utf-8")
    with (folder / "requests.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "received", "completed", "status"])
        for number, text in enumerate(HOSTILE):
            rows.writerow([text, f"2026-03-{number + 1:02d}", "", "open"])
            rows.writerow([f"R{number}", f"2026-05-{number + 1:02d}", f"2026-05-{number + 9:02d}", "fulfilled"])
    roi.load(folder / "site.toml", warehouse=folder / "roi.duckdb")
    return roi.open(folder / "roi.duckdb")


def page(folder: Path) -> str:
    return (folder / "report.html").read_text(encoding="utf-8")


def test_the_same_inputs_give_the_same_bytes(site, sample_pack, tmp_path):
    site.report(MONTH, to=tmp_path / "again")
    first, second = ((folder / "manifest.json").read_bytes() for folder in (sample_pack, tmp_path / "again"))
    assert first == second


def test_the_manifest_names_every_file_and_input(site, sample_pack):
    manifest = json.loads((sample_pack / "manifest.json").read_text(encoding="utf-8"))
    there = {path.relative_to(sample_pack).as_posix() for path in sample_pack.rglob("*") if path.is_file()}
    assert set(manifest["files"]) == there - {"manifest.json"}
    for name, told in manifest["files"].items():
        assert hashlib.sha256((sample_pack / name).read_bytes()).hexdigest() == told
    with site.engine() as engine:
        assert len(manifest["inputs"]) == engine.value("select count(*) from load_run")
    rows = manifest["rows"]
    assert rows["read"] == sum(rows[kind] for kind in ("loaded", "noted", "quarantined", "duplicate"))


def test_the_first_page_counts_what_its_lists_hold(site, sample_pack):
    due = site.due(within=10).filter(legal_path="access")
    late = (sample_pack / "tables" / "late_now.csv").read_text(encoding="utf-8").count("\n") - 1
    assert late == due.filter(due.get_column("days_left") < 0).height
    shown = page(sample_pack)
    assert re.search(rf'href="#late_now"><strong>{late}</strong>', shown)
    assert "The first 25 of" in shown


def test_apparent_is_the_strongest_word(sample_pack):
    words = html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page(sample_pack), flags=re.DOTALL)).lower()
    for word in ("violation", "violated", "breach", "guilty", "illegal", "offender", "unlawful"):
        assert word not in words, f"the page says '{word}'"
    assert "apparent" in words


def test_no_figure_holds_two_legal_paths(sample_pack):
    for path in (sample_pack / "tables").glob("*_by_*.csv"):
        with path.open(encoding="utf-8") as file:
            paths = {row.get("legal_path") for row in csv.DictReader(file)}
        assert len(paths) <= 1, f"{path.name} holds {paths}"


def test_one_provider_alone(site, one_providers_pack):
    [provider] = csv.DictReader((one_providers_pack / "providers" / "folders.csv").read_text("utf-8").splitlines())
    others = set(site.load_report().get_column("provider_id").drop_nulls()) - {provider["provider_id"]}
    for path in one_providers_pack.rglob("*.csv"):
        text = path.read_text(encoding="utf-8")
        assert not [other for other in others if f'"{other}"' in text], path.name


def test_each_part_is_told_before_it_is_made(bare_site, tmp_path):
    told = []
    bare_site.report(month=MONTH, to=tmp_path / "pack", progress=told.append)
    shares = [step.done for step in told]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert 0.9 <= shares[-1] < 1
    assert told[-1] == "writing the pack: folder of provider 1 of 1"
    assert "writing the pack: report.pdf" in told


def test_a_bare_log_still_gives_a_page(bare_site, tmp_path):
    bare_site.report(MONTH, to=tmp_path / "pack")
    shown = page(tmp_path / "pack")
    assert "The site feeds no table denial" in shown
    assert "The site feeds no table access_event" in shown


def test_an_empty_month_still_gives_a_page(bare_site, tmp_path):
    bare_site.report("2026-04", to=tmp_path / "pack")
    assert "The month holds no case of it." in page(tmp_path / "pack")


def test_nothing_typed_in_a_log_runs(bare_site, tmp_path):
    bare_site.report("2026-03", to=tmp_path / "pack")
    shown = page(tmp_path / "pack")
    assert "<script" not in shown
    assert "<img" not in shown
    assert "\u202e" not in shown
    cases = [
        path for path in (tmp_path / "pack" / "tables").glob("*_cases.csv") if "HYPERLINK" in path.read_text("utf-8")
    ]
    assert cases
    for path in cases:
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]


@pytest.mark.parametrize("month", ["2019-01", "2031-01", "May", "2026-13"])
def test_a_month_that_is_not_there_is_refused(bare_site, tmp_path, month):
    with pytest.raises(roi.QuestionError, match="The months with data are: 2026-03, 2026-05"):
        bare_site.report(month, to=tmp_path / "pack")
    assert list(tmp_path.iterdir()) == []


def test_a_published_pack_of_a_bare_log_hides_what_is_small(bare_site, tmp_path):
    """Five requests of May: no count of them is shown, and no request."""
    told = bare_site.report(MONTH, to=tmp_path / "pack", audience="published")
    assert "For publication" in page(tmp_path / "pack")
    assert not re.search(r">R\d<", page(tmp_path / "pack"))
    rows = json.loads((tmp_path / "pack" / "manifest.json").read_text(encoding="utf-8"))["rows"]
    assert rows["read"] is None, "ten rows were read"
    assert told["hidden_first"]
    assert not (tmp_path / "pack" / "providers").exists()


def test_an_unknown_audience_is_refused(bare_site, tmp_path):
    with bare_site.engine() as engine, pytest.raises(roi.QuestionError, match="There is no audience 'board'"):
        report.write(engine, MONTH, tmp_path / "pack", audience="board")


def test_an_unknown_provider_is_refused(bare_site, tmp_path):
    with pytest.raises(roi.QuestionError, match="There is no provider 'p2'"):
        bare_site.report(MONTH, to=tmp_path / "pack", provider="p2")
