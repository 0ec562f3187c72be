"""Is every review kept, does the newest count, and is what was found measured by how the incident was drawn?"""

import polars as pl
import pytest
from looked_at import NEEDED, looked_at
from test_access_queue import CARE, crowd

from roi_analytics import models
from roi_analytics.access import queue, review
from roi_analytics.errors import QuestionError


@pytest.fixture
def engine():
    with looked_at(care_record=CARE, access_event=crowd(30)) as made:
        yield made


def drawn(engine, kind: str, budget: int = 10) -> list[str]:
    return queue.draw(engine, budget).filter(pl.col("drawn") == kind)["incident_id"].to_list()


def test_a_review_takes_the_incident_out_of_the_queue_and_keeps_how_it_was_drawn(engine):
    first, lot = drawn(engine, "top")[0], drawn(engine, "random")[0]
    kept = review.record(engine, lot, "permitted", "Ana").to_dicts()
    assert [(row["drawn"], round(row["probability"] * 21, 9)) for row in kept] == [("random", 1)]
    kept = review.record(engine, first, "policy_breach", "Ana").to_dicts()
    assert [(row["drawn"], row["probability"], row["rank"], row["reviewed_by"]) for row in kept] == [
        ("top", 1, 1, "Ana")
    ]
    waiting = queue.draw(engine, 100)["incident_id"].to_list()
    assert len(waiting) == 28
    assert not {first, lot} & set(waiting)


def test_an_incident_the_queue_does_not_hold_is_asked_for(engine):
    below = (set(queue.draw(engine, 100)["incident_id"]) - set(queue.draw(engine, 10)["incident_id"])).pop()
    kept = review.record(engine, below, "permitted", "Ana")
    assert kept.select("drawn", "probability").rows() == [("asked", None)]


def test_an_incident_comes_back_for_what_is_new_since_its_review(engine):
    first = drawn(engine, "top")[0]
    review.record(engine, first, "permitted", "Ana")
    user = engine.value("select user_id from access_review")
    engine.run(
        "insert into access_event_log"
        " (provider_id, event_id, opened_at, user_id, department, patient_id, extracted_on, load_id)"
        " values ('north', 'new', timestamp '2026-04-29 16:00:00', ?, 'ward', 'another', date '2026-04-30',"
        " 'access_event')",
        [user],
    )
    models.build(engine, only=NEEDED)
    waiting = queue.draw(engine, 100)
    assert first in waiting["incident_id"].to_list()
    assert review.record(engine, first, "permitted", "Ana").height == 2
    assert first not in queue.draw(engine, 100)["incident_id"].to_list()


def test_all_reviews_are_kept_and_the_newest_counts(engine):
    first = drawn(engine, "top")[0]
    review.record(engine, first, "policy_breach", "Ana")
    review.record(engine, first, "permitted", "Ben")
    assert engine.value("select count(*) from access_review") == 2
    assert review.reviewed(engine)["is_breach"].to_list() == [False]
    models.build(engine, only=NEEDED | {"access_breach"})
    assert engine.value("select count(*) from access_breach") == 0
    review.record(engine, first, "impermissible", "Ana")
    models.build(engine, only=NEEDED | {"access_breach"})
    assert engine.value("select count(*) from access_breach") == 1


def test_precision_is_told_by_how_it_was_drawn_and_the_undecided_are_in_no_share(engine):
    top, lot = drawn(engine, "top"), drawn(engine, "random")
    for incident_id, outcome in zip(
        top[:4], ("policy_breach", "impermissible", "inadvertent", "cannot_determine"), strict=True
    ):
        review.record(engine, incident_id, outcome, "Ana")
    review.record(engine, lot[0], "permitted_not_documented", "Ana")
    told = {row["drawn"]: row for row in review.precision(engine).to_dicts()}
    assert [told["top"][name] for name in ("reviewed", "decided", "breaches")] == [4, 3, 2]
    assert told["top"]["value"] == pytest.approx(2 / 3)
    assert told["top"]["low"] == pytest.approx(0.2077, abs=1e-4)
    assert told["top"]["high"] == pytest.approx(0.9385, abs=1e-4)
    assert [told["random"][name] for name in ("reviewed", "decided", "breaches", "value")] == [1, 1, 0, 0]
    assert told["asked"]["value"] is None
    assert review.reviewed(engine).height == 4


def test_labels_name_people_by_ids_that_outlive_a_build(engine):
    review.record(engine, drawn(engine, "top")[0], "policy_breach", "Ana")
    (label,) = review.reviewed(engine).to_dicts()
    assert (label["provider_id"], label["is_breach"], label["probability"]) == ("north", True, 1)
    assert label["patient_id"] == label["user_id"].replace("u", "p")


@pytest.mark.parametrize(
    ("outcome", "by", "words"),
    [("policy_breech", "Ana", "Did you mean 'policy_breach'"), ("permitted", "  ", "names who made it")],
)
def test_a_review_that_says_nothing_is_refused_and_nothing_is_written(engine, outcome, by, words):
    with pytest.raises(QuestionError, match=words):
        review.record(engine, drawn(engine, "top")[0], outcome, by)
    with pytest.raises(QuestionError, match="no incident of that id"):
        review.record(engine, "u1", "permitted", "Ana")
    assert engine.value("select count(*) from access_review") == 0
