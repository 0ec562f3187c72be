"""The lists of a report's first page: which cases are in them, and in what words."""

import polars as pl
import pytest
from small_tables import drawn, parse

from roi_analytics.report import lists, months
from roi_analytics.report.sources import Asked


@pytest.fixture
def listed(build):
    """A function that builds small tables and demands the rows of a list, in their order."""

    def check(made, *, month: str, expect: str, as_of: str = "2026-05-31", **tables: str) -> None:
        columns, rows = parse(expect)
        table = made(Asked(build(as_of=as_of, **tables), month))
        assert drawn(table.rows.select(columns)) == sorted(rows, key=repr)

    return check


def test_a_complaint_is_told_until_it_is_answered(listed):
    listed(
        lists.complaints,
        month="2026-05",
        complaint="""
            complaint_id | request_id | made_to  | received_on | answer_due_on | answered_on | closed_on
            answered     | r1         | provider | 2026-05-02  | 2026-05-30    | 2026-05-20  |
            too_late     | r1         | provider | 2026-04-02  | 2026-05-02    | 2026-05-20  |
            waits        | r1         | ocr      | 2026-04-20  | 2026-06-20    |             |
            is_late      | r1         | ocr      | 2026-03-20  | 2026-05-20    |             |
            no_day       | r1         | provider | 2026-05-20  |               |             |
            dropped      | r1         | provider | 2026-05-03  | 2026-06-03    |             | 2026-05-09
            long_over    | r1         | provider | 2026-03-02  | 2026-04-02    | 2026-03-20  |
            to_come      | r1         | provider | 2026-06-02  | 2026-07-02    |             |
        """,
        request="request_id | received_on\nr1 | 2026-03-01",
        as_of="2026-06-05",
        expect="""
            complaint_id | standing                  | days_left
            answered     | answered                  |
            too_late     | answered late             |
            waits        | open                      | 15
            is_late      | open, late                | -16
            no_day       | open, no day due is known |
            dropped      | closed without an answer  |
        """,
    )


def test_a_vendor_is_past_the_target_by_the_days_of_the_provider(listed):
    """Received by the provider on 1 April; what the vendor's own clock says does not count. Target: 30 days."""
    listed(
        lists.vendor_exceptions,
        month="2026-05",
        request="""
            request_id | received_on | completed_on | status    | handled_by         | business_associate_id
            in_time    | 2026-04-20  | 2026-05-20   | fulfilled | business_associate | copywell
            a_day_late | 2026-04-19  | 2026-05-20   | fulfilled | business_associate | copywell
            still_open | 2026-04-01  |              | open      | business_associate | copywell
            too_young  | 2026-05-10  |              | open      | business_associate | copywell
            of_april   | 2026-03-01  | 2026-04-20   | fulfilled | business_associate | copywell
            own_staff  | 2026-04-01  | 2026-05-20   | fulfilled | provider           |
        """,
        expect="""
            request_id | business_associate_id | received_on | answered_on | days
            a_day_late | copywell              | 2026-04-19  | 2026-05-20  | 31
            still_open | copywell              | 2026-04-01  |             | 60
        """,
    )


EVENTS = """
    event_id | opened_at           | user_id | patient_id | action | access_mode | record_class
    e1       | 2026-04-10 10:00:00 | u1      | t1         | R      | deliberate  | chart
    e2       | 2026-05-11 10:00:00 | u1      | t2         | R      | deliberate  | chart
    e3       | 2026-05-12 10:00:00 | u2      | t3         | R      | deliberate  | chart
"""


def test_an_incident_is_open_until_each_episode_was_reviewed(listed):
    listed(
        lists.incidents,
        month="2026-05",
        access_event=EVENTS,
        workforce_member="user_id | role\nu1 | nurse\nu2 | nurse",
        care_record="""
            record_id | kind      | patient_id | user_id | starts_at
            c1        | encounter | t9         | u1      | 2026-04-01
            c2        | encounter | t9         | u1      | 2026-05-01
        """,
        access_review="""
            incident_id | provider_id | user_id | patient_id | worked_on  | outcome   | reviewed_by
            i           | p1          | u2      | t3         | 2026-05-12 | permitted | officer
        """,
        expect="""
            provider_id | of_month | still_open | closed | oldest_on
            p1          | 2        | 2          | 1      | 2026-04-10
        """,
    )


def test_a_headline_told_anew_is_not_taken_for_a_change(build):
    """One of April's answers was moved by a later extract: the month is named, and the words say which it is."""
    told = "\n".join(
        f"r{n} | 2026-04-{n % 28 + 1:02d} | 2026-04-{n % 28 + 2:02d} | fulfilled | access | {seen}"
        for n in range(40)
        for seen in ("2026-05-31", "2026-06-30")
    )
    told = told.replace("2026-04-06 | fulfilled | access | 2026-06-30", "2026-04-26 | fulfilled | access | 2026-06-30")
    request = f"request_id | received_on | completed_on | status | legal_path | extracted_on\n{told}"
    engine = build(as_of="2026-06-30", request=request)
    table = months.changed(Asked(engine, "2026-05"))
    assert set(table.rows["month"]) == {"2026-04"}
    assert table.rows.filter(pl.col("restated") > 0).height == table.rows.height > 0
    assert set(table.rows["reading"]) == {"Told anew; within its usual range."}


def test_nothing_fed_is_not_nothing_found(build):
    engine = build(request="request_id | received_on\nr1 | 2026-05-01")
    asked = Asked(engine, "2026-05")
    for made, table in ((lists.complaints, "complaint"), (lists.incidents, "access_event")):
        assert made(asked).empty == f"The site feeds no table {table}, so nothing can be said here."
