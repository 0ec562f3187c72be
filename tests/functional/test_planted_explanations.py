"""
Every explanation of an access is planted in the sample, and the detector finds it: that one, by that row, and no other.

Users and patients were made for it, so nothing else explains what they open; what is nearly explained stays a question.
"""

from collections import defaultdict

import polars as pl
import pytest

from roi_analytics import models
from roi_analytics.access.evidence import evidence

ACTORS = {"service", "device", "patient", "proxy"}
LAID = """create or replace temp table planted as
select access_explained.* from access_explained
where access_explained.provider_id = 'riverbend-general' and list_contains(?, access_explained.event_id)"""
JUDGED = """select event_id, actor_kind, is_explained from access_explanation
where provider_id = 'riverbend-general' and list_contains(?, event_id)"""


@pytest.fixture(scope="module")
def truth(sample) -> pl.DataFrame:
    return pl.read_csv(sample / "truth" / "explanations.csv", infer_schema=False)


@pytest.fixture(scope="module")
def told(site, truth) -> tuple[dict[str, set[tuple[str, str]]], dict[str, tuple[str, bool | None]]]:
    """By access: the explanations found, each with its row; and the kind of actor and whether it is explained."""
    events = truth["event_id"].to_list()
    found = defaultdict(set)
    with site.engine() as engine:
        engine.run(LAID, [events])
        for event_id, explanation, record_id in (
            evidence(engine, "planted").select("event_id", "explanation", "record_id").iter_rows()
        ):
            found[event_id].add((explanation, record_id))
        judged = {event_id: tuple(rest) for event_id, *rest in engine.read(JUDGED, [events]).iter_rows()}
    return found, judged


def test_every_explanation_is_planted_and_as_much_that_none_explains(truth):
    assert truth["event_id"].is_unique().all()
    planted = dict(truth["explanation"].fill_null("").value_counts().iter_rows())
    assert set(planted) == {"", *ACTORS, *models.of_layer("explanations")}
    assert min(planted.values()) >= 2
    assert planted[""] >= 3 * len(models.of_layer("explanations"))


def test_each_planted_access_has_its_explanation_by_its_row_and_no_other(truth, told):
    found, judged = told
    explained = truth.filter(pl.col("explanation").is_not_null() & ~pl.col("explanation").is_in(ACTORS))
    expected = {event_id: {(name, record)} for event_id, name, record, _ in explained.iter_rows()}
    assert {event_id: found.get(event_id) for event_id in expected} == expected
    assert {judged[event_id] for event_id in expected} == {("human", True)}


def test_what_is_nearly_explained_stays_without_a_reason(truth, told):
    found, judged = told
    near = truth.filter(pl.col("explanation").is_null()).select("event_id", "why").rows()
    assert [why for event_id, why in near if found.get(event_id)] == []
    assert [why for event_id, why in near if judged[event_id] != ("human", False)] == []


def test_machines_patients_and_proxies_are_told_apart_and_never_judged(truth, told):
    found, judged = told
    actors = truth.filter(pl.col("explanation").is_in(ACTORS)).select("event_id", "explanation").rows()
    assert {event_id: judged[event_id] for event_id, _ in actors} == {
        event_id: (kind, None) for event_id, kind in actors
    }
    assert not {event_id for event_id, _ in actors} & set(found)
