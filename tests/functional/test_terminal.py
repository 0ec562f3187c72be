"""What a person sees: tables that fit the window, colours that mean something, and how long it will take."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from windows import ESCAPE, in_window, without_colours

from roi_analytics import terminal
from roi_analytics.steps import Step
from roi_analytics.terminal.waiting import Pace, duration

QUESTIONS = {
    "due": (["due"], "due"),
    "findings": (["findings", "--rule", "answered_late", "--provider", "mesa-ridge"], "findings"),
    "compare": (["compare", "on_time", "--month", "2026-05", "--legal-path", "access"], None),
    "rules": (["rules"], "rules"),
    "cases": (["cases", "on_time", "--value", "0", "--month", "2026-04"], "cases"),
    "show": (["show", "on_time", "--by", "provider_id,month"], None),
}


@pytest.fixture(scope="module")
def warehouse(load_report) -> Path:
    return load_report[0]


def lines_of(text: str) -> list[str]:
    """The lines left standing: a progress line that was wiped is none."""
    return [line.split("\x1b[2K")[-1] for line in text.splitlines()]


@pytest.mark.parametrize("columns", [80, 100, 160])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_table_fits_the_window_and_drops_nothing(run, warehouse, question, columns):
    words, name = QUESTIONS[question]
    shown = without_colours("\n".join(lines_of(in_window(columns, *words, "--warehouse", warehouse))))
    assert max(map(cell_len, shown.splitlines())) <= columns
    if name is None:
        return
    rows = run(*words, "--warehouse", warehouse, "--json").json[name]
    assert rows
    there = set(shown.split())
    for row in rows:
        for column, value in row.items():
            assert column in there
            if isinstance(value, str):
                assert set(value.split()) <= there, (column, value)


def test_the_queue_is_folded_under_its_sentences(warehouse):
    shown = without_colours(in_window(80, "access", "queue", "--budget", "2", "--warehouse", warehouse))
    assert max(map(len, shown.splitlines())) <= 80
    assert re.search(r"\n   for      \S.+\n {12}\S", shown)


def test_a_narrow_window_tells_once_what_is_the_same_in_every_row(warehouse):
    shown = without_colours(in_window(80, "due", "--warehouse", warehouse))
    assert "In every row:\n    legal_path access" in shown
    assert shown.count("legal_path") == 1


# -- piped -----------------------------------------------------------------------------------------


def piped(*words: object, **settings: str) -> str:
    code = "from roi_analytics.cli import main; main()"
    command = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=settings).stdout


def test_what_is_piped_is_whole_whatever_the_window_or_the_wish_for_colours(warehouse):
    words = ("findings", "--rule", "answered_late", "--warehouse", warehouse)
    plain = piped(*words)
    assert plain == piped(*words, COLUMNS="40", FORCE_COLOR="1", CLICOLOR_FORCE="1", TERM="xterm-256color")
    header, *lines = plain.splitlines()
    rows = json.loads(piped(*words, "--json"))["findings"]
    assert header.split() == list(rows[0])
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        assert row["facts"] in line
        assert (row["law_text"] or "") in line
    assert not ESCAPE.search(plain)
    assert not [line for line in lines if line != line.rstrip()]


# -- colours ---------------------------------------------------------------------------------------


def test_colours_mean_late_and_the_verdict(warehouse):
    late = in_window(160, "due", "--within", "0", "--warehouse", warehouse)
    assert re.search(r"\x1b\[1;31m +-\d+", late)
    assert not re.search(r"\x1b\[1;31m +\d", in_window(160, "due", "--within", "10", "--warehouse", warehouse))
    verdicts = in_window(160, "findings", "--provider", "juniper-street", "--warehouse", warehouse)
    assert re.search(r"\x1b\[36mnot_assessable", verdicts)
    assert re.search(
        r"\x1b\[33mcheck", in_window(160, "findings", "--rule", "accounting_fee", "--warehouse", warehouse)
    )


def test_colours_mean_refused_rows_and_failed_expectations(warehouse):
    failed = in_window(100, "validate", "--warehouse", warehouse)
    assert re.search(r"\x1b\[33mwarning  invoice: ", failed)
    assert re.search(r"\n    Mend: Check both dates at the provider", failed)
    from roi_analytics.terminal.colours import style

    assert style("quarantined", 3)
    assert not style("quarantined", 0)


@pytest.mark.parametrize("words", [["due"], ["access", "explain"], ["access", "show", "--incident", "8e9b10df8245"]])
def test_no_color_is_obeyed(warehouse, words):
    assert ESCAPE.search(in_window(80, *words, "--warehouse", warehouse))
    assert not ESCAPE.search(in_window(80, *words, "--warehouse", warehouse, NO_COLOR="1"))


# -- time left -------------------------------------------------------------------------------------

WORK = """
import sys, time
from roi_analytics import terminal
from roi_analytics.steps import Step
from roi_analytics.terminal import waiting
waiting.QUIET_SECONDS = float(sys.argv[1])
with terminal.progress("starting") as tell:
    for part in range(4):
        if tell:
            tell(Step(f"reading {part + 1} of 4: part-{part}.csv", done=part / 4))
        time.sleep(0.4)
