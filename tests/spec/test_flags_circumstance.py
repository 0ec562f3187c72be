"""What several looks tell together, what speaks for a missing record, and which episodes are questions at all."""

import polars as pl
import pytest
from access_tables import marked

from roi_analytics import access, models

FED = "fed | encounter | somebody | doctor | elsewhere | 2026-04-01 10:00:00 |"
"""One encounter in April: without it nothing in that month would be a question."""


def records(rows: str) -> str:
    return f"record_id | kind | patient_id | user_id | department | starts_at | ends_at\n{FED}\n{rows}"


def test_four_users_without_a_reason_within_three_days_of_one_another(spec):
    """Not three, not one user four times, not with a reason, and not who came four days before the last of them."""
    spec(
        care_record=records("1 | encounter | cared | u4 | | 2026-04-10 10:00:00 |"),
        access_event="""
            event_id | opened_at           | user_id | patient_id
            1        | 2026-04-10 12:00:00 | u1      | news
            2        | 2026-04-11 12:00:00 | u2      | news
            3        | 2026-04-12 12:00:00 | u3      | news
            4        | 2026-04-13 12:00:00 | u4      | news
            5        | 2026-04-10 12:00:00 | u1      | spread
            6        | 2026-04-11 12:00:00 | u2      | spread
            7        | 2026-04-12 12:00:00 | u3      | spread
            8        | 2026-04-14 12:00:00 | u4      | spread
            9        | 2026-04-10 12:00:00 | u1      | cared
            10       | 2026-04-10 12:00:00 | u2      | cared
            11       | 2026-04-10 12:00:00 | u3      | cared
            12       | 2026-04-10 12:00:00 | u4      | cared
            13       | 2026-04-10 12:00:00 | u1      | one
            14       | 2026-04-11 12:00:00 | u1      | one
            15       | 2026-04-12 12:00:00 | u1      | one
            16       | 2026-04-13 12:00:00 | u1      | one
        """,
        ask=f"select user_id, patient_id from ({marked('patient_burst')}) as found where is_marked",
        expect="""
            user_id | patient_id
            u1      | news
            u2      | news
            u3      | news
            u4      | news
            u2      | spread
            u3      | spread
        """,
    )


