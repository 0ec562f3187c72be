"""Tab at the command line: the words that could stand there, at once, and never an error."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from roi_analytics.cli import cli
from roi_analytics.completion import ALWAYS, LOADED, words

HOLD = """
import sys
from pathlib import Path
from roi_analytics.engine import Engine
with Engine.create_or_open(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def warehouse(load_report) -> Path:
    return load_report[0]


def offered(line: str) -> set[str]:
    """What bash is offered for a line that ends where Tab is pressed, as its completion asks for it."""
    typed = line.split(" ")
    given = {"_ROI_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(typed) - 1)}
    answer = CliRunner().invoke(cli, [], prog_name="roi", env=given)
    assert answer.exit_code == 0
    return {one.removeprefix("plain,") for one in answer.output.split()}


def by_process(line: str, cwd: Path) -> subprocess.CompletedProcess:
    """The same from outside: a process of its own, as a shell starts it."""
    given = {"_ROI_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    command = [sys.executable, "-c", "from roi_analytics.cli import main; main()"]
    return subprocess.run(command, cwd=cwd, env=os.environ | given, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("roi f", {"findings"}),
        ("roi access ", {"explain", "queue", "show", "review", "evaluate"}),
        ("roi show on_", {"on_time"}),
        ("roi compare ", {"on_time", "fee_charged", "denial_share"}),
        ("roi findings --rule answered", {"answered_late"}),
        ("roi show on_time --legal-path ", {"access", "authorization", "unknown"}),
        ("roi access explain --by ro", {"role", "role_group"}),
        ("roi notes --code closed", {"closed_before_received", "closed_without_date"}),
        ("roi law --jurisdiction O", {"OH", "OK", "OR"}),
        ("roi law --topic response", {"response_deadline"}),
        ("roi findings --verdict a", {"apparent"}),
    ],
)
def test_what_the_code_knows_completes_without_a_warehouse(line, some, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert some <= offered(line)


@pytest.mark.parametrize(
    ("words", "typed", "some"),
    [
        (["due"], "--provider r", {"riverbend-general"}),
        (["report"], "--provider mesa", {"mesa-ridge"}),
        (["show", "on_time"], "--month 2026-0", {"2026-03", "2026-04", "2026-05", "2026-06"}),
        (["show", "on_time"], "--by re", {"requester_kind"}),
        (["show", "on_time"], "--by month,prov", {"month,provider_id"}),
        (["access", "show"], "--provider tam", {"tamarack-bay"}),
    ],
)
def test_what_a_warehouse_knows_completes_from_the_one_named(words, typed, some, warehouse):
    line = " ".join(["roi", *words, "--warehouse", str(warehouse), typed])
    assert some == offered(line)


def test_the_warehouse_of_the_folder_is_the_one_meant(warehouse, tmp_path, monkeypatch):
    (tmp_path / "roi.duckdb").symlink_to(warehouse)
    monkeypatch.chdir(tmp_path)
    assert offered("roi due --provider q") == {"quill-marsh"}


def test_a_group_is_offered_once(warehouse):
    assert "month,month" not in offered(f"roi show on_time --warehouse {warehouse} --by month,")


@pytest.mark.parametrize("line", ["roi due --provider ", "roi show on_time --month ", "roi show on_time --by "])
def test_a_missing_or_damaged_warehouse_offers_nothing_and_says_nothing(line, tmp_path):
    for content in (None, "no warehouse\n" * 2000):
        if content:
            (tmp_path / "roi.duckdb").write_text(content)
        done = by_process(line, tmp_path)
        assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


def test_a_warehouse_another_process_holds_offers_nothing_at_once(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path / "roi.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline().strip() == "held"
        done = by_process("roi due --provider ", tmp_path)
        holder.communicate("\n")
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


def test_no_person_is_offered(warehouse):
    for option in ("--patient ", "--user "):
        assert offered(f"roi access show --warehouse {warehouse} {option}") == set()
    assert offered(f"roi way --warehouse {warehouse} ") == set()


def test_every_kind_has_words(warehouse):
    assert all(words(kind) for kind in ALWAYS)
    assert all(words(kind, warehouse) for kind in LOADED)
    assert words("group", warehouse, "no_such_measure") == {}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_help_says_how_to_switch_it_on_and_that_works(shell):
    assert f"_ROI_COMPLETE={shell}_source roi" in CliRunner().invoke(cli, ["--help"]).output
    answer = CliRunner().invoke(cli, [], prog_name="roi", env={"_ROI_COMPLETE": f"{shell}_source"})
    assert answer.exit_code == 0
    assert f"_ROI_COMPLETE={shell}_complete" in answer.output


def test_what_tab_needs_brings_no_slow_library():
    """A question of a shell has to be answered within a second: nothing that takes one is imported for it."""
    slow = "scipy,sklearn,altair,great_expectations,typst,jupyterlab,pandas,rich.progress"
    code = f"import sys, roi_analytics.cli; print([name for name in '{slow}'.split(',') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