print("done")
"""


def test_long_work_tells_on_the_terminal_what_it_does_and_leaves_nothing_behind():
    shown = in_window(80, 0.2, code=WORK)
    assert "reading 3 of 4: part-2.csv · " in shown
    assert shown.rsplit("\x1b[1A\x1b[2K", 1)[1] == "done\n"  # up a line, which is wiped
    assert "\x1b[?25h" in shown  # the cursor is back


def test_short_work_and_piped_work_tell_nothing():
    assert in_window(80, 60, code=WORK) == "done\n"
    done = subprocess.run([sys.executable, "-c", WORK, "0"], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("done\n", "")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_pace_tells_the_time_left():
    clock = Clock()
    pace = Pace("starting", clock)
    clock.now = 60  # starting a library says nothing of the pace
    pace.tell(Step("1 of 4: a", done=0.0))
    assert str(pace) == "1 of 4: a · 1 min 0 s"
    clock.now = 70
    pace.tell(Step("2 of 4: b", done=0.25))
    assert str(pace) == "2 of 4: b · 1 min 10 s · about 30 s left"
    clock.now = 80
    assert str(pace) == "2 of 4: b · 1 min 20 s · about 20 s left"
    clock.now = 99  # a part that takes longer than its share: nothing is better than a wrong word
    assert str(pace) == "2 of 4: b · 1 min 39 s"
    pace.tell("building what the questions read")
    assert str(pace) == "building what the questions read · 1 min 39 s"


def test_a_pace_is_no_estimate_before_it_is_known():
    clock = Clock()
    pace = Pace("starting", clock)
    pace.tell(Step("1 of 2: a", done=0.0))
    clock.now = 1
    pace.tell(Step("2 of 2: b", done=0.5))
    assert "left" not in str(pace)


@pytest.mark.parametrize(("seconds", "said"), [(7.4, "7 s"), (200, "3 min 20 s"), (3900, "1 h 5 min")])
def test_a_duration_is_said_as_a_person_says_it(seconds, said):
    assert duration(seconds) == said


# -- a load ----------------------------------------------------------------------------------------


def test_a_load_tells_in_a_window_only_what_was_not_simply_loaded(load_report, monkeypatch, capsys):
    monkeypatch.setattr(terminal, "is_window", lambda: True)
    terminal.show_load(load_report[1], as_json=False)
    shown = capsys.readouterr().out
    named = [feed["feed"] for feed in load_report[1]["feeds"] if f"{feed['feed']} " in shown]
    assert named == [feed["feed"] for feed in load_report[1]["feeds"] if refused_or_noted(feed)]
    rows = sum(feed["read"] for feed in load_report[1]["feeds"])
    others = len(load_report[1]["feeds"]) - len(named)
    assert f"All rows of the {others} other feeds are loaded. In all: {rows:,} read" in shown


def refused_or_noted(feed: dict) -> bool:
    return feed["noted"] + feed["quarantined"] + feed["duplicate"] > 0 or not feed["read"]


def test_a_piped_load_tells_every_feed(load_report, capsys):
    terminal.show_load(load_report[1], as_json=False)
    shown = capsys.readouterr().out
    assert all(f"{feed['feed']} " in shown for feed in load_report[1]["feeds"])
