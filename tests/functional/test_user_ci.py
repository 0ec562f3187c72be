"""The recipes of docs/ci do what they say: each command in them is run here by bash, as a runner would."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest
import yaml

CI = Path(__file__).parents[2] / "docs" / "ci"
RECIPES = ("github-actions.yml", "gitlab-ci.yml", "validate.sh")
RESULTS = ("checks.xml", "checks.html", "checks.txt")

VENV = """#!/bin/sh
# stands for `python3 -m venv .venv`: the environment the tests run in
test "$*" = "-m venv .venv" && ln -s "{prefix}" .venv
"""


def read(name: str) -> dict:
    return yaml.safe_load((CI / name).read_text(encoding="utf-8"))


def scripts(name: str) -> list[tuple[str, bool]]:
    """The scripts of a recipe in order, each with whether it runs after an earlier one has failed."""
    if name == "github-actions.yml":
        steps = read(name)["jobs"]["validate"]["steps"]
        return [(f"set -e\n{step['run']}", "!cancelled()" in step.get("if", "")) for step in steps if "run" in step]
    if name == "gitlab-ci.yml":
        return [("\n".join(["set -eo pipefail", *read(name)["validate"]["script"]]), False)]
    return [("./validate.sh", False)]


@pytest.fixture
def place(tmp_path: Path, sample: Path, load_report: tuple[Path, dict]) -> Path:
    """A checkout beside the sample's logs, with the warehouse of the day before and no environment yet."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").write_text(VENV.format(prefix=sys.prefix), encoding="utf-8")
    (tmp_path / "bin" / "python3").chmod(0o755)
    checkout = tmp_path / "checkout"
    shutil.copytree(sample, checkout)
    shutil.copy(load_report[0], checkout / "roi.duckdb")
    shutil.copy(CI / "validate.sh", checkout)
    (tmp_path / "wheelhouse").mkdir()
    return checkout


@pytest.fixture
def carried_out(place: Path) -> Callable[[str], tuple[int, str]]:
    """Carry out a recipe; return its exit code and its log."""

    def carry_out(name: str) -> tuple[int, str]:
        if name == "validate.sh":
            (place / ".venv").symlink_to(sys.prefix)
        settings = {"WHEELHOUSE": str(place.parent / "wheelhouse"), "SITE": "site.toml", "WAREHOUSE": "roi.duckdb"}
        settings |= {"PATH": f"{place.parent / 'bin'}:{os.environ['PATH']}", "HOME": str(place.parent)}
        code, log = 0, ""
        for script, is_run_anyway in scripts(name):
            if code and not is_run_anyway:
                continue
            done = subprocess.run(
                ["bash", "-c", script], cwd=place, env=settings, capture_output=True, text=True, check=False
            )
            code, log = code or done.returncode, log + done.stdout + done.stderr
        return code, log

    return carry_out


def results(place: Path) -> dict[str, Path]:
    return {name: next(place.glob(name), None) or next(place.glob(f"checks/*/{name}"), None) for name in RESULTS}


def secrets(sample: Path) -> set[str]:
    """Ids and names of patients, and ids of requests, in the sample's logs."""
    found: set[str] = set()
    for path in sorted(sample.glob("*/*.csv")):
        if path.parent.name not in ("truth", "refused"):
            frame = pl.read_csv(path, infer_schema=False, encoding="utf8-lossy", truncate_ragged_lines=True)
            named = [name for name in frame.columns if re.search(r"(?i)patient|mrn|last.?name|request.?(id|no)", name)]
            found |= {value for name in named for value in frame.get_column(name).drop_nulls()}
    return {value for value in found if len(value) > 5 and not re.fullmatch(r"[a-z]+", value)}


def told(texts: Iterable[str], words: set[str]) -> set[str]:
    return words & {word for text in texts for word in re.findall(r"[\w-]+", text)}


