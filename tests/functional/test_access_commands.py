"""`roi access` from outside: an invented hospital is loaded, asked, reviewed and loaded again."""

import shutil
from pathlib import Path

import pytest

import roi_analytics as roi
from roi_analytics.synthetic.hospital import write_hospital

SWITCHES = """
[flags.same_last_name]
is_on = true
decided_by = "Ana Ruiz"
decided_on = 2026-03-01
[flags.view_only]
is_on = false
decided_by = "Ana Ruiz"
decided_on = 2026-03-01
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("hospital")
    write_hospital(folder, sites=1, accesses=12_000, months=2, prevalence=2e-3)
    with (folder / "site.toml").open("a", encoding="utf-8") as site:
        site.write(SWITCHES)
    roi.load(folder / "site.toml", warehouse=folder / "roi.duckdb")
    return folder / "roi.duckdb"


@pytest.fixture
def warehouse(loaded, tmp_path) -> Path:
    return Path(shutil.copy(loaded, tmp_path / "roi.duckdb"))


def test_the_queue_tells_each_incident_whole(run, loaded):
    told = run("access", "queue", "--budget", 5, "--warehouse", loaded, "--json")
    assert told.code == 0, told.err
    queued = told.json["queue"]
    assert [row["drawn"] for row in queued] == ["top"] * 4 + ["random"]
    for row in queued:
        assert {"rank", "reasons_for", "reasons_against", "absent", "parts"} <= set(row)
        parts = row["parts"]
        assert set(parts) == {"arguments", "episodes", "timeline", "evidence", "sources", "peers"}
        assert len(parts["episodes"]) == row["episodes"]
        assert all(parts[name] for name in ("timeline", "sources", "peers"))
        assert {"for", "against"} == {said["side"] for said in parts["arguments"]}
    assert "probability" not in told.out
    assert "score" not in told.out


def test_the_queue_reads_as_questions_on_a_page_and_on_a_screen(run, loaded, tmp_path):
    page = tmp_path / "queue.html"
    told = run("access", "queue", "--budget", 3, "--warehouse", loaded, "--html", page)
    assert told.code == 0, told.err
    assert "drawn by lot" in told.out
    assert "Reviewed of the top: 0" in told.out
    text = page.read_text(encoding="utf-8")
    assert text.count('<section class="incident"') == 3
    assert "http" not in text.replace("http-equiv", "")
    assert run("access", "queue", "--warehouse", loaded, "--html", tmp_path / "no" / "x.html").code == 5


def test_the_explained_share_is_told_with_what_explains_it(run, loaded):
    told = run("access", "explain", "--by", "role_group", "--month", "2026-04", "--warehouse", loaded, "--json")
    rows = told.json["explained"]
    assert {row["accesses_of"] for row in rows} == {"all", "first", "deliberate"}
    assert all(row["explained"] <= row["cases"] and row["low"] <= row["value"] <= row["high"] for row in rows)
    reasons = {row["explanation"]: row for row in told.json["explanations"]}
    assert reasons["patient_on_unit"]["share"] > 10 * reasons["patient_on_unit"]["share_by_chance"]
    assert all(row["alone"] <= row["accesses"] and row["owner"] and row["review_on"] for row in reasons.values())
    assert run("access", "explain", "--by", "surname", "--warehouse", loaded).code == 5
    assert run("access", "explain", "--month", "2031-01", "--warehouse", loaded).code == 5


def test_flags_switched_by_the_site_are_told_wherever_they_count(run, loaded, tmp_path):
    page, site = tmp_path / "queue.html", roi.open(loaded)
    flags = {row["flag"]: row for row in site.access_flags().to_dicts()}
    assert len(flags) == 28
    for name, is_on in (("same_last_name", True), ("view_only", False)):
        told = flags[name]
        assert (told["is_on"], told["decided_by"], str(told["decided_on"])) == (is_on, "Ana Ruiz", "2026-03-01")
        assert (told["weight"] is not None) == is_on
    assert [name for name, row in flags.items() if not row["is_on"]] == ["same_block", "view_only"]
    sentences = [row["says"] for row in flags.values() if row["says"]]
    assert [said.split(":")[0] for said in sentences] == [
        "Flag same_last_name is on, by the site's decision (Ana Ruiz, 2026-03-01)",
        "Flag same_block is off",
        "Flag view_only is off, by the site's decision (Ana Ruiz, 2026-03-01)",
    ]
    explained = run("access", "explain", "--warehouse", loaded)
    queued = run("access", "queue", "--budget", 2, "--warehouse", loaded, "--html", page)
    for said in sentences:
        assert said in explained.out
        assert said in queued.out
        assert said.split(",")[0] in page.read_text(encoding="utf-8")
    assert {row["flag"] for row in run("access", "explain", "--warehouse", loaded, "--json").json["flags"]} == set(
        flags
    )


def test_a_review_is_kept_over_the_next_load(run, warehouse, loaded):
    queued = run("access", "queue", "--warehouse", warehouse, "--json").json["queue"]
    incident = queued[0]["incident_id"]
    told = run("access", "review", incident, "--outcome", "policy_breach", "--by", "Ana", "--warehouse", warehouse)
    assert told.code == 0, told.err
    assert f"Recorded for {queued[0]['episodes']} episode(s)" in told.out
    after = run("access", "queue", "--warehouse", warehouse, "--json").json
    assert incident not in {row["incident_id"] for row in after["queue"]}
    assert after["reviews"][0]["breaches"] == 1
    assert run("load", loaded.parent / "site.toml", "--warehouse", warehouse).code == 0
    again = run("access", "queue", "--warehouse", warehouse, "--json").json
    assert again["reviews"] == after["reviews"]
    episodes = {row["incident_id"]: row["episodes"] for row in again["queue"]}
    assert episodes.get(incident, queued[0]["episodes"] + 1) > queued[0]["episodes"], (
        "it comes back for what is new only"
    )


def test_what_cannot_be_reviewed_is_refused(run, warehouse, tmp_path):
    words = ["--by", "Ana", "--warehouse", warehouse]
    assert run("access", "review", "nobody", "--outcome", "permitted", *words).code == 5
    assert run("access", "review", "nobody", "--outcome", "guilty", *words).code == 2
    assert run("access", "review", "nobody", "--outcome", "permitted", "--warehouse", warehouse).code == 2
    absent = tmp_path / "absent.duckdb"
    assert run("access", "review", "x", "--outcome", "permitted", "--by", "Ana", "--warehouse", absent).code == 5
    assert not absent.exists()


def test_an_unknown_id_is_refused_and_no_id_is_told(run, loaded):
    told = run("access", "show", "--patient", "secret-1", "--warehouse", loaded)
    assert told.code == 5
    assert "secret-1" not in told.err
    assert run("access", "show", "--incident", "secret-1", "--warehouse", loaded).code == 5
    assert run("access", "show", "--warehouse", loaded).code == 2
    assert run("access", "show", "--user", "x", "--for-patient", "--warehouse", loaded).code == 2
    assert run("access", "show", "--user", "x", "--html", "x.html", "--warehouse", loaded).code == 2


def test_a_user_an_incident_and_a_patient_are_shown(run, loaded, tmp_path):
    site = roi.open(loaded)
    queued = site.access_queue(budget=20)
    row = queued.filter(queued["patient_id"].is_not_null()).to_dicts()[0]
    shown = run("access", "show", "--user", row["user_id"], "--from", row["first_on"], "--warehouse", loaded, "--json")
    assert {access["standing"] for access in shown.json["accesses"]} >= {"unexplained"}
    told = run("access", "show", "--incident", row["incident_id"], "--warehouse", loaded)
    assert told.code == 0, told.err
    page = tmp_path / "patient.html"
    report = run(
        "access",
        "show",
        "--patient",
        row["patient_id"],
        "--for-patient",
        "--warehouse",
        loaded,
        "--html",
        page,
        "--json",
    )
    assert report.json["about"][0]["label"].startswith("Voluntary")
    assert report.json["uses"]
    for text in (report.out, page.read_text(encoding="utf-8")):
        assert row["user_id"] not in text
        assert row["incident_id"] not in text
