"""Is the queue the best of the ranking and a fair lot, and does an incident tell what was planted and nothing else?"""

import datetime as dt

import polars as pl
import pytest
from looked_at import STAFF, looked_at

from roi_analytics.access import incident, queue
from roi_analytics.errors import QuestionError
from roi_analytics.report.access_page import queue_page

CARE = """
    record_id | kind      | patient_id | user_id | department | starts_at        | ends_at
    v1        | encounter | ann        | nurse   | ward       | 2026-04-01 15:00 | 2026-04-02 18:00
    v2        | encounter | bea        | mate    | ward       | 2026-04-01 15:00 | 2026-04-02 18:00
    v3        | encounter | cat        | mate    | clinic     | 2026-04-20 15:00 | 2026-04-21 18:00
    v4        | encounter | dan        | mate    | clinic     | 2026-01-02 15:00 | 2026-01-02 18:00
    late      | note      | ann        | nurse   | ward       | 2026-04-01 16:00 |
    late2     | note      | ann        | nurse   | ward       | 2026-04-03 16:00 |
"""
LOOKS = """
    event_id | opened_at        | user_id | department | patient_id | record_class | access_mode
    own1     | 2026-04-01 16:00 | nurse   | ward       | ann        | chart        | deliberate
    own2     | 2026-04-20 16:00 | nurse   | ward       | ann        | chart        | deliberate
    own3     | 2026-04-20 16:05 | nurse   | ward       | dan        | search       | deliberate
    own4     | 2026-04-20 16:05 | nurse   | ward       | dan        | chart        | deliberate
    own5     | 2026-04-20 16:06 | nurse   | ward       | dan        | result       | deliberate
    own6     | 2026-04-20 16:30 | nurse   | ward       | ann        | note         | deliberate
    mate1    | 2026-04-20 16:00 | mate    | ward       | bea        | chart        | deliberate
    mate2    | 2026-04-20 16:20 | mate    | ward       | eve        | print        | deliberate
    far1     | 2026-04-20 16:20 | night   | clinic     | cat        | chart        | deliberate
"""
CONTACT = """
    patient_id | address_key | is_protected
    dan        |             | true
    eve        |             |
"""


@pytest.fixture(scope="module")
def engine():
    with looked_at(**STAFF, care_record=CARE, access_event=LOOKS, patient_contact=CONTACT) as made:
        yield made


def of_user(engine, user: str) -> dict[str, pl.DataFrame]:
    queued = queue.queue(engine, 10).filter(pl.col("user_id") == user)
    return incident.incident(engine, queued["incident_id"].item())


def test_only_questions_are_queued_by_rank_with_sentences_for_and_against(engine):
    queued = queue.queue(engine, 10)
    assert queued["user_id"].to_list() == ["nurse", "mate"]
    assert queued["rank"].to_list() == [1, 2]
    assert queued["episodes"].to_list() == [1, 1]
    nurse, mate = queued.to_dicts()
    assert "The patient is under protection." in nurse["reasons_for"]
    assert "The patient was looked up by name, and no record says why." in nurse["reasons_for"]
    absent = "Records that could give a reason were missing or late: appointment, note, unit stay."
    assert nurse["reasons_against"] == [absent, "Nothing was printed or exported."]
    assert mate["reasons_against"] == [absent, "No patient was looked up by name."]
    assert all(1 <= len(row[side]) <= 3 for row in (nurse, mate) for side in ("reasons_for", "reasons_against"))


def test_no_probability_and_no_score_stand_in_what_a_person_reads(engine):
    queued = queue.queue(engine, 10)
    parts = incident.incidents(engine, queued["incident_id"].to_list())
    columns = {name for frame in (queued, *parts.values()) for name in frame.columns}
    assert not {"score", "odds", "probability", "weight", "rank_score", "top_score"} & columns
    page = queue_page("North", dt.date(2026, 4, 30), queued, parts).split("</style>")[1]
    assert "<script" not in page
    for word in ("probab", "score", "guilt", "apparent", "violat", "suspic"):
        assert word not in page.lower()
    assert "question" in page


