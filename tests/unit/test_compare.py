"""Are providers compared fairly? Planted truth is found, work is taken into account, small numbers have no mark."""

import datetime as dt

import polars as pl
import pytest

from roi_analytics import models
from roi_analytics.compare import FALSE_DISCOVERIES, compare, standards, together
from roi_analytics.engine import Engine
from roi_analytics.errors import QuestionError
from roi_analytics.trend import trend
from roi_analytics.versions import landing_tables

CLOCK = dt.date(2026, 6, 30)
FIRST = dt.date(2026, 3, 1)


def network(providers: dict[str, dict], baselines: list[dict] = ()) -> Engine:
    """
    A warehouse of providers, each with a `kind`, and counts of requests: (quick, slow) of `easy` and of `hard` work.

    A quick request was answered after five days, a slow one after sixty; easy ones are a patient's, hard a parent's.
    """
    engine = Engine.memory()
    for statement in landing_tables():
        engine.run(statement)
    engine.insert("target", pl.DataFrame({"answered_within_days": [30]}))
    kinds = [(name, one.get("kind", "hospital")) for name, one in providers.items()]
    engine.insert("provider", pl.DataFrame(kinds, schema=["provider_id", "kind"], orient="row"))
    run = {"load_id": "load", "feed": "f", "table_name": "request", "source_file": "f.csv", "extract": "full"}
    engine.insert("load_run", pl.DataFrame([run | {"extracted_on": CLOCK}]))
    engine.insert("feed", pl.DataFrame({"feed": ["f"], "table_name": "request", "extract": "full"}))
    if baselines:
        engine.insert("baseline", pl.DataFrame(baselines))
    rows = []
    for name, one in providers.items():
        for work, who in (("easy", "patient"), ("hard", "parent")):
            for took, count in zip((5, 60), one.get(work, (0, 0)), strict=True):
                rows += [(name, who, took)] * count
    frame = pl.DataFrame(rows, schema=["provider_id", "requester_kind", "took"], orient="row").with_row_index("n")
    received = pl.lit(FIRST) + pl.duration(days=pl.col("n") % 50)
    frame = frame.select(
        "provider_id", "requester_kind", request_id="r" + pl.col("n").cast(pl.String), received_on=received,
        completed_on=received + pl.duration(days=pl.col("took")), status=pl.lit("fulfilled"),
        legal_path=pl.lit("access"), extracted_on=pl.lit(CLOCK), load_id=pl.lit("load"), source_file=pl.lit("f.csv"),
        source_row=pl.col("n") + 2,
    )  # fmt: skip
    engine.insert("request_version", frame)
    models.build(
        engine, only={"answered_within", "days_to_answer", "fee_charged", "flow", "request_mix", "held_out", "due_list"}
    )
    return engine


def readings(engine: Engine, measure: str = "answered_within") -> dict[str, str]:
    found = compare(engine, measure)
    assert found["provider_id"].to_list() == sorted(found["provider_id"]), "no rank: the order of the names"
    return dict(found.select("provider_id", "reading").iter_rows())


ALIKE = {f"p{n:02}": {"easy": (90 + n % 3, 10 - n % 3)} for n in range(1, 12)}


def test_the_one_that_differs_is_found_and_no_other():
    with network(ALIKE | {"p12": {"easy": (45, 55)}}) as engine:
        assert {name for name, reading in readings(engine).items() if reading != "as expected"} == {"p12"}
        assert readings(engine)["p12"] == "worse than the standard"


def test_where_all_are_alike_none_is_marked():
    with network(ALIKE) as engine:
        assert set(readings(engine).values()) == {"as expected"}


def test_few_cases_have_an_interval_and_no_mark():
    with network(ALIKE | {"p12": {"easy": (0, 12)}}) as engine:
        row = compare(engine, "answered_within").filter(provider_id="p12").row(0, named=True)
        assert (row["reading"], row["p"], row["value"]) == ("too few cases", None, 0)
        assert row["high"] > 0.2


def test_few_providers_are_no_peers():
    with network({"p1": {"easy": (90, 10)}, "p2": {"easy": (20, 80)}}) as engine:
        assert set(readings(engine).values()) == {"too few peers"}


def test_peers_are_those_of_the_same_kind_where_there_are_five_else_all():
    clinics = {f"c{n}": {"kind": "clinic", "easy": (30, 70)} for n in range(5)}
    with network(ALIKE | clinics | {"x": {"kind": "pharmacy", "easy": (90, 10)}}) as engine:
        found = compare(engine, "answered_within")
        peers = dict(found.select("provider_id", "peers").iter_rows())
        assert {peers[name] for name in ALIKE} == {"hospital"}
        assert {peers[name] for name in clinics} == {"clinic"}
        assert peers["x"] == "all kinds"
        assert found.filter(provider_id="c1")["standard"].item() == pytest.approx(0.3)
        assert set(found.filter(pl.col("peers") != "all kinds")["reading"]) == {"as expected"}
        assert standards(found)["peers"].sort().to_list() == ["all kinds", "clinic", "hospital"]


