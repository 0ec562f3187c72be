"""Are all accesses of a patient or user shown, with their true reasons and rows; what is a patient told, what not?"""

import datetime as dt

import polars as pl
import pytest
from looked_at import STAFF, looked_at

from roi_analytics.access import patient_report
from roi_analytics.access.evidence import evidence
from roi_analytics.access.show import show
from roi_analytics.errors import QuestionError
from roi_analytics.report.access_page import patient_page

LOG = {
    "access_event": """
        opened_at        | user_id | patient_id | record_class | action | access_mode | is_break_glass | source_system
        2026-04-01 16:00 | nurse   | ann        | chart        | R      | deliberate  |                | chart
        2026-04-01 17:00 | nurse2  | ann-old    | note         | U      | deliberate  |                | chart
        2026-04-02 05:30 | night   | ann        | result       | R      | deliberate  | true           | chart
        2026-04-03 16:00 | night   | ann        | list         | R      | incidental  |                | chart
        2026-04-04 16:00 | feed    | ann        | result       | R      | routed      |                | interface
        2026-04-05 16:00 | kin     | ann        | schedule     | R      | deliberate  |                | portal
        2026-04-06 16:00 |         | ann        | chart        | R      | deliberate  |                | chart
        2026-04-07 16:00 | night   | bob        | chart        | R      | deliberate  |                | chart
        2026-04-08 16:00 | clerk   | ann        | print        | R      | deliberate  |                | chart
    """,
    "patient": """
        patient_id | person_id
        ann        | 1
        ann-old    | 1
        bob        | 2
        never      | 3
    """,
    "care_record": """
        record_id | kind      | patient_id | user_id | department | starts_at           | ends_at
        visit     | encounter | ann        | nurse   | ward       | 2026-04-01 15:00:00 | 2026-04-01 18:00:00
        visit-2   | encounter | bob        | mate    | elsewhere  | 2026-04-07 15:00:00 | 2026-04-07 18:00:00
    """,
    "request": """
        request_id | patient_id | received_on | completed_on
        r1         | ann        | 2026-04-07  | 2026-04-09
    """,
    "disclosure": """
        disclosure_id | patient_id | disclosed_at        | recipient   | purpose         | record_set | suspended_until
        d1            | ann        | 2026-04-09 03:00:00 | City Health | public_health   | results    |
        d2            | ann        | 2026-04-10 12:00:00 | Detective   | law_enforcement | chart      | 2026-12-31
        d3            | ann        | 2026-04-11 12:00:00 | Sheriff     | law_enforcement | chart      | 2026-04-20
        d4            | bob        | 2026-04-11 12:00:00 | Bobs aunt   | authorization   | chart      |
    """,
    "provider": """
        provider_id | name
        south       | South Clinic
    """,
}  # fmt: skip


@pytest.fixture(scope="module")
def engine():
    with looked_at(**STAFF, **LOG) as made:
        yield made


def by_event(frame: pl.DataFrame) -> dict:
    return {row["event_id"]: row for row in frame.iter_rows(named=True)}


def test_every_access_to_a_person_is_shown_under_all_ids_with_who_acted_and_where_it_stands(engine):
    shown = by_event(show(engine, patient="ann"))
    assert {name: row["standing"] for name, row in shown.items()} == {
        "a1": "explained", "a2": "explained", "a3": "unexplained", "a4": "not_on_purpose", "a5": "not_a_person",
        "a6": "not_a_person", "a7": "not_assessable", "a9": "explained",
    }  # fmt: skip
    assert [shown[name]["actor_kind"] for name in ("a5", "a6")] == ["service", "proxy"]
    assert set(by_event(show(engine, patient="ann-old"))) == set(shown)


def test_each_reason_is_shown_with_the_row_it_stands_on(engine):
    shown = by_event(show(engine, patient="ann"))
    assert shown["a1"]["reasons"] == ["named_on_encounter", "department_has_patient"]
    assert shown["a1"]["evidence"] == ["care_record visit"]
    assert (shown["a9"]["reasons"], shown["a9"]["evidence"]) == (["release_request"], ["request r1"])
    assert (shown["a3"]["reasons"], shown["a3"]["evidence"]) == ([], [])


