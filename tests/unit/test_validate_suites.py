"""A wrong suite is refused with the suite, the expectation and the mend; the cure of the dialect is still needed."""

import json
import logging
from pathlib import Path

import pytest

from roi_analytics import models
from roi_analytics.engine import Engine
from roi_analytics.errors import RuleError
from roi_analytics.validate import duckdb_dialect, validate
from roi_analytics.versions import landing_tables

GOOD = {
    "type": "expect_column_values_to_not_be_null",
    "kwargs": {"column": "request_id"},
    "severity": "info",
    "meta": {"notes": "why"},
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One request, under a name that an address must escape."""
    path = tmp_path_factory.mktemp("suites") / "a $HOME b?c%20#é.duckdb"
    with Engine.create_or_open(path) as engine:
        for statement in landing_tables():
            engine.run(statement)
        engine.run("insert into warehouse values (1, 'Small site')")
        engine.run("insert into target values (30, 120, 120)")
        engine.run("insert into feed values ('f', 'request', 'full', 'p1')")
        engine.run("insert into feed_column values ('f', 'request', 'request_id')")
        engine.run("insert into load_run (load_id, feed, table_name, extract) values ('l1', 'f', 'request', 'full')")
        engine.run(
            """insert into request_version by name
            select 'p1' as provider_id, 'q1' as request_id, date '2026-05-01' as received_on,
                date '2026-06-01' as extracted_on, 'l1' as load_id, 'r.csv' as source_file, 2 as source_row"""
        )
        models.build(engine)
    return path


def suites(folder: Path, content: object, name: str = "request.json") -> Path:
    (folder / name).write_text(content if isinstance(content, str) else json.dumps(content))
    return folder


def asking(sql: str) -> dict:
    """A suite of one expectation written as SQL."""
    return of(GOOD | {"type": "unexpected_rows_expectation", "kwargs": {"unexpected_rows_query": sql}})


def of(*blocks: dict) -> dict:
    return {"name": "request", "expectations": list(blocks), "meta": {}}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "request.json is not JSON"),
        ("[]", "request.json is not a suite"),
        ({"name": "request", "expectations": [], "meta": {}}, "expects nothing"),
        ({"name": "requests", "expectations": [GOOD], "meta": {}}, 'Write "name": "request"'),
        ({"name": "request", "expectations": [GOOD], "metas": {}}, "Did you mean 'meta'?"),
        (of("text"), "request.json, expectation 1 is not an expectation"),
        (of(GOOD, GOOD | {"severity": "dire"}), "expectation 2 (expect_column_values_to_not_be_null): severity 'dire'"),
        (of(GOOD | {"severity": None}), "Use one of: critical, warning, info"),
        (of(GOOD | {"meta": {}}), "does not say why"),
        (of(GOOD | {"colour": 1}), "'colour' is not known"),
        (of(GOOD | {"meta": {"notes": "w", "needs": ["invoices"]}}), "needs 'invoices'"),
        (of(GOOD | {"type": "expect_nothing_at_all"}), "(expect_nothing_at_all): Great Expectations does not know"),
        (of(GOOD | {"kwargs": {"column": "request_id", "colour": 1}}), "colour: extra fields not permitted"),
        (of(GOOD | {"kwargs": {}}), "column: field required"),
        (of(GOOD | {"kwargs": {"column": "requestid"}}), "no column 'requestid'. Did you mean 'request_id'?"),
        (asking("select 1"), "does not read {batch}"),
        (asking("select * from {batch}"), "Return source_file and source_row alone"),
        (asking("select nothing from {batch}"), "Mend the SQL"),
        (asking("select source_file from {batch} where a ~ 'x{3}'"), "Double every other brace"),
    ],
)
def test_a_wrong_suite_is_refused_with_the_mend(warehouse, tmp_path, content, says):
    with pytest.raises(RuleError) as refused:
        validate(warehouse, expectations=suites(tmp_path, content))
    assert says in str(refused.value)


def test_a_suite_for_an_unknown_table_is_refused(warehouse, tmp_path):
    with pytest.raises(RuleError, match=r"there is no table 'requests'\. Did you mean 'request'\?"):
        validate(warehouse, expectations=suites(tmp_path, {}, "requests.json"))


def test_a_folder_without_suites_is_refused(warehouse, tmp_path):
    with pytest.raises(RuleError, match="holds no suite"):
        validate(warehouse, expectations=tmp_path)
    with pytest.raises(RuleError, match="There is no folder of expectations"):
        validate(warehouse, expectations=tmp_path / "nowhere")


def test_a_suite_of_one_s_own_in_the_working_directory_wins(warehouse, tmp_path, monkeypatch):
    (tmp_path / "expectations").mkdir()
    suites(tmp_path / "expectations", of(GOOD))
    monkeypatch.chdir(tmp_path)
    [result] = validate(warehouse).results
    assert (result.success, result.checked, result.unexpected) == (True, 1, 0)
    assert result.expectation.says == "request_id column values to not be null"


def test_the_cure_of_the_dialect_is_still_needed(warehouse):
    """Without it every expectation ends in IndexError. When this fails, delete duckdb_dialect.py and use `duckdb:///`."""
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    plain = duckdb_dialect.address(warehouse).replace("duckdb+roi", "duckdb")
    source = context.data_sources.add_sql(
        "plain",
        connection_string=plain,
        kwargs={"connect_args": duckdb_dialect.OPENED_TO_READ},
        create_temp_table=False,
    )
    logging.disable(logging.CRITICAL)
    try:
        asset = source.add_table_asset("request", table_name="request")
        batch = asset.add_batch_definition_whole_table("all").get_batch()
        suite = gx.ExpectationSuite(name="request", expectations=[GOOD])
        [outcome] = batch.validate(suite).results
    finally:
        logging.disable(logging.NOTSET)
        source.get_execution_engine().close()
    assert not outcome.success
    assert "IndexError" in str(outcome.exception_info)
