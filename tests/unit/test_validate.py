"""The suites of expectations/ on a warehouse: what is judged, what is skipped, and that no value of a row gets out."""

import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

import roi_analytics as roi
from roi_analytics import models
from roi_analytics.engine import Engine
from roi_analytics.tables import TABLES
from roi_analytics.validate import Report, expectations_folder, suites, validate
from roi_analytics.validate.page import page
from roi_analytics.versions import landing_tables

SECRET = "Zebedee-Quillfeather-1931"
FED = {
    "request": ["request_id", "patient_id", "received_on", "status", "requester_kind"],
    "request_item": ["request_id", "item_no", "pages_paper", "outcome"],
    "delivery": ["delivery_id", "request_id", "delivered_on"],
    "complaint": ["complaint_id", "request_id"],
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty requests; twenty items, four of an unknown request; a delivery before its request; no complaint."""
    path = tmp_path_factory.mktemp("validate") / "roi.duckdb"
    trace = "date '2026-06-01' as extracted_on, 'l1' as load_id"
    with Engine.create_or_open(path) as engine:
        for statement in landing_tables():
            engine.run(statement)
        engine.run("insert into warehouse values (1, 'Small <b>site</b>')")
        engine.run("insert into provider (provider_id, kind, state) values ('p1', 'clinic', 'OH')")
        engine.run("insert into target values (30, 120, 120)")
        for table, columns in FED.items():
            engine.run("insert into feed values (?, ?, 'full', 'p1')", [table, table])
            for column in columns:
                engine.run("insert into feed_column values (?, ?, ?)", [table, table, column])
        engine.run("insert into load_run (load_id, feed, table_name, extract) values ('l1', 'all', 'all', 'changes')")
        engine.run(
            f"""insert into request_version by name
            select 'p1' as provider_id, 'q' || i as request_id, 'patient ' || i as patient_id,
                date '2026-05-01' as received_on, 'fulfilled' as status, 'patient' as requester_kind, {trace},
                'r.csv' as source_file, i + 2 as source_row
            from range(20) as numbers(i)"""
        )
        engine.run(
            f"""insert into request_item_version by name
            select 'p1' as provider_id, case when i < 4 then '{SECRET}' else 'q' || i end as request_id,
                'item ' || i as item_no, -i as pages_paper, {trace}, 'i.csv' as source_file, i + 2 as source_row
            from range(20) as numbers(i)"""
        )
        engine.run(
            f"""insert into delivery_version by name
            select 'p1' as provider_id, '{SECRET}' as delivery_id, 'q1' as request_id,
                date '2026-04-30' as delivered_on, {trace}, 'd.csv' as source_file, 2 as source_row"""
        )
        models.build(engine)
    return path


@pytest.fixture(scope="module")
def report(warehouse: Path) -> Report:
    return validate(warehouse, expectations=expectations_folder())


def told(report: Report, table: str) -> dict[str, tuple]:
    """The failures of one table: what was expected, and (severity, checked, unexpected)."""
    failed = [result for result in report.of_table(table) if result.success is False]
    return {r.expectation.says: (r.expectation.severity, r.checked, r.unexpected) for r in failed}


def run_alone(warehouse: Path, folder: Path, expectations: Path) -> subprocess.CompletedProcess:
    """Validate in a process of its own, in an empty folder that is its home."""
    code = """if True:
        import sys, pathlib, roi_analytics.validate
        warehouse, expectations = map(pathlib.Path, sys.argv[1:])
        roi_analytics.validate.validate(warehouse, expectations=expectations)"""
    command = [sys.executable, "-c", code, str(warehouse), str(expectations.resolve())]
    return subprocess.run(command, cwd=folder, env={"HOME": str(folder)}, capture_output=True, text=True, check=False)


def test_failures_are_counted_with_their_severity(report):
    assert told(report, "request") == {}
    assert told(report, "request_item") == {
        "Every request_id is that of a known request": ("warning", 20, 4),
        "At most one row in ten has an unknown request": ("critical", 20, 4),
        "pages_paper is not below zero": ("warning", 20, 19),
        "outcome is filled in for at least 80 of 100 rows": ("info", 20, 20),
    }


def test_orphans_in_bulk_are_critical(report):
    assert [r.expectation.says for r in report.critical_failures] == ["At most one row in ten has an unknown request"]
    assert "request_item: At most one row in ten has an unknown request" in report.critical_message()


def test_failing_rows_are_named_by_file_and_row(report):
    [orphans] = report.critical_failures
    assert orphans.rows == (("i.csv", 2), ("i.csv", 3), ("i.csv", 4), ("i.csv", 5))
    [below_zero] = [r for r in report.failures if r.expectation.columns == ("pages_paper",)]
    assert below_zero.rows == tuple(("i.csv", row) for row in range(3, 22))


def test_a_relation_between_tables_is_judged(report):
    says = "delivered_on is not before the day the request was received"
    assert told(report, "delivery") == {says: ("warning", 1, 1)}


def test_what_nothing_feeds_is_skipped_and_told(report):
    assert report.skipped["invoice"] == "no feed of the site supplies it"
    assert "complaint" not in report.skipped
    assert told(report, "complaint") == {"There is at least one row": ("warning", 0, None)}
    skipped = {result.expectation.columns: result.skipped for result in report.of_table("request") if result.skipped}
    assert skipped[("channel",)] == "no feed supplies request.channel"
    assert set(report.frame().filter(pl.col("expectation").is_null())["table"]) == set(report.skipped)


def test_no_value_of_a_row_gets_out(report, warehouse, tmp_path):
    report.to_junit(tmp_path / "j.xml")
    report.to_html(tmp_path / "h.html")
    out = "".join(path.read_text() for path in tmp_path.iterdir()) + str(report.frame().to_dicts()) + str(report)
    assert SECRET not in out
    assert "i.csv" in out


def test_a_suite_that_fails_on_the_type_of_a_value_tells_no_value_either(warehouse, tmp_path):
    """DuckDB's own message quotes the cell that will not be compared; and nothing else is printed or left behind."""
    (tmp_path / "suites").mkdir()
    (tmp_path / "home").mkdir()
    wrong = {
        "type": "expect_column_values_to_be_between",
        "kwargs": {"column": "request_id", "max_value": 3},
        "severity": "info",
        "meta": {"notes": "why"},
    }
    suite = {"name": "request_item", "expectations": [wrong], "meta": {}}
    (tmp_path / "suites" / "request_item.json").write_text(json.dumps(suite))
    done = run_alone(warehouse, tmp_path / "home", tmp_path / "suites")
    assert "request_item.json, expectation 1" in done.stderr
    assert SECRET not in done.stdout + done.stderr
    assert not list((tmp_path / "home").iterdir())


def test_nothing_is_printed_or_written_by_a_run(warehouse, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in warehouse.parent.iterdir()}
    done = run_alone(warehouse, tmp_path, expectations_folder())
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not list(tmp_path.iterdir())
    assert {path: path.stat().st_mtime_ns for path in warehouse.parent.iterdir()} == before


def test_junit_has_a_suite_a_table_and_a_case_an_expectation(report, tmp_path):
    report.to_junit(tmp_path / "j.xml")
    written = {suite.get("name"): suite for suite in ElementTree.parse(tmp_path / "j.xml").getroot()}
    assert set(written) == set(report.rows) | set(report.skipped)
    assert len(written["request_item"]) == len(report.of_table("request_item"))
    assert written["request_item"].get("failures") == str(len(told(report, "request_item")))
    assert written["invoice"].find("testcase/skipped") is not None
    [failure] = [f for f in written["request_item"].iter("failure") if f.get("type") == "critical"]
    assert failure.get("message").startswith("critical: 4 of 20 rows do not meet it. Mend: ")
    assert "i.csv row 2" in failure.text
    assert "Mend: " in failure.text


def test_the_page_opens_offline_and_escapes(report):
    html = page(report)
    assert "Small &lt;b&gt;site&lt;/b&gt;" in html
    assert not re.search(r"<script|https?://|src=|<link", html)


def test_the_same_warehouse_gives_the_same_report(report, warehouse):
    assert validate(warehouse, expectations=expectations_folder()) == report


def test_every_table_has_a_suite_that_judges_its_key():
    found = {suite.table: suite.expectations for suite in suites.read(expectations_folder())}
    assert set(found) == set(TABLES)
    for table, expectations in found.items():
        filled = [e for e in expectations if e.type == "expect_column_values_to_not_be_null"]
        critical = {e.columns[0] for e in filled if e.severity == "critical"}
        required = {name for name, column in TABLES[table].columns.items() if column.required}
        assert {"provider_id", *TABLES[table].key, *required} <= critical
        assert all(e.why and e.mend and e.block.get("description") for e in expectations)


def test_what_was_validated_can_be_loaded_again_in_the_same_notebook(tmp_path):
    site = Path(__file__).parents[2] / "data" / "five_columns" / "site.toml"
    roi.load(site, warehouse=tmp_path / "w.duckdb")
    roi.open(tmp_path / "w.duckdb").validate()
    assert roi.load(site, warehouse=tmp_path / "w.duckdb")["new"] == 0