def test_every_sentence_names_rows_that_are_in_the_log(engine):
    told = of_user(engine, "nurse")["arguments"].explode("evidence").drop_nulls("evidence")
    protected = told.filter(pl.col("says").str.contains("protection"))["evidence"].to_list()
    assert protected == ["access_event own3", "access_event own4", "access_event own5"]


def test_the_timeline_has_the_patients_minutes_and_runs_of_the_work_in_between(engine):
    told = of_user(engine, "nurse")["timeline"]
    rows = [(f"{row['began']:%H:%M}", row["patient_id"], row["what"], row["is_question"]) for row in told.to_dicts()]
    assert rows == [
        ("10:00", "other patients", None, False),
        ("10:05", "dan", "chart", True),
        ("10:05", "dan", "search", True),
        ("10:06", "dan", "result", True),
        ("10:30", "other patients", None, False),
    ]
    assert told["accesses"].to_list() == [1, 1, 1, 1, 1]
    assert told["reason"][0] == "all with a recorded reason"


def test_peers_are_those_of_the_same_work_department_and_hours(engine):
    (row,) = of_user(engine, "nurse")["peers"].to_dicts()
    assert (row["patients"], row["without_reason"]) == (2, 1)
    assert (row["peers"], row["peers_patients"], row["peers_without_reason"]) == (1, 2.0, 1.0)


def test_a_source_is_missing_where_the_month_has_none_and_late_where_it_stood_still_longer_than_ever(engine):
    told = {row["source"]: row for row in of_user(engine, "nurse")["sources"].to_dicts()}
    assert (told["note"]["standing"], told["note"]["last_on"]) == ("late", dt.date(2026, 4, 3))
    assert (told["appointment"]["standing"], told["appointment"]["is_needed"]) == ("missing", True)
    assert told["encounter"]["standing"] == "there"
    assert "order" not in told


def test_an_incident_that_is_not_there_is_refused_without_its_id(engine):
    with pytest.raises(QuestionError, match="no incident of that id") as refused:
        incident.incident(engine, "nurse-0001")
    assert "nurse" not in str(refused.value)


def crowd(users: int) -> str:
    """So many users, each with one look without a reason."""
    rows = [f"2026-04-{1 + n % 28:02} 16:00 | u{n} | ward | p{n}" for n in range(users)]
    return "\n".join(["opened_at | user_id | department | patient_id", *rows])


@pytest.fixture(scope="module")
def many():
    with looked_at(care_record=CARE, access_event=crowd(60)) as made:
        yield made


@pytest.mark.parametrize(("budget", "top", "lot"), [(1, 1, 0), (2, 1, 1), (10, 9, 1), (20, 18, 2), (100, 60, 0)])
def test_one_in_ten_is_drawn_by_lot_and_never_one_of_the_top(many, budget, top, lot):
    drawn = queue.draw(many, budget)
    assert drawn["incident_id"].is_unique().all()
    assert drawn.filter(pl.col("drawn") == "top").height == top
    by_lot = drawn.filter(pl.col("drawn") == "random")
    assert by_lot.height == lot
    assert by_lot["rank"].to_list() == [] or by_lot["rank"].min() > top
    assert (by_lot["probability"] * (60 - top) - lot).abs().sum() < 1e-9


def test_the_lot_is_the_same_all_day_and_another_on_another_day(many):
    first, again = queue.draw(many, 20), queue.draw(many, 20)
    assert first.equals(again)
    many.run("update clock set as_of = as_of + 1")
    other = queue.draw(many, 20)
    many.run("update clock set as_of = as_of - 1")
    assert set(other["incident_id"]) != set(first["incident_id"])
    assert set(other["incident_id"][:18]) == set(first["incident_id"][:18])


def test_a_budget_below_one_is_refused(many):
    with pytest.raises(QuestionError, match="at least 1"):
        queue.draw(many, 0)


