"""First accesses, questions and flags per 1,000 accesses, break-the-glass beside emergencies: none is a breach."""
# ruff: noqa: E501 - a table is as wide as its words

import pytest

from roi_analytics import measures

VISIT = """
    record_id | kind      | patient_id | user_id | starts_at           | ends_at
    r1        | encounter | ann        | nurse   | 2026-04-10 10:00:00 | 2026-04-10 12:00:00
    r2        | encounter | someone    | other   | 2026-03-02 10:00:00 | 2026-03-02 12:00:00
"""


def looks(rows: str) -> str:
    return "event_id | opened_at | user_id | patient_id\n" + rows


def test_the_first_access_of_a_pair_is_the_one_that_counts(spec):
    """The nurse opened Ann's record a month before the visit; that the visit explains what came later mends nothing. Lists and
    writes open nothing."""
    spec(
        care_record=VISIT,
        access_event="""
            event_id | opened_at           | user_id | patient_id | access_mode | action
            before   | 2026-03-05 08:00:00 | nurse   | ann        | deliberate  | R
            within   | 2026-04-10 11:00:00 | nurse   | ann        | deliberate  | R
            stranger | 2026-04-10 11:00:00 | clerk   | ann        | deliberate  | R
            again    | 2026-04-11 11:00:00 | clerk   | ann        | deliberate  | R
            listed   | 2026-04-01 08:00:00 | nurse   | someone    | incidental  | R
            written  | 2026-04-01 09:00:00 | nurse   | someone    | deliberate  | U
            other    | 2026-03-02 11:00:00 | other   | someone    | deliberate  | R
            no_user  | 2026-03-02 11:00:00 |         | someone    | deliberate  | R
        """,
        ask="first_access_explained_share",
        expect="""
            case_id  | counted_on | value | standing
            before   | 2026-03-05 | 0     | counted
            stranger | 2026-04-10 | 0     | counted
            other    | 2026-03-02 | 1     | counted
        """,
    )


def test_a_question_is_counted_once_however_often_the_record_was_opened(spec):
    """Three accesses to Bob's record in one stretch of work are one question; the next day begins another. What a record
    explains asks nothing, and in May nothing that could explain is fed."""
    spec(
        care_record=VISIT,
        access_event=looks(
            """first   | 2026-04-10 11:00:00 | nurse | bob
               second  | 2026-04-10 11:00:30 | nurse | bob
               third   | 2026-04-10 14:00:00 | nurse | bob
               known   | 2026-04-10 14:01:00 | nurse | ann
               morning | 2026-04-11 11:00:00 | nurse | bob
               cat     | 2026-04-10 22:00:00 | nurse | cat
               in_may  | 2026-05-20 11:00:00 | nurse | bob
               nobody  | 2026-04-10 11:00:00 |       | bob"""
        ),
        ask="unexplained_rate",
        expect="""
            case_id | value | standing       | reason
            first   | 1     | counted        |
            second  | 0     | counted        |
            third   | 0     | counted        |
            known   | 0     | counted        |
            morning | 1     | counted        |
            cat     | 1     | counted        |
            in_may  |       | not_assessable | not in the logs of that month: appointment, encounter, unit_stay
            nobody  |       | not_assessable | the event names no user
        """,
    )


def test_a_question_that_begins_with_an_access_not_assessable_is_still_counted(build):
    """Whether a person opened the first is not known; the second, by the nurse for sure, has no reason either."""
    engine = build(
        only={"unexplained_rate", "access_episode", "held_out"},
        care_record=VISIT,
        access_event="""
            event_id | opened_at           | user_id | patient_id | actor_kind
            who      | 2026-04-10 11:00:00 | nurse   | bob        | unknown
            nurse    | 2026-04-10 11:00:30 | nurse   | bob        | human
        """,
    )
    shown = measures.show(engine, "unexplained_rate")
    assert shown.select("cases", "value", "not_assessable").row(0) == (1, pytest.approx(1000), 1)


def test_the_rate_of_questions_counts_the_detectors_questions(build):
    engine = build(
        only={"unexplained_rate", "access_episode", "held_out"},
        care_record=VISIT,
        access_event=looks(
            "\n".join(f"{n} | 2026-04-{n:02} 11:00:00 | {'nurse' if n % 3 else 'clerk'} | ann" for n in range(1, 31))
        ),
    )
    shown = measures.show(engine, "unexplained_rate").row(0, named=True)
    assert shown["cases"] == 30
    assert shown["value"] * 30 / 1000 == pytest.approx(
        engine.value("select count(*) from access_episode where is_question")
    )


