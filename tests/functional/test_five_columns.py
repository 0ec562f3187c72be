"""The generic door: a log of five columns yields every figure that needs no law, from the command line and as JSON."""

import importlib.util
import re
import shlex
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "data" / "five_columns"
PLANTED = {"provider-07", "provider-23", "provider-41"}
ENDS = {"provided", "denied", "no_records", "redirected", "withdrawn", "open"}


@pytest.fixture(scope="module")
def five(tmp_path_factory, run):
    folder = tmp_path_factory.mktemp("five")
    for name in ("site.toml", "requests-2026-06-30.csv"):
        shutil.copy(FOLDER / name, folder)
    [feed] = run("load", "site.toml", "--json", cwd=folder).json["feeds"]
    assert (feed["read"], feed["loaded"]) == (10_000, 10_000)
    return lambda *words: run(*words, "--json", cwd=folder)


def test_the_log_is_what_its_program_writes(tmp_path):
    spec = importlib.util.spec_from_file_location("write", FOLDER / "write.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.write(tmp_path).read_bytes() == (FOLDER / "requests-2026-06-30.csv").read_bytes()


def test_every_command_of_the_readme_answers(five):
    """Those of the block that begins with the folder, as they stand there."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    [block] = re.findall(r"(?s)```bash\ncd data/five_columns\n(.*?)```", text)
    lines = [shlex.split(line, comments=True)[1:] for line in block.splitlines()]
    assert len(lines) == 8
    for words in lines[1:-1]:
        assert five(*words).code == 0, words


def test_the_days_of_every_office(five):
    rows = {row["provider_id"]: row for row in five("show", "days_to_answer", "--by", "provider_id").json["rows"]}
    assert len(rows) == 50
    assert all(rows[name]["value"] > 25 for name in PLANTED)
    assert all(row["value"] < 16 for name, row in rows.items() if name not in PLANTED)


def test_the_share_within_the_target_has_an_interval_and_counts_the_open(five):
    [row] = five("show", "answered_within").json["rows"]
    assert row["cases"] + row["immature"] == 10_000
    assert row["low"] < row["value"] < row["high"]


def test_outcomes_and_the_open_add_to_one(five):
    rows = five("show", "outcomes").json["rows"]
    assert {row["outcome"] for row in rows} == ENDS
    assert sum(row["value"] for row in rows) == pytest.approx(1)


def test_backlog_and_flow_agree(five):
    backlog = five("show", "backlog", "--by", "month").json["rows"]
    flow = five("show", "flow", "--by", "month").json["rows"]
    moved = {(row["month"], row["movement"]): row["value"] for row in flow}
    open_at_end = {month: value for (month, movement), value in moved.items() if movement == "open at end"}
    assert open_at_end == {row["month"]: row["value"] for row in backlog}
    for month, value in open_at_end.items():
        opening, received, closed = (moved.get((month, name), 0) for name in ("at start", "came in", "ended"))
        assert opening + received - closed == value


def test_the_planted_offices_are_found_and_no_other_reads_worse(five):
    compared = five("compare", "answered_within").json
    readings = {row["provider_id"]: row["reading"] for row in compared["rows"]}
    assert {name for name, reading in readings.items() if reading.startswith("worse")} == PLANTED
    assert list(readings) == sorted(readings), "in the order of the names: there is no rank"
    [standard] = compared["standards"]
    assert standard["providers"] == 50
    assert "phi" in standard["sentence"]


def test_the_months_have_limits_and_the_newest_is_hollow(five):
    rows = five("trend", "answered_within").json["trend"]
    assert [row["month"] for row in rows] == [f"2025-{n:02}" for n in range(7, 13)] + [
        f"2026-{n:02}" for n in range(1, 7)
    ]
    assert [row["is_hollow"] for row in rows] == [False] * 11 + [True]
    assert all(row["signal"] is None for row in rows)


def test_no_office_is_named_a_rank(five):
    assert not {"rank", "place", "position"} & set(five("compare", "answered_within").json["rows"][0])