def test_a_user_is_followed_over_logins_and_days_are_those_of_the_place(engine):
    assert set(by_event(show(engine, user="nurse"))) == {"a1", "a2"}
    assert set(by_event(show(engine, user="nurse2"))) == {"a1", "a2"}
    assert set(by_event(show(engine, user="feed"))) == {"a5"}
    assert set(by_event(show(engine, user="night", patient="ann"))) == {"a3", "a4"}
    half_past_eleven_at_night = dt.date(2026, 4, 1)
    shown = show(engine, user="night", since=half_past_eleven_at_night, until=half_past_eleven_at_night)
    assert shown["event_id"].to_list() == ["a3"]


def test_the_evidence_of_every_access_is_its_mask_and_no_more(engine):
    found = evidence(engine, "access_explained").select("event_id", "explanation").unique()
    told = engine.read("select * from access_explanation")
    held = told.select("event_id", *sorted(set(told.columns) & set(found["explanation"])))
    held = held.unpivot(index="event_id", variable_name="explanation").filter(pl.col("value"))
    assert found.rows() != []
    assert sorted(found.rows()) == sorted(held.select("event_id", "explanation").rows())


def test_a_patient_without_an_access_has_no_row_and_an_unknown_id_is_refused_without_a_value(engine):
    assert show(engine, patient="never").is_empty()
    for asked in ({"patient": "an"}, {"user": "nurs"}, {"patient": "ann", "provider": "south"}):
        with pytest.raises(QuestionError) as refused:
            show(engine, **asked)
        assert not {"ann", "an", "nurse", "nurs", "bob"} & set(str(refused.value).replace(".", " ").split())
    with pytest.raises(QuestionError, match="Did you mean 'north'"):
        show(engine, patient="ann", provider="norht")
    with pytest.raises(QuestionError, match="--patient, --user"):
        show(engine)
    with pytest.raises(QuestionError, match="lies after the last"):
        show(engine, user="nurse", since=dt.date(2026, 4, 2), until=dt.date(2026, 4, 1))


def test_a_patient_is_told_day_work_and_kind_but_no_user_and_no_question(engine):
    told = patient_report.for_patient(engine, "ann")
    rows = [tuple(row.values()) for row in told["uses"].to_dicts()]
    ward = dt.date(2026, 4, 1)
    assert (ward, "registered nurse", "ward", "the record in general", "opened", 1) in rows
    assert (ward, "registered nurse", "ward", "notes of care", "changed", 1) in rows
    assert (ward, "registered nurse", "clinic", "test results", "opened", 1) in rows
    assert told["uses"]["times"].sum() == 8
    page = patient_page("North", dt.date(2026, 4, 30), told)
    for secret in ("nurse2", "night", "glass", "question", "unexplained", "rank", "flag", "Detective"):
        assert secret not in page.split("</style>")[1]
    assert "Voluntary" in page
    assert "program, no person" in page


def test_disclosures_stand_apart_and_one_an_agency_had_suspended_is_not_told(engine):
    told = patient_report.for_patient(engine, "ann")["disclosures"]
    assert told["recipient"].to_list() == ["City Health", "Sheriff"]
    assert told["disclosed_on"][0] == dt.date(2026, 4, 8)
    assert told["is_entered"].to_list() == [True, True]


def test_the_systems_covered_and_what_is_not_are_told(engine):
    told = patient_report.for_patient(engine, "ann")
    assert told["systems"]["system"].to_list() == ["chart", "interface", "portal"]
    places = told["not_covered"].to_dicts()
    assert {"place": "South Clinic", "from_on": None, "until_on": None} in places
    assert {"place": "North Hospital", "from_on": None, "until_on": dt.date(2026, 3, 31)} in places
    assert {"place": "North Hospital", "from_on": dt.date(2026, 4, 9), "until_on": None} in places


def test_one_id_of_two_providers_is_not_taken_for_one_person():
    log = """
        provider_id | opened_at           | user_id | patient_id
        north       | 2026-04-01 16:00:00 | nurse   | ann
        south       | 2026-04-01 16:00:00 | other   | ann
    """
    with looked_at(access_event=log, provider="provider_id | name\nsouth | South") as engine:
        with pytest.raises(QuestionError, match="2 providers know"):
            patient_report.for_patient(engine, "ann")
        told = patient_report.for_patient(engine, "ann", provider="south")
        assert told["uses"].height == 1
        assert told["about"]["place"].item() == "South"