def test_flagged_is_what_marks_lift_above_a_bare_question(spec):
    """The nurse opened the own record twice in a stretch of work: one flagged episode. The clerk is a question too, but of
    one who wrote in the record of a patient in care; the nurse's look at Ann's has a reason."""
    spec(
        care_record=VISIT,
        patient_contact="patient_id | workforce_user_id\nherself | nurse",
        access_event="""
            event_id | opened_at           | user_id | patient_id | action
            own      | 2026-04-10 11:00:00 | nurse   | herself    | R
            more     | 2026-04-10 11:05:00 | nurse   | herself    | R
            clerk    | 2026-04-10 11:00:00 | clerk   | ann        | R
            written  | 2026-04-10 11:05:00 | clerk   | ann        | U
            ann      | 2026-04-10 11:10:00 | nurse   | ann        | R
            noted    | 2026-04-10 11:15:00 | nurse   | ann        | U
            nobody   | 2026-04-10 11:00:00 |         | herself    | R
        """,
        ask="""
            select flagged_rate.case_id, unexplained_rate.value as question, flagged_rate.value, flagged_rate.reason
            from flagged_rate join unexplained_rate on unexplained_rate.case_id = flagged_rate.case_id
        """,
        expect="""
            case_id | question | value | reason
            own     | 1        | 1     |
            more    | 0        | 0     |
            clerk   | 1        | 0     |
            ann     | 0        | 0     |
            nobody  |          |       | the event names no user
        """,
    )


EMERGENCY = """
    provider_id | record_id | kind      | patient_id | department     | starts_at           | ends_at
    p1          | r1        | encounter | ann        | Emergency Dept | 2026-04-10 10:00:00 | 2026-04-10 12:00:00
    p1          | r2        | encounter | bob        | cardiology     | 2026-04-10 10:00:00 | 2026-04-10 12:00:00
    p2          | r3        | encounter | ann        | cardiology     | 2026-04-10 10:00:00 | 2026-04-10 12:00:00
"""


def test_the_glass_is_broken_for_an_emergency_where_one_is_recorded(spec):
    """Within a day of the visit to the emergency department, under any id of the person; a visit to another department is none,
    and whether p2 had emergencies its logs do not say."""
    spec(
        provider="provider_id\np1\np2",
        care_record=EMERGENCY,
        patient="""
            patient_id | person_id
            ann        | 7
            ann_too    | 7
        """,
        access_event="""
            provider_id | event_id   | opened_at           | user_id | patient_id | is_break_glass | break_glass_reason | outcome         | actor_kind
            p1          | within     | 2026-04-10 11:00:00 | nurse   | ann        | true           | code team          | success         | human
            p1          | no_words   | 2026-04-10 11:00:00 | clerk   | ann        | true           |                    | success         | human
            p1          | other_id   | 2026-04-10 11:00:00 | nurse   | ann_too    | true           | asdf               | success         | human
            p1          | day_before | 2026-04-09 10:00:00 | nurse   | ann        | true           | code team          | success         | human
            p1          | too_early  | 2026-04-09 09:59:59 | nurse   | ann        | true           | code team          | success         | human
            p1          | too_late   | 2026-04-11 12:00:00 | nurse   | ann        | true           | code team          | success         | human
            p1          | ward       | 2026-04-10 11:00:00 | nurse   | bob        | true           | code team          | success         | human
            p1          | failed     | 2026-04-10 11:00:00 | nurse   | bob        | true           | code team          | serious_failure | human
            p1          | machine    | 2026-04-10 11:00:00 | nurse   | bob        | true           |                    | success         | service
            p1          | whole      | 2026-04-10 11:00:00 | nurse   | bob        | false          |                    | success         | human
            p1          | nobodys    | 2026-04-10 11:00:00 | nurse   |            | true           | code team          | success         | human
            p1          | who        | 2026-04-10 11:00:00 | nurse   | ann        | true           | code team          | success         | unknown
            p2          | not_fed    | 2026-04-10 11:00:00 | nurse   | ann        | true           | code team          | success         | human
        """,
        ask="break_glass_emergency_share",
        expect="""
            case_id    | has_reason | value | standing       | reason
            within     | true       | 1     | counted        |
            no_words   | false      | 1     | counted        |
            other_id   | false      | 1     | counted        |
            day_before | true       | 1     | counted        |
            too_early  | true       | 0     | counted        |
            too_late   | true       | 0     | counted        |
            ward       | true       | 0     | counted        |
            nobodys    | true       |       | not_assessable | the event names no patient
            who        | true       |       | not_assessable | whether a person opened it is not known
            not_fed    | true       |       | not_assessable | not in the logs of that month: records of an emergency department
        """,
    )
