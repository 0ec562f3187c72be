"""The command line from outside: shapes that others rely on, exit codes, and clear messages for what cannot be done."""

import subprocess
import sys
from pathlib import Path

import pytest

FIVE_COLUMNS = Path(__file__).parents[2] / "data" / "five_columns"

HOLD = """
import sys
from pathlib import Path
from roi_analytics.engine import Engine
with Engine.create_or_open(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""

NEWER = """
import sys
from pathlib import Path
from roi_analytics.engine import Engine
with Engine.create_or_open(Path(sys.argv[1])) as engine:
    engine.run("create table warehouse (format_version integer, site_name varchar)")
    engine.run("insert into warehouse values (99, null)")
"""


@pytest.fixture(scope="module")
def warehouse(load_report) -> Path:
    return load_report[0]


def test_load_prints_the_rows_of_every_feed_as_json(run, tmp_path):
    told = run("load", FIVE_COLUMNS / "site.toml", "--warehouse", tmp_path / "w.duckdb", "--json")
    assert told.code == 0
    assert {"feed", "provider_id", "table", "read", "loaded", "noted", "quarantined", "duplicate"} <= set(
        told.json["feeds"][0]
    )
    assert told.err == ""


@pytest.mark.parametrize(
    ("words", "name", "keys"),
    [
        (["due"], "due", {"request_id", "provider_id", "due_on", "citation", "days_left", "waiting_on"}),
        (["findings"], "findings", {"rule", "verdict", "citation", "case_id", "provider_id", "facts"}),
        (
            ["show", "on_time", "--by", "provider_id,month"],
            "rows",
            {
                "provider_id",
                "month",
                "legal_path",
                "cases",
                "value",
                "low",
                "high",
                "immature",
                "not_assessable",
                "held_out",
            },
        ),
        (["show", "explained_share", "--by", "department"], "rows", {"department", "cases", "value", "low", "high"}),
        (
            ["cases", "on_time", "--value", "0"],
            "cases",
            {"case_id", "provider_id", "counted_on", "value", "standing", "reason"},
        ),
        (["rules"], "rules", {"rule", "title", "citation"}),
        (["quarantine"], "quarantine", {"source_file", "source_row", "code", "column", "mend"}),
        (["notes"], "notes", {"source_file", "source_row", "code"}),
    ],
)
def test_questions_answer_in_json(run, warehouse, words, name, keys):
    answer = run(*words, "--warehouse", warehouse, "--json")
    assert answer.code == 0, answer.err
    assert len(answer.json[name]) > 0
    assert keys <= set(answer.json[name][0])


@pytest.mark.parametrize(
    "words", [["measures"], ["law"], ["law", "--jurisdiction", "CA"], ["--help"], ["show", "--help"]]
)
def test_what_needs_no_warehouse(run, words):
    assert run(*words).code == 0


def test_a_month_a_provider_and_a_legal_path_narrow_a_figure(run, warehouse):
    rows = run(
        "show", "on_time", "--month", "2026-05", "--legal-path", "access", "--warehouse", warehouse, "--json"
    ).json["rows"]
    assert len(rows) == 1
    assert "legal_path" not in rows[0]
    assert 0 <= rows[0]["low"] <= rows[0]["value"] <= rows[0]["high"] <= 1


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["show", "ontime"], 5, "Did you mean 'on_time'"),
        (["show", "on_time", "--by", "provder_id"], 5, "provider_id"),
        (["show", "on_time", "--month", "2031-01"], 5, "2026-03 to"),
        (["show", "on_time", "--month", "May"], 5, "2026-05"),
        (["show", "on_time", "--legal-path", "acces"], 5, "access"),
        (["findings", "--rule", "answerd_late"], 5, "answered_late"),
        (["due", "--provider", "riverbend"], 5, "riverbend"),
        (["cases", "on_time", "--provider", "nobody"], 5, "nobody"),
        (["show", "on_time", "--as-of", "1999-01-01"], 5, "first extract"),
        (["show", "on_time", "--as-of", "yesterday"], 2, "yesterday"),
        (["show"], 2, "MEASURE"),
        (["shwo"], 2, "shwo"),
        (["findings", "--verdict", "guilty"], 2, "apparent"),
    ],
)
def test_a_question_that_cannot_be_asked_says_the_mend(run, warehouse, words, code, says):
    answer = run(*words, *([] if words in (["shwo"],) else ["--warehouse", warehouse]))
    assert answer.code == code, answer.err
    assert says in answer.err


def test_an_absent_warehouse_a_folder_and_a_stranger(run, tmp_path):
    absent = run("due", "--warehouse", tmp_path / "no.duckdb")
    assert (absent.code, "roi load" in absent.err) == (5, True)
    assert run("due", "--warehouse", tmp_path).code == 5
    (tmp_path / "letter.txt").write_text("Dear Sir\n" * 2000)
    assert run("due", "--warehouse", tmp_path / "letter.txt").code == 5
    assert (tmp_path / "letter.txt").read_text().startswith("Dear")


def test_a_warehouse_of_a_newer_version_is_told(run, sample, tmp_path):
    path = tmp_path / "w.duckdb"
    subprocess.run([sys.executable, "-c", NEWER, str(path)], check=True)
    for words in (["due"], ["load", sample / "site.toml"]):
        answer = run(*words, "--warehouse", path)
        assert answer.code == 5
        assert "newer" in answer.err


def test_a_warehouse_another_process_holds_is_told(run, sample, tmp_path, load_report):
    path = tmp_path / "held.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline().strip() == "held"
        answer = run("load", sample / "site.toml", "--warehouse", path)
        holder.communicate("\n")
    assert answer.code == 5
    assert "another process" in answer.err


def test_a_warehouse_of_another_site_is_refused(run, tmp_path, load_report):
    (tmp_path / "site.toml").write_text('[site]\nname = "Another site"\n')
    answer = run("load", tmp_path / "site.toml", "--warehouse", load_report[0])
    assert answer.code in (3, 5)
    assert "Another site" in answer.err or "feed" in answer.err


def test_a_missing_site_file_is_told(run, tmp_path):
    answer = run("load", tmp_path / "none.toml", "--warehouse", tmp_path / "w.duckdb")
    assert answer.code == 3
    assert "none.toml" in answer.err
    assert not (tmp_path / "w.duckdb").exists()


def test_a_sample_is_written_into_an_empty_folder_only(run, tmp_path):
    written = run("sample", tmp_path / "site", "--requests", 40, "--accesses", 100)
    assert written.code == 0
    assert (tmp_path / "site" / "site.toml").exists()
    again = run("sample", tmp_path / "site", "--requests", 40, "--accesses", 100)
    assert (again.code, "empty folder" in again.err) == (5, True)