def test_a_patient_in_care_on_that_day(spec):
    """An encounter, appointment or stay of whomever; not a bill, not the day after; and only questions need it."""
    spec(
        care_record=records(
            """1 | encounter   | staying | doctor | | 2026-04-08 12:00:00 | 2026-04-10 12:00:00
               2 | encounter   | gone    | doctor | | 2026-04-08 12:00:00 | 2026-04-09 12:00:00
               3 | appointment | coming  | doctor | | 2026-04-11 12:00:00 |
               4 | claim       | billed  | doctor | | 2026-04-10 12:00:00 |
               5 | unit_stay   | known   | nurse  | | 2026-04-08 12:00:00 | 2026-04-12 12:00:00
               6 | task        | known   | nurse  | | 2026-04-08 12:00:00 |"""
        ),
        access_event="""
            event_id | opened_at           | user_id | patient_id
            1        | 2026-04-10 12:00:00 | nurse   | staying
            2        | 2026-04-10 12:00:00 | nurse   | gone
            3        | 2026-04-10 12:00:00 | nurse   | coming
            4        | 2026-04-10 12:00:00 | nurse   | billed
            5        | 2026-04-10 12:00:00 | nurse   | known
            6        | 2026-04-10 12:00:00 | clerk   | known
        """,
        ask=marked("patient_in_care"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            nurse   | staying    | 2026-04-10 | true
            nurse   | gone       | 2026-04-10 | false
            nurse   | coming     | 2026-04-10 | false
            nurse   | billed     | 2026-04-10 | false
            nurse   | known      | 2026-04-10 | false
            clerk   | known      | 2026-04-10 | true
        """,
    )


def test_a_colleague_of_the_department_who_had_a_reason_that_day(spec):
    """Not one of another department, not on another day; the department of a float is that of the shift."""
    spec(
        care_record=records("1 | encounter | ann | doctor | | 2026-04-08 12:00:00 | 2026-04-12 12:00:00"),
        shift="""
            user_id | department | starts_at           | ends_at
            float   | WARD       | 2026-04-10 11:00:00 | 2026-04-10 19:00:00
        """,
        access_event="""
            event_id | opened_at           | user_id | patient_id | department
            1        | 2026-04-10 12:00:00 | doctor  | ann        | ward
            2        | 2026-04-10 13:00:00 | nurse   | ann        | Ward
            3        | 2026-04-10 13:00:00 | float   | ann        | desk
            4        | 2026-04-10 13:00:00 | clerk   | ann        | desk
            5        | 2026-04-11 13:00:00 | nurse   | ann        | ward
            6        | 2026-04-10 13:00:00 | nurse   | bob        | ward
        """,
        ask=marked("colleague_explained"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            doctor  | ann        | 2026-04-10 | false
            nurse   | ann        | 2026-04-10 | true
            float   | ann        | 2026-04-10 | true
            clerk   | ann        | 2026-04-10 | false
            nurse   | ann        | 2026-04-11 | false
            nurse   | bob        | 2026-04-10 | false
        """,
    )


def test_what_a_department_usually_works_on(build):
    """
    Three departments with ten patients each, all explained: each meets its own twice as often as by chance or more. Two
    months on, a nurse's look at an old patient of the ward is usual work, one at a patient of the desk is not; and ten
    looks without a reason make nothing usual.
    """
    departments = ("ward", "desk", "lab")
    record = "{0}{1} | encounter | {0}{1} | {0} | {0} | 2026-02-01 10:00:00 | 2026-02-01 11:00:00"
    event = "{0}{1} | 2026-02-01 10:30:00 | {0} | {0}{1} | {0}"
    clique = "x{0} | 2026-04-10 12:00:00 | guard | lab{0} | gate"
    engine = build(
        only={"usual_for_department", "access_episode"},
        care_record=records("\n".join(record.format(name, n) for name in departments for n in range(10))),
        access_event="\n".join(
            [
                "event_id | opened_at | user_id | patient_id | department",
                *(event.format(name, n) for name in departments for n in range(10)),
                *(clique.format(n) for n in range(10)),
                "own | 2026-04-10 12:00:00 | nurse | ward1 | ward",
                "other | 2026-04-10 12:00:00 | nurse | desk1 | ward",
            ]
        ),
    )
    found = engine.read(f"select user_id, patient_id from ({marked('usual_for_department')}) as found where is_marked")
    assert found.rows() == [("nurse", "ward1")]


QUESTIONS = """
    select access_user.user_id, access_episode.worked_on, access_episode.accesses, access_episode.is_covered,
        access_episode.is_question
    from access_episode
    join access_user on access_user.user_no = access_episode.user_no
"""


def test_what_no_source_could_explain_is_no_question(spec):
    """
    By provider, month and kind of work: a biller needs claims or worklists, a nurse encounters, appointments or stays,
    release staff the requests. p2 feeds nothing.
    """
    spec(
        provider="provider_id\np1\np2",
        workforce_member="user_id | role\nbiller | medical biller\nnurse | nurse\nroi | ROI specialist",
        care_record="""
            provider_id | record_id | kind      | patient_id | user_id | starts_at
            p1          | r1        | encounter | somebody   | doctor  | 2026-04-01 10:00:00
            p1          | r2        | claim     | somebody   |         | 2026-05-01 10:00:00
        """,
        access_event="""
            provider_id | event_id | opened_at           | user_id | patient_id
            p1          | 1        | 2026-04-10 12:00:00 | nurse   | ann
            p1          | 2        | 2026-04-10 12:00:00 | biller  | ann
            p1          | 3        | 2026-04-10 12:00:00 | roi     | ann
            p1          | 4        | 2026-05-10 12:00:00 | nurse   | ann
            p1          | 5        | 2026-05-10 12:00:00 | biller  | ann
            p2          | 6        | 2026-04-10 12:00:00 | there   | ann
        """,
        ask=QUESTIONS,
        expect="""
            user_id | worked_on  | accesses | is_covered | is_question
            nurse   | 2026-04-10 | 1        | true       | true
            biller  | 2026-04-10 | 1        | false      | false
            roi     | 2026-04-10 | 1        | false      | false
            nurse   | 2026-05-10 | 1        | false      | false
            biller  | 2026-05-10 | 1        | true       | true
            there   | 2026-04-10 | 1        | false      | false
        """,
    )


def test_a_question_is_opened_on_purpose_without_a_reason(spec):
    """Lists, writes and failed tries are none; one look without a reason beside one with a reason still is."""
    spec(
        care_record=records("1 | task | ann | mixed | | 2026-04-10 10:00:00 |"),
        access_event="""
            event_id | opened_at           | user_id | patient_id | action | access_mode | outcome
            1        | 2026-04-10 12:00:00 | reader  | ann        | R      | deliberate  | success
            2        | 2026-04-10 12:00:00 | plain   | ann        |        |             |
            3        | 2026-04-10 12:00:00 | listed  | ann        | R      | incidental  | success
            4        | 2026-04-10 12:00:00 | queried | ann        | R      | query_hit   | success
            5        | 2026-04-10 12:00:00 | writer  | ann        | U      | deliberate  | success
            6        | 2026-04-10 12:00:00 | failed  | ann        | R      | deliberate  | serious_failure
            7        | 2026-04-10 09:00:00 | mixed   | ann        | R      | deliberate  | success
            8        | 2026-04-10 12:00:00 | mixed   | ann        | R      | deliberate  | success
        """,
        ask=QUESTIONS,
        expect="""
            user_id | worked_on  | accesses | is_covered | is_question
            reader  | 2026-04-10 | 1        | true       | true
            plain   | 2026-04-10 | 1        | true       | true
            listed  | 2026-04-10 | 1        | true       | false
            queried | 2026-04-10 | 1        | true       | false
            writer  | 2026-04-10 | 1        | true       | false
            failed  | 2026-04-10 | 1        | true       | false
            mixed   | 2026-04-10 | 2        | true       | true
        """,
    )


def test_an_episode_is_a_stretch_of_work_also_over_midnight(spec):
    """
    Work without a gap of six hours is of the local day it began on: 03:30 UTC is 23:30 of the day before in New York.
    A machine's, a patient's and an unknown user's accesses are no episodes.
    """
    spec(
        care_record=records(""),
        access_event="""
            event_id | opened_at           | user_id | patient_id | actor_kind
            1        | 2026-04-11 03:30:00 | night   | ann        | human
            2        | 2026-04-11 04:30:00 | night   | ann        | human
            3        | 2026-04-11 10:30:00 | night   | ann        | human
            4        | 2026-04-11 16:30:01 | night   | ann        | human
            5        | 2026-04-11 12:00:00 | machine | ann        | service
            6        | 2026-04-11 12:00:00 | portal  | ann        | patient
            7        | 2026-04-11 12:00:00 |         | ann        | human
        """,
        ask=QUESTIONS,
        expect="""
            user_id | worked_on  | accesses | is_covered | is_question
            night   | 2026-04-10 | 3        | true       | true
            night   | 2026-04-11 | 1        | true       | true
        """,
    )


NAMES = """
    select access_user.user_id, flag_bit.flag
    from access_episode
    join access_user on access_user.user_no = access_episode.user_no
    join episode_flag on episode_flag.episode_no = access_episode.episode_no
    join flag_bit on (episode_flag.flags & flag_bit.bit) > 0
"""

CURIOUS = {
    "workforce_member": "user_id | address_key | ended_on\ncurious | elm st/12 | 2026-04-01\nnurse | oak st/3 |",
    "patient": "patient_id | birth_on | died_on\nchild | 2015-01-01 | 2026-01-01",
    "patient_contact": "patient_id | address_key | is_protected\nchild | elm st/12 | true\nann | fir st/5 | false",
    "care_record": records("1 | encounter | ann | nurse | ward | 2026-04-10 10:00:00 |"),
    "access_event": """
        event_id | opened_at           | user_id | patient_id | department | record_class
        1        | 2026-04-10 12:00:00 | curious | child      | ward       | search
        2        | 2026-04-10 12:00:30 | curious | child      | ward       | print
        3        | 2026-04-10 12:00:00 | nurse   | ann        | ward       | chart
        4        | 2026-04-10 12:20:00 | nurse   | ann        | ward       | note
    """,
}


def test_an_episode_bears_each_of_its_flags_and_no_other(spec):
    """Beside the curious one, a nurse at work who only read: a flag on explained work is no question."""
    spec(
        **CURIOUS,
        ask=NAMES,
        expect="""
            user_id | flag
            curious | minor_elsewhere
            curious | not_employed
            curious | other_department
            curious | patient_died
            curious | patient_gone
            curious | peek
            curious | printed_or_exported
            curious | protected_patient
            curious | same_household
            curious | searched
            curious | view_only
            nurse   | view_only
        """,
    )


def test_flags_switched_off_by_the_site_mark_nothing(build):
    flags = list(models.of_layer("flags"))
    engine = build(only={"access_episode", *flags}, **CURIOUS)
    marks = " union all ".join(f"select '{flag}' as flag, count(*) as episodes from {flag}" for flag in flags)
    assert engine.read(marks)["episodes"].sum() >= 11
    engine.run("update access_flag set is_on = false")
    assert engine.read(marks)["episodes"].sum() == 0


@pytest.mark.parametrize("flag", list(models.of_layer("flags")))
def test_every_flag_asks_whether_the_site_uses_it(flag):
    """Also those that the small world above does not light up; two are off until a site has seen whom they mark."""
    assert f"access_flag.flag = '{flag}' and access_flag.is_on" in models.of_layer("flags")[flag].sql
    is_on = access.flag_table().filter(pl.col("flag") == flag)["is_on"].item()
    assert is_on == (flag not in {"same_last_name", "same_block"})
