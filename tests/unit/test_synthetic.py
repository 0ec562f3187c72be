"""The invented network: the same for the same seed, complete in its truth, and blind to our law and SQL."""

import ast
import csv
import hashlib
import tomllib
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import roi_analytics.synthetic
from roi_analytics.synthetic import intent, write_sample

RULES = {
    "answered_late",
    "past_due",
    "prohibited_fee_component",
    "fee_on_free_channel",
    "denial_without_lawful_ground",
    "release_without_authority",
    "authorization_defective",
    "break_glass_without_reason",
}
ROW_CODES = {
    "key_missing", "value_missing", "unparsable_date", "unparsable_number", "date_out_of_range", "column_count",
    "encoding_error", "user_and_patient_missing", "no_time", "closed_before_received", "date_after_extract",
    "closed_without_date", "status_against_dates", "new_year_slip", "bulk_closing_day", "precision_month",
    "value_unmapped", "replacement_character", "possible_duplicate", "suppressed", "not_applicable",
    "unresolved_user", "duplicate",
}  # fmt: skip
FILE_CODES = {"day_month_swapped", "header_changed", "same_bytes", "assumed_zone"}
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    """The sample with its default arguments."""
    directory = tmp_path_factory.mktemp("sample")
    write_sample(directory)
    return directory


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _hashes(directory: Path) -> dict[str, str]:
    """A hash for each file; for a workbook, of its members, since the archive around them keeps times of its own."""
    hashes = {}
    for path in sorted(p for p in directory.rglob("*") if p.is_file()):
        content = path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                content = b"".join(archive.read(name) for name in sorted(archive.namelist()))
        hashes[path.relative_to(directory).as_posix()] = hashlib.sha256(content).hexdigest()
    return hashes


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    for name, seed in (("one", 5), ("again", 5), ("other", 6)):
        write_sample(tmp_path / name, requests=120, accesses=900, seed=seed)
    one, again, other = (_hashes(tmp_path / name) for name in ("one", "again", "other"))
    assert one == again
    assert one["riverbend-general/requests-2026-04-30.csv"] != other["riverbend-general/requests-2026-04-30.csv"]


@pytest.mark.parametrize("seed", [1, 2])
def test_every_finding_has_cases_that_offend_and_cases_that_nearly_do(tmp_path, seed):
    write_sample(tmp_path, requests=1500, accesses=3000, seed=seed)
    counts = Counter((case["rule"], case["kind"]) for case in _rows(tmp_path / "truth/findings.csv"))
    assert {rule for rule, _ in counts} == RULES
    assert min(counts[rule, kind] for rule in RULES for kind in ("offends", "near_miss")) >= 5


def test_no_case_is_told_both_ways_or_twice(sample):
    cases = _rows(sample / "truth/findings.csv")
    assert len({(case["rule"], case["provider_id"], case["case_id"]) for case in cases}) == len(cases)


def test_every_code_is_planted(sample):
    counts = Counter(row["code"] for row in _rows(sample / "truth/rows.csv"))
    assert set(counts) == ROW_CODES | FILE_CODES
    assert min(counts[code] for code in ROW_CODES) >= 3


def test_flawed_rows_decide_no_finding(sample):
    named = {(case["provider_id"], case["case_id"].split("/")[0]) for case in _rows(sample / "truth/findings.csv")}
    with (sample / "riverbend-general/requests-2026-05-31.csv").open("rb") as file:
        lines = file.read().decode("utf-8", errors="replace").splitlines()
    flawed = {
        lines[int(row["source_row"]) - 1].split(",")[0]
        for row in _rows(sample / "truth/rows.csv")
        if row["source_file"] == "riverbend-general/requests-2026-05-31.csv"
    }
    assert len(flawed) > 20
    assert not {("riverbend-general", number) for number in flawed} & named


def test_the_sample_is_small(sample):
    sizes = [path.stat().st_size for path in sample.rglob("*") if path.is_file()]
    assert sum(sizes) <= 6 * MEGABYTE
    assert max(sizes) <= 4 * MEGABYTE


def test_the_kept_sample_is_what_is_written_today(sample):
    kept = Path(__file__).parents[2] / "data" / "sample"
    assert _hashes(kept) == _hashes(sample)


def test_the_network_is_as_wide_as_promised(sample):
    site = tomllib.loads((sample / "site.toml").read_text(encoding="utf-8"))
    providers = site["provider"]
    assert len(providers) >= 8
    assert {p["kind"] for p in providers} == {
        "hospital", "clinic", "doctors_office", "pharmacy", "laboratory", "health_insurer",
    }  # fmt: skip
    assert {"CA", "WA", "OH"} <= {p["state"] for p in providers}
    assert len({p["state"] for p in providers}) >= 5
    assert len({feed["name"] for feed in site["feed"]}) == len(site["feed"])
    for feed in site["feed"]:
        assert list(sample.glob(feed["files"])), feed["name"]


def test_no_file_belongs_to_two_feeds(sample):
    site = tomllib.loads((sample / "site.toml").read_text(encoding="utf-8"))
    files = [path for feed in site["feed"] for path in sample.glob(feed["files"])]
    assert len(set(files)) == len(files)
    logs = [path for path in sample.rglob("*") if path.parent.name not in ("truth", "refused", sample.name)]
    assert set(files) == {path for path in logs if path.is_file()}


@pytest.mark.parametrize(("requests", "accesses", "months"), [(1, 0, 1), (40, 300, 2), (300, 200, 6)])
def test_small_and_long_samples_are_written_too(tmp_path, requests, accesses, months):
    counts = write_sample(tmp_path, requests=requests, accesses=accesses, months=months)
    assert counts["truth/rows.csv"] == len(_rows(tmp_path / "truth/rows.csv"))
    assert len(list((tmp_path / "alder-canyon").glob("requests-20*.xlsx"))) == months


def test_nothing_of_the_law_the_sql_or_the_engine_is_imported():
    """The truth must be known without asking what is to be tested against it."""
    folder = Path(roi_analytics.synthetic.__file__).parent
    imported = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module)
            elif isinstance(node, ast.Import):
                imported.update(name.name for name in node.names)
    own = {name for name in imported if name.startswith("roi_analytics") and ".synthetic" not in name}
    assert own == {"roi_analytics.tables"}


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-05-04", 15, "2026-05-26"),  # over Memorial Day
        ("2026-03-07", 15, "2026-03-27"),  # received on a Saturday: Monday is day 1
        ("2026-03-02", 21, "2026-03-31"),
    ],
)
def test_washingtons_working_days(received, days, due):
    assert intent.working_days_after(date.fromisoformat(received), days) == date.fromisoformat(due)