@pytest.mark.slow
@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_loads_checks_and_keeps_its_results(name, place, carried_out, sample):
    code, log = carried_out(name)
    assert code == 0, log
    assert "expectations on" in log
    there = results(place)
    cases = list(ElementTree.parse(there["checks.xml"]).getroot().iter("testcase"))
    assert len(cases) > 200
    assert there["checks.html"].read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "severity" in there["checks.txt"].read_text(encoding="utf-8").splitlines()[0]
    assert len(secrets(sample)) > 1000
    assert not told([log, *(path.read_text(encoding="utf-8") for path in there.values())], secrets(sample))


def impossible() -> str:
    """The failure on purpose of the page."""
    [block] = re.findall(r"(?s)```json\n(.*?)```", (CI / "README.md").read_text(encoding="utf-8"))
    return json.dumps(json.loads(block))


@pytest.mark.slow
@pytest.mark.parametrize("name", RECIPES)
def test_a_critical_failure_fails_the_recipe_names_its_mend_and_keeps_the_results(name, place, carried_out):
    (place / "expectations").mkdir()
    (place / "expectations" / "request.json").write_text(impossible(), encoding="utf-8")
    code, log = carried_out(name)
    assert code == 1, log
    mend = "Mend: Take expectations/request.json away."
    assert mend in log
    there = results(place)
    [failure] = ElementTree.parse(there["checks.xml"]).getroot().iter("failure")
    assert (failure.get("type"), mend in failure.get("message"), mend in failure.text) == ("critical", True, True)
    assert "<dt>Mend</dt><dd>Take expectations/request.json away.</dd>" in there["checks.html"].read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["github-actions.yml", "validate.sh"])
def test_a_refused_file_fails_the_recipe_and_the_rest_is_checked(name, place, carried_out):
    (place / "site.toml").write_text((place / "refused.toml").read_text("utf-8"), encoding="utf-8")
    (place / "roi.duckdb").unlink()
    code, log = carried_out(name)
    assert code == 3, log
    assert "refused" in log
    assert results(place)["checks.xml"] is not None


def test_nothing_is_installed_from_anywhere_but_the_wheelhouse():
    written = [script for name in RECIPES for script, _ in scripts(name)]
    installs = [line for script in written for line in script.splitlines() if "pip" in line.split("/")[-1][:4]]
    assert len(installs) == 2
    assert all('--no-index --find-links "$WHEELHOUSE" roi-analytics' in line for line in installs)


def test_the_warehouse_is_kept_and_is_no_artifact():
    github, gitlab = read("github-actions.yml"), read("gitlab-ci.yml")["validate"]
    assert github["env"]["WAREHOUSE"] == gitlab["variables"]["WAREHOUSE"] == "/srv/roi/roi.duckdb"
    [kept] = [step["with"] for step in github["jobs"]["validate"]["steps"] if "upload-artifact" in step.get("uses", "")]
    assert kept["path"].split() == gitlab["artifacts"]["paths"] == list(RESULTS)
    assert gitlab["artifacts"]["reports"]["junit"] == "checks.xml"
    assert gitlab["artifacts"]["when"] == "always"
    assert not [step for step in github["jobs"]["validate"]["steps"] if "cache" in step.get("uses", "")]


def test_the_crontab_has_times_cron_knows_and_runs_the_script():
    lines = [line for line in (CI / "roi.crontab").read_text("utf-8").splitlines() if line and line[0] != "#"]
    settings = [line for line in lines if re.fullmatch(r"[A-Z]+=\S+", line)]
    [job] = [line for line in lines if line not in settings]
    *times, command = job.split(maxsplit=5)
    limits = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
    for time, (low, high) in zip(times, limits, strict=True):
        assert time == "*" or low <= int(time) <= high
    assert command == "/srv/roi/validate.sh"
    assert "%" not in command  # a line break to cron
    schedule = read("github-actions.yml")[True]["schedule"]  # YAML 1.1 reads the key `on` as true
    assert schedule == [{"cron": " ".join(times)}]


def test_the_scripts_are_sound_bash():
    for name in RECIPES:
        for script, _ in scripts(name):
            subprocess.run(["bash", "-n", "-c", script], check=True)
    subprocess.run(["bash", "-n", CI / "validate.sh"], check=True)
    assert os.access(CI / "validate.sh", os.X_OK)