def test_harder_work_is_no_worse_service():
    """p12 has mostly the hard kind, and does each kind as all others do."""
    mixed = {f"p{n:02}": {"easy": (90, 10), "hard": (10, 10)} for n in range(1, 12)}
    with network(mixed | {"p12": {"easy": (18, 2), "hard": (50, 50)}}) as engine:
        found = compare(engine, "answered_within").filter(provider_id="p12").row(0, named=True)
        assert found["value"] == pytest.approx(68 / 120)
        assert found["expected"] == pytest.approx(found["value"], abs=0.02)
        assert found["adjusted"] == pytest.approx(found["standard"], abs=0.03)
        assert found["ratio"] == pytest.approx(1, abs=0.05)
        pooled = (11 * 100 + 68) / (11 * 120 + 120)
        assert found["standard"] == pytest.approx(pooled), "the standard is what all peers did, not what was made of it"
        assert found["ratio_of"] == "misses"
        assert found["reading"] == "as expected"


def test_the_shrunken_share_lies_between_its_own_and_the_peers():
    with network(ALIKE | {"p12": {"easy": (60, 40)}, "p13": {"easy": (80, 20)}}) as engine:
        found = compare(engine, "answered_within")
        own, mean = pl.col("adjusted"), pl.col("standard")
        between = pl.col("shrunken").is_between(
            pl.min_horizontal(own, mean) - 0.02, pl.max_horizontal(own, mean) + 0.02
        )
        assert found.select(between.all()).item()


def test_medians_are_context_and_counts_are_refused():
    with network(ALIKE) as engine:
        assert set(readings(engine, "days_to_answer").values()) == {"context only"}
        with pytest.raises(QuestionError, match="how large a provider is"):
            compare(engine, "flow")


def test_the_comparisons_of_one_report_are_one_family():
    """A mark that just stands by itself does not stand among the marks of twenty comparisons that found nothing."""
    with network(ALIKE | {"p12": {"easy": (78, 22)}}) as engine:
        alone = compare(engine, "answered_within")
        alone = alone.with_columns(p=pl.when(pl.col("provider_id") == "p12").then(0.004).otherwise(0.9))
        by_itself = together({"answered_within": alone})["answered_within"]
        assert by_itself.filter(provider_id="p12")["p_adjusted"].item() <= FALSE_DISCOVERIES
        quiet = alone.with_columns(p=pl.lit(0.9))
        found = together({"answered_within": alone, "on_time": pl.concat([quiet] * 3)})["answered_within"]
        assert found.filter(provider_id="p12")["reading"].item() == "as expected"
        assert found.filter(provider_id="p12")["p_adjusted"].item() > FALSE_DISCOVERIES


def test_limits_move_from_a_declared_baseline_on_and_say_why():
    declared = [
        {
            "starts": "2026-04",
            "until": None,
            "reason": "A new portal",
            "measure": "answered_within",
            "provider_id": None,
        }
    ]
    with network(ALIKE, declared) as engine:
        found = trend(engine, "answered_within")
        assert found.select("month", "phase", "reason").rows() == [("2026-03", 1, None), ("2026-04", 2, "A new portal")]
        assert set(trend(engine, "days_to_answer")["phase"]) == {1}, "declared for another measure"


def test_a_month_that_is_not_over_is_hollow():
    with network(ALIKE) as engine:
        engine.run("update clock set as_of = date '2026-04-15'")
        assert trend(engine, "answered_within").select("month", "is_hollow").rows() == [
            ("2026-03", False),
            ("2026-04", True),
        ]


def test_of_light_work_little_is_expected_and_little_is_told():
    """p12 has the easy kind only, of which one in fifty is slow: six of a hundred are no certain mark (P = 0.017)."""
    mixed = {f"p{n:02}": {"easy": (98, 2), "hard": (60, 40)} for n in range(1, 12)}
    with network(mixed | {"p12": {"easy": (94, 6)}}) as engine:
        found = compare(engine, "answered_within").filter(provider_id="p12").row(0, named=True)
        assert found["ratio"] == pytest.approx(2.6, abs=0.4)
        assert found["adjusted_cases"] < 20 < found["effective_cases"]
        assert found["p"] > 0.005
        assert found["reading"] == "as expected"


def test_a_month_without_a_case_is_nought_of_a_count():
    with network({"p1": {"easy": (60, 0)}}) as engine:
        engine.run("update request_version set received_on = date '2026-03-05', completed_on = date '2026-03-09'")
        engine.run(
            "update request_version set received_on = date '2026-06-05', completed_on = date '2026-06-09'"
            " where request_id = 'r0'"
        )
        models.build(engine, only={"complaints", "flow", "held_out", "due_list"})
        came_in = trend(engine, "flow").filter(movement="came in")
        assert dict(came_in.select("month", "value").iter_rows()) == {
            "2026-03": 59,
            "2026-04": 0,
            "2026-05": 0,
            "2026-06": 1,
        }
