"""complaints, complaint_on_time, days_to_answer_complaint: who complained to whom, and when was it answered?"""
# ruff: noqa: E501 - a table is as wide as its words

import pytest

from roi_analytics import measures

REQUEST = "request_id | legal_path | requester_kind | received_on\n1 | access | patient | 2026-03-01"
COMPLAINT = """
    complaint_id | request_id | made_to  | received_on | answer_due_on | answered_on | closed_on
    quick        | 1          | provider | 2026-04-01  | 2026-05-01    | 2026-04-11  | 2026-04-11
    on_the_day   | 1          | provider | 2026-04-01  | 2026-05-01    | 2026-05-01  |
    late         | 1          | provider | 2026-04-01  | 2026-05-01    | 2026-05-02  |
    unanswered   | 1          | provider | 2026-04-01  | 2026-05-01    |             |
    closed       | 1          | provider | 2026-04-01  | 2026-05-01    |             | 2026-04-21
    closed_late  | 1          | provider | 2026-04-01  | 2026-05-01    |             | 2026-05-21
    young        | 1          | provider | 2026-06-01  | 2026-06-30    | 2026-06-04  |
    no_due_day   | 1          | provider | 2026-04-01  |               | 2026-04-03  |
    backwards    | 1          | provider | 2026-04-01  | 2026-05-01    | 2026-03-31  |
"""


def test_a_complaint_stands_under_the_request_it_names_and_the_one_it_was_made_to(spec):
    """45 CFR 164.530(d), 160.306. Named no request, or one not in the log: no path is known. No day: the day first shown."""
    spec(
        request=REQUEST,
        complaint="""
            complaint_id | request_id | made_to  | received_on | extracted_on
            a            | 1          | provider | 2026-04-01  | 2026-06-30
            b            |            | ocr      | 2026-04-30  | 2026-06-30
            c            | 9          |          | 2026-05-01  | 2026-06-30
            d            | 1          | court    |             | 2026-05-31
            d            | 1          | court    |             | 2026-06-30
        """,
        ask="complaints",
        expect="""
            case_id | counted_on | month   | legal_path | requester_kind | made_to      | value | standing
            a       | 2026-04-01 | 2026-04 | access     | patient        | provider     | 1     | counted
            b       | 2026-04-30 | 2026-04 | unknown    |                | ocr          | 1     | counted
            c       | 2026-05-01 | 2026-05 | unknown    |                | not_recorded | 1     | counted
            d       | 2026-05-31 | 2026-05 | access     | patient        | court        | 1     | counted
        """,
    )


def test_complaints_to_the_provider_and_to_a_regulator_are_never_one_number(build):
    engine = build(
        request=REQUEST,
        complaint="""
            complaint_id | request_id | made_to  | received_on
            a            | 1          | provider | 2026-04-01
            b            | 1          | provider | 2026-04-02
            c            | 1          | ocr      | 2026-04-03
        """,
    )
    rows = measures.show(engine, "complaints", by="month", legal_path="access").to_dicts()
    assert [(row["month"], row["made_to"], row["value"], row["low"]) for row in rows] == [
        ("2026-04", "ocr", 1.0, None),
        ("2026-04", "provider", 2.0, None),
    ]


def test_no_table_of_complaints_is_no_row_and_not_nought(build):
    engine = build(request=REQUEST)
    assert measures.show(engine, "complaints", by="provider_id").is_empty()


def test_on_time_by_the_day_the_log_says(spec):
    """
    Seen last on 30 June. The day itself is in time. Closed without an answer by that day is no case, closed later had been
    late. What falls due on the day last seen is not judged yet, the quick neither.
    """
    spec(
        request=REQUEST,
        complaint=COMPLAINT,
        ask="complaint_on_time",
        expect="""
            case_id     | counted_on | made_to  | value | standing       | reason
            quick       | 2026-05-01 | provider | 1     | counted        |
            on_the_day  | 2026-05-01 | provider | 1     | counted        |
            late        | 2026-05-01 | provider | 0     | counted        |
            unanswered  | 2026-05-01 | provider | 0     | counted        |
            closed_late | 2026-05-01 | provider | 0     | counted        |
            young       | 2026-06-30 | provider |       | immature       | not seen since its due day
            no_due_day  | 2026-04-01 | provider |       | not_assessable | complaint.answer_due_on is blank or not in the log
            backwards   | 2026-05-01 | provider |       | not_assessable | complaint.received_on lies after the day it was answered
        """,
    )


