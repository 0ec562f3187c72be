"""Do the questions hold together? The count and the evidence are one, groups add up, a wrong question says its mend."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roi_analytics import held_out, measures, models
from roi_analytics.engine import Engine
from roi_analytics.errors import QuestionError
from roi_analytics.versions import landing_tables

CLOCK = dt.date(2026, 6, 30)
STATUSES = ["open", "fulfilled", "fulfilled_partly", "denied", "no_records", "withdrawn", "abandoned", "unknown", None]
PATHS = ["access", "directive", "authorization", None]


def built(requests: list[dict], refused: list[dict] = ()) -> Engine:
    """A warehouse in memory with rows of requests, rows of quarantine and every model."""
    engine = Engine.memory()
    for statement in landing_tables():
        engine.run(statement)
    engine.insert("target", pl.DataFrame({"answered_within_days": [30]}))
    engine.insert("provider", pl.DataFrame({"provider_id": ["p1", "p2"], "state": ["OH", None], "kind": "hospital"}))
    engine.insert(
        "load_run",
        pl.DataFrame(
            {
                "load_id": ["may", "june"],
                "feed": "f",
                "table_name": "request",
                "source_file": ["may.csv", "june.csv"],
                "extract": "full",
                "extracted_on": [dt.date(2026, 5, 31), CLOCK],
                "rows_read": [0, len(requests)],
                "rows_loaded": [0, len(requests)],
                "rows_quarantined": 0,
                "rows_duplicate": 0,
            }
        ),
    )
    engine.insert("feed", pl.DataFrame({"feed": ["f"], "table_name": "request", "extract": "full"}))
    trace = {"extracted_on": CLOCK, "load_id": "june", "source_file": "june.csv"}
    rows = [trace | {"request_id": str(n), "source_row": n + 2} | row for n, row in enumerate(requests)]
    if rows:
        engine.insert("request_version", pl.DataFrame(rows, infer_schema_length=None))
    if refused:
        engine.insert("quarantine", pl.DataFrame(refused, infer_schema_length=None))
    models.build(engine)
    return engine


request = st.fixed_dictionaries(
    {
        "provider_id": st.sampled_from(["p1", "p2"]),
        "received_on": st.dates(dt.date(2026, 3, 1), dt.date(2026, 6, 29)),
        "completed_on": st.none() | st.dates(dt.date(2026, 3, 1), CLOCK),
        "status": st.sampled_from(STATUSES),
        "legal_path": st.sampled_from(PATHS),
        "channel": st.sampled_from(["mail", "portal", None]),
    }
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(request, min_size=0, max_size=60))
def test_every_figure_counts_its_own_rows_and_the_groups_add_up(requests):
    with built(requests) as engine:
        for measure in models.of_layer("measures"):
            rows = measures.cases(engine, measure)
            assert set(rows["standing"]) <= {"counted", "immature", "not_assessable"}
            assert rows.filter(pl.col("standing") != "counted")["reason"].null_count() == 0
            for by in ([], ["provider_id"], ["provider_id", "month", "channel"]):
                if set(by) - set(rows.columns):
                    continue
                found = measures.show(engine, measure, by=by)
                groups = found.columns[: found.columns.index("cases")]
                if "outcome" in groups:  # each way of ending stands on all cases; their shares and the open add to one
                    adds = found.drop_nulls("value").group_by([name for name in groups if name != "outcome"])
                    assert all(abs(total - 1) < 1e-9 for total in adds.agg(pl.col("value").sum())["value"])
                    continue
                for column, standing in (("cases", "counted"), ("immature",) * 2, ("not_assessable",) * 2):
                    counted = rows.filter(pl.col("standing") == standing).group_by(groups).len() if groups else None
                    shown = found.filter(pl.col(column) > 0).select(*groups, pl.col(column))
                    if counted is not None:
                        assert sorted(shown.rows(), key=repr) == sorted(counted.rows(), key=repr)
                    assert found[column].sum() == rows.filter(pl.col("standing") == standing).height
                if models.of_layer("measures")[measure].header["summary"].startswith("share"):
                    shares = found.drop_nulls("value")
                    assert shares["value"].is_between(0, 1).all()
                    assert (shares["low"] <= shares["value"] + 1e-9).all()
                    assert (shares["value"] <= shares["high"] + 1e-9).all()


@pytest.fixture(scope="module")
def engine():
    requests = [
        {
            "provider_id": "p1",
            "received_on": dt.date(2026, 4, 1),
            "completed_on": dt.date(2026, 4, 9),
            "status": "fulfilled",
        },
        {"provider_id": "p1", "received_on": dt.date(2026, 5, 1), "completed_on": None, "status": "open"},
        {"provider_id": "p2", "received_on": dt.date(2026, 4, 2), "completed_on": None, "status": "open"},
    ]
    requests = [row | {"legal_path": "access"} for row in requests]
    mark = {
        "code": "unparsable_date",
        "column": "received_on",
        "message": "not a date",
        "mend": "write it so",
        "raw": "{}",
    }
    refused = [
        mark | {"load_id": "may", "source_row": 9, "provider_id": "p1", "on_date": dt.date(2026, 4, 3)},
        mark | {"load_id": "june", "source_row": 5, "provider_id": "p1", "on_date": dt.date(2026, 4, 3)},
        mark | {"load_id": "june", "source_row": 6, "provider_id": "p1", "on_date": dt.date(2026, 4, 4)},
        mark | {"load_id": "june", "source_row": 7, "provider_id": None, "on_date": None},
    ]
    with built(requests, refused) as engine:
        yield engine


def test_held_out_is_told_per_provider_and_month_of_the_newest_extract(engine):
    by_both = measures.show(engine, "answered_within", by="provider_id,month", legal_path="access")
    assert by_both.select("provider_id", "month", "held_out").rows() == [
        ("p1", "2026-04", 2),
        ("p1", "2026-05", 0),
        ("p2", "2026-04", 0),
    ]
    assert measures.show(engine, "answered_within", by="provider_id")["held_out"].to_list() == [2, 0]
    assert measures.show(engine, "answered_within")["held_out"].to_list() == [3]
    assert measures.show(engine, "answered_within", month="2026-04")["held_out"].to_list() == [2]
    assert measures.show(engine, "answered_within", by="state")["held_out"].to_list() == [None, None]


def test_columns_of_a_figure(engine):
    figure = ["cases", "value", "low", "high", "immature", "not_assessable", "held_out"]
    assert measures.show(engine, "on_time", by="provider_id", legal_path="access").columns == ["provider_id", *figure]
    assert measures.show(engine, "on_time", by=["month", "provider_id"]).columns == [
        "month", "provider_id", "legal_path", *figure
    ]  # fmt: skip
    by_day = ["at_risk", "last_day", "is_provisional"]
    assert measures.show(engine, "answered_within").columns == ["legal_path", *figure, *by_day]


def test_cases_by_provider_value_and_month(engine):
    assert measures.cases(engine, "answered_within", provider="p1", value=1)["case_id"].to_list() == ["0"]
    assert measures.cases(engine, "answered_within", month="2026-05")["case_id"].to_list() == ["1"]
    assert measures.cases(engine, "answered_within", legal_path="directive").is_empty()


def test_months_are_those_with_rows(engine):
    assert measures.months(engine) == ["2026-04", "2026-05"]


def test_nothing_asked_for_is_a_row_of_noughts(engine):
    [row] = measures.show(engine, "on_time", legal_path="directive").to_dicts()
    assert (row["cases"], row["value"], row["low"], row["high"]) == (0, None, None, None)
    assert measures.show(engine, "on_time", by="provider_id", legal_path="directive").is_empty()


def test_refused_rows_are_told_without_what_they_held(engine):
    told = held_out.quarantine(engine)
    assert told.height == 4
    assert "raw" not in told.columns


def test_the_catalogues_name_everything(engine):
    assert measures.measures()["measure"].to_list() == sorted(models.of_layer("measures"))
    rules = measures.rules(engine)
    assert sorted(rules["rule"]) == sorted(models.of_layer("findings"))
    assert rules["subject"].unique(maintain_order=True).to_list() == list(models.SUBJECTS)
    assert (
        rules.select(pl.sum_horizontal("apparent", "check", "not_assessable").sum()).item()
        == measures.findings(engine).height
    )


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda e: measures.show(e, "ontime"), ["'ontime'", "Did you mean 'on_time'", "roi measures"]),
        (lambda e: measures.cases(e, "zzz"), ["'zzz'", "roi measures"]),
        (lambda e: measures.show(e, "on_time", by="provder_id"), ["'provder_id'", "Did you mean 'provider_id'"]),
        (lambda e: measures.show(e, "on_time", by="standing"), ["'standing'", "requester_kind"]),
        (lambda e: measures.show(e, "on_time", month="2031-01"), ["'2031-01'", "2026-04"]),
        (lambda e: measures.show(e, "on_time", month="May"), ["'May'", '"2026-05"']),
        (lambda e: measures.show(e, "on_time", legal_path="acces"), ["'acces'", "Did you mean 'access'"]),
        (lambda e: measures.show(e, "explained_share", legal_path="access"), ["no legal path"]),
        (lambda e: measures.cases(e, "on_time", provider="p3"), ["'p3'", "site.toml"]),
        (lambda e: measures.findings(e, rule="past_du"), ["Did you mean 'past_due'", "roi rules"]),
        (lambda e: measures.findings(e, verdict="guilty"), ["apparent, check, not_assessable"]),
        (lambda e: measures.findings(e, month="2031-01"), ["'2031-01'"]),
        (lambda e: measures.due(e, provider="p3"), ["'p3'"]),
        (lambda e: held_out.notes(e, code="new_yer_slip"), ["Did you mean 'new_year_slip'"]),
    ],
)
def test_a_question_that_cannot_be_asked_says_what_where_and_the_mend(engine, ask, words):
    with pytest.raises(QuestionError) as refusal:
        ask(engine)
    for word in words:
        assert word in str(refusal.value)


def test_a_share_may_be_asked_for_with_another_interval(engine):
    """Clopper-Pearson's is the wider one; a curve has an interval of its own."""
    wilson, exact = (measures.show(engine, "on_time", interval=name).row(0, named=True) for name in ("wilson", "exact"))
    assert wilson["value"] == exact["value"]
    assert exact["low"] < wilson["low"]
    with pytest.raises(QuestionError, match="no exact interval"):
        measures.show(engine, "answered_within", interval="exact")
    with pytest.raises(QuestionError, match="Did you mean 'jeffreys'"):
        measures.show(engine, "on_time", interval="jefreys")


def test_models_of_another_version_are_refused_with_the_mend():
    with built([]) as other:
        models.check_stamp(other)
        other.run("update model_stamp set models = 'older'")
        with pytest.raises(QuestionError, match="roi load"):
            models.check_stamp(other)


def test_a_month_between_the_first_and_the_clock_is_an_empty_figure(engine):
    assert measures.show(engine, "answered_within", month="2026-06").is_empty()
    for month in ("2026-02", "2026-07", "May"):
        with pytest.raises(QuestionError, match="no month"):
            measures.show(engine, "answered_within", month=month)