def test_nothing_to_ask_is_an_empty_queue():
    with looked_at(access_event="opened_at | user_id | patient_id\n2026-04-01 16:00 | u | p") as engine:
        assert queue.queue(engine, 10).is_empty()


def test_what_several_opened_of_one_patient_is_one_incident_and_the_work_of_others_a_run_in_between():
    looks = """
        opened_at        | user_id | department | patient_id
        2026-04-20 16:00 | mate    | ward       | bea
        2026-04-20 16:01 | mate    | ward       | bea
        2026-04-20 17:00 | a       | clinic     | bea
        2026-04-20 18:00 | b       | clinic     | bea
        2026-04-20 18:30 | c       | clinic     | bea
        2026-04-20 19:00 | d       | clinic     | bea
    """
    care = """
        record_id | kind      | patient_id | user_id | department | starts_at
        v2        | encounter | bea        | mate    | ward       | 2026-04-20 15:00
    """
    with looked_at(**STAFF, care_record=care, access_event=looks) as engine:
        queued = queue.queue(engine, 50).filter(pl.col("kind") == "patient")
        assert queued.select("patient_id", "users", "episodes", "user_id").rows() == [("bea", 4, 4, None)]
        assert queued["reasons_for"].item()[0].startswith("Several users opened this patient")
        told = incident.incident(engine, queued["incident_id"].item())["timeline"]
    assert told.select("user_id", "accesses", "is_question").rows() == [
        ("mate", 2, False), ("a", 1, True), ("b", 1, True), ("c", 1, True), ("d", 1, True),
    ]  # fmt: skip
    assert told["reason"][0] == "all with a recorded reason"


def test_a_minute_after_midnight_names_its_own_day_under_the_day_the_work_began():
    """Denver's clock is six hours behind: 05:50 is ten to midnight of the day before."""
    looks = """
        opened_at        | user_id | department | patient_id
        2026-04-21 05:50 | nurse   | ward       | dan
        2026-04-21 06:10 | nurse   | ward       | dan
    """
    with looked_at(**STAFF, care_record=CARE, access_event=looks, patient_contact=CONTACT) as engine:
        queued = queue.queue(engine, 10)
        parts = incident.incidents(engine, queued["incident_id"].to_list())
    told = [(row["worked_on"].day, f"{row['began']:%d %H:%M}") for row in parts["timeline"].to_dicts()]
    assert told == [(20, "20 23:50"), (20, "21 00:10")]
    page = queue_page("North", dt.date(2026, 4, 30), queued, parts)
    times = [part.split("</td>")[0] for part in page.split('<td data-heading="Time">')[1:]]
    assert times == ["23:50", "21 April 2026, 00:10"]
    assert "<h4>20 April 2026</h4>" in page


def test_three_orders_in_ten_that_were_not_delivered_make_three_questions_and_no_finding():
    """A source that lacks some of its records counts as there: what is left without a reason is asked, and no more."""
    patients = [f"p{number}" for number in range(10)]
    orders = [f"o{name} | order | {name} | nurse | 2026-04-20 15:00" for name in patients[3:]]
    fed = "v | encounter | bea | mate | 2026-04-20 15:00"
    opened = [f"{name} | 2026-04-20 16:{place:02} | nurse | ward | {name}" for place, name in enumerate(patients)]
    care = "\n".join(["record_id | kind | patient_id | user_id | starts_at", fed, *orders])
    looks = "\n".join(["event_id | opened_at | user_id | department | patient_id", *opened])
    with looked_at(**STAFF, care_record=care, access_event=looks) as engine:
        without = engine.read("select event_id from access_explained where reasons = 0 order by event_id")
        parts = incident.incidents(engine, queue.queue(engine, 10)["incident_id"].to_list())
    assert without["event_id"].to_list() == ["p0", "p1", "p2"]
    asked = parts["episodes"].filter("is_question")
    assert sorted(asked["patient_id"].unique()) == ["p0", "p1", "p2"]
    order = parts["sources"].filter(pl.col("source") == "order")
    assert set(order["standing"]) == {"there"}