def test_a_provider_that_stopped_sending_is_unseen_not_late(spec):
    spec(
        complaint="""
            complaint_id | provider_id | received_on | answer_due_on | answered_on | extracted_on
            silent       | p1          | 2026-04-01  | 2026-05-01    |             | 2026-04-15
            seen         | p2          | 2026-04-01  | 2026-05-01    |             | 2026-06-30
        """,
        ask="complaint_on_time",
        expect="""
            case_id | legal_path | value | standing
            silent  | unknown    |       | immature
            seen    | unknown    | 0     | counted
        """,
    )


@pytest.mark.parametrize("measure", ["complaint_on_time", "days_to_answer_complaint"])
def test_a_log_without_the_day_of_the_answer_leaves_nobody_unanswered(spec, measure):
    """A day of closing is no answer, and none of them is known to have been closed without one."""
    spec(
        request=REQUEST,
        complaint="""
            complaint_id | request_id | received_on | answer_due_on | closed_on
            a            | 1          | 2026-04-01  | 2026-05-01    |
            b            | 1          | 2026-04-01  | 2026-05-01    | 2026-04-09
        """,
        ask=measure,
        expect="""
            case_id | value | standing       | reason
            a       |       | not_assessable | complaint.answered_on is not in the log
            b       |       | not_assessable | complaint.answered_on is not in the log
        """,
    )


@pytest.mark.parametrize(
    ("column", "on_time", "days"),
    [("answer_due_on", "not_assessable", "counted"), ("answered_on", "not_assessable", "not_assessable"), ("received_on", "counted", "not_assessable")],
)  # fmt: skip
def test_a_day_known_to_the_month_only_stops_what_rests_on_it(build, column, on_time, days):
    engine = build(
        request=REQUEST,
        complaint="""
            complaint_id | request_id | received_on | answer_due_on | answered_on
            a            | 1          | 2026-04-01  | 2026-05-01    | 2026-05-01
        """,
        load_note=f"load_id | source_row | code | column | provider_id\ncomplaint | 2 | precision_month | {column} | p1",
    )
    assert measures.cases(engine, "complaint_on_time")["standing"].to_list() == [on_time]
    assert measures.cases(engine, "days_to_answer_complaint")["standing"].to_list() == [days]


def test_closed_in_some_month_is_on_no_day(spec):
    spec(
        request=REQUEST,
        complaint="complaint_id | request_id | received_on | answered_on | closed_on\na | 1 | 2026-04-01 | | 2026-05-01",
        load_note="load_id | source_row | code | column\ncomplaint | 2 | precision_month | closed_on",
        ask="days_to_answer_complaint",
        expect="case_id | standing | reason\na | not_assessable | a day of it is known to the month only",
    )


def test_days_until_answered_counting_those_still_open(spec):
    """Open ones count until last seen, closed without an answer they compete with it."""
    spec(
        request=REQUEST,
        complaint=COMPLAINT,
        ask="days_to_answer_complaint",
        expect="""
            case_id     | counted_on | legal_path | made_to  | value | standing       | outcome   | entered | days
            quick       | 2026-04-01 | access     | provider | 10    | counted        | answered  | 0       | 10
            on_the_day  | 2026-04-01 | access     | provider | 30    | counted        | answered  | 0       | 30
            late        | 2026-04-01 | access     | provider | 31    | counted        | answered  | 0       | 31
            unanswered  | 2026-04-01 | access     | provider |       | counted        | open      | 0       | 90
            closed      | 2026-04-01 | access     | provider |       | counted        | competing | 0       | 20
            closed_late | 2026-04-01 | access     | provider |       | counted        | competing | 0       | 50
            young       | 2026-06-01 | access     | provider | 3     | counted        | answered  | 0       | 3
            no_due_day  | 2026-04-01 | access     | provider | 2     | counted        | answered  | 0       | 2
            backwards   | 2026-04-01 | access     | provider |       | not_assessable | answered  | 0       | -1
        """,
    )


def test_where_half_are_never_answered_there_is_no_median(build):
    """Of those answered alone it would be three days."""
    engine = build(
        request=REQUEST,
        complaint="""
            complaint_id | request_id | made_to | received_on | answered_on
            a            | 1          | ocr     | 2026-05-01  | 2026-05-03
            b            | 1          | ocr     | 2026-05-01  | 2026-05-05
            c            | 1          | ocr     | 2026-05-01  |
            d            | 1          | ocr     | 2026-05-01  |
            e            | 1          | ocr     | 2026-05-01  |
        """,
    )
    [row] = measures.show(engine, "days_to_answer_complaint", legal_path="access").to_dicts()
    assert (row["made_to"], row["cases"], row["value"], row["last_day"]) == ("ocr", 5, None, 60)
