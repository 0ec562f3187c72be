"""Explanations that name the department: by the log, by the assignment of that day, or by the shift."""

import pytest
from access_tables import REASONS, second_after, second_before

REACH = [
    # explanation, kind; first and last second for a record from 10 to 12 April, 10:00; last where it has no end
    ("patient_on_unit", "unit_stay", "2026-04-09 22:00:00", "2026-04-12 21:59:59", "2026-04-24 21:59:59"),
    ("department_has_patient", "encounter", "2026-04-07 10:00:00", "2026-04-19 09:59:59", "2026-04-20 09:59:59"),
    ("department_has_patient", "appointment", "2026-04-07 10:00:00", "2026-04-19 09:59:59", "2026-04-20 09:59:59"),
    ("department_has_patient", "order", "2026-04-07 10:00:00", "2026-04-19 09:59:59", "2026-04-20 09:59:59"),
    ("referral_to_department", "referral", "2026-04-09 10:00:00", "2026-04-19 09:59:59", "2026-05-17 09:59:59"),
    ("referral_to_department", "consult", "2026-04-09 10:00:00", "2026-04-19 09:59:59", "2026-05-17 09:59:59"),
    ("task_for_department", "task", "2026-04-10 10:00:00", "2026-04-19 09:59:59", "2026-04-24 09:59:59"),
    ("worklist_of_department", "worklist", "2026-04-10 10:00:00", "2026-04-26 09:59:59", "2026-05-24 09:59:59"),
]


@pytest.mark.parametrize(("name", "kind", "first", "last", "last_open"), REACH, ids=[row[1] for row in REACH])
def test_the_department_named_is_explained_in_the_window_and_no_other(build, name, kind, first, last, last_open):
    """A department is the same in any case and with spaces around; a user without one has no part in it."""
    engine = build(
        only={"access_explanation"},
        care_record=f"""
            record_id | kind   | patient_id | department | starts_at           | ends_at
            r1        | {kind} | ann        | Cardiology | 2026-04-10 10:00:00 | 2026-04-12 10:00:00
            r2        | {kind} | open       | Cardiology | 2026-04-10 10:00:00 |
        """,
        access_event=f"""
            event_id   | opened_at                 | user_id | patient_id | department
            before     | {second_before(first)}    | nurse   | ann        | Cardiology
            first      | {first}                   | nurse   | ann        | CARDIOLOGY
            last       | {last}                    | nurse   | ann        | cardiology
            after      | {second_after(last)}      | nurse   | ann        | Cardiology
            last_open  | {last_open}               | nurse   | open       | Cardiology
            after_open | {second_after(last_open)} | nurse   | open       | Cardiology
            other      | 2026-04-11 10:00:00       | clerk   | ann        | surgery
            none       | 2026-04-11 10:00:00       | clerk   | ann        |
            wrong      | 2026-04-11 10:00:00       | nurse   | bob        | Cardiology
        """,
    )
    assert dict(engine.read(REASONS).rows()) == {
        "before": None,
        "first": name,
        "last": name,
        "after": "repeat_access",
        "last_open": name,
        "after_open": "repeat_access",
        "other": None,
        "none": None,
        "wrong": None,
    }
    evidence = engine.read(f"select patient_id, department, record_id from {name} order by record_id")
    assert evidence.rows() == [("ann", "Cardiology", "r1"), ("open", "Cardiology", "r2")]


ON_THE_WARD = """
    record_id | kind      | patient_id | department | starts_at           | ends_at
    r1        | unit_stay | ann        | Ward       | 2026-04-01 10:00:00 | 2026-04-30 10:00:00
    r2        | unit_stay | bob        | surgery    | 2026-04-01 10:00:00 | 2026-04-30 10:00:00
"""


def test_who_is_assigned_to_a_department_works_there_on_those_days_by_the_place_s_clock(spec):
    """10 to 12 April in New York is 04:00 UTC of the 10th to 04:00 UTC of the 13th; the log says surgery throughout."""
    spec(
        care_record=ON_THE_WARD,
        assignment="""
            user_id | department | assigned_from | assigned_until
            early   | WARD       | 2026-04-10    | 2026-04-12
            float   | WARD       | 2026-04-10    | 2026-04-12
            stays   | ward       | 2026-04-10    |
        """,
        access_event="""
            event_id | opened_at           | user_id | patient_id | department
            1        | 2026-04-10 03:59:59 | early   | ann        | clinic
            2        | 2026-04-10 04:00:00 | float   | ann        | clinic
            3        | 2026-04-13 03:59:59 | float   | ann        | clinic
            4        | 2026-04-13 04:00:00 | float   | ann        | clinic
            5        | 2026-04-10 12:00:00 | float   | bob        | clinic
            6        | 2026-04-29 12:00:00 | stays   | ann        | clinic
            7        | 2026-04-10 12:00:00 | other   | ann        | clinic
        """,
        ask=REASONS,
        expect="""
            event_id | reasons
            1        |
            2        | patient_on_unit
            3        | patient_on_unit
            4        | repeat_access
            5        |
            6        | patient_on_unit
            7        |
        """,
    )


def test_who_is_on_shift_in_a_department_works_there_from_two_hours_before_to_two_hours_after(spec):
    """A float's shift is in neither the department of the log nor that of the assignment."""
    spec(
        care_record=ON_THE_WARD,
        assignment="user_id | department | assigned_from\nfloat | clinic | 2026-01-01",
        shift="""
            user_id | department | starts_at           | ends_at
            float   | WARD       | 2026-04-10 12:00:00 | 2026-04-10 20:00:00
            unended | ward       | 2026-04-10 12:00:00 |
        """,
        access_event="""
            event_id | opened_at           | user_id | patient_id | department
            1        | 2026-04-10 09:59:59 | float   | ann        | clinic
            2        | 2026-04-10 10:00:00 | float   | ann        | clinic
            3        | 2026-04-10 21:59:59 | float   | ann        |
            4        | 2026-04-10 22:00:00 | float   | ann        | clinic
            5        | 2026-04-10 15:00:00 | float   | bob        | clinic
            6        | 2026-04-10 15:00:00 | other   | ann        | clinic
            7        | 2026-04-10 15:00:00 | unended | ann        | clinic
        """,
        ask=REASONS,
        expect="""
            event_id | reasons
            1        |
            2        | patient_on_unit
            3        | patient_on_unit
            4        | repeat_access
            5        |
            6        |
            7        |
        """,
    )


def test_one_shift_after_another_is_in_one_department_at_a_time(spec):
    """Until 16:00 on the ward, from then on in surgery: no handover reaches into the other shift."""
    spec(
        care_record=ON_THE_WARD,
        shift="""
            user_id | department | starts_at           | ends_at
            float   | ward       | 2026-04-10 08:00:00 | 2026-04-10 16:00:00
            float   | surgery    | 2026-04-10 16:00:00 | 2026-04-10 23:00:00
            pause   | ward       | 2026-04-10 08:00:00 | 2026-04-10 15:00:00
            pause   | surgery    | 2026-04-10 16:00:00 | 2026-04-10 23:00:00
        """,
        access_event="""
            event_id | opened_at           | user_id | patient_id
            1        | 2026-04-10 15:30:00 | float   | ann
            2        | 2026-04-10 15:30:00 | float   | bob
            3        | 2026-04-10 16:30:00 | pause   | ann
            4        | 2026-04-10 16:30:00 | pause   | bob
            5        | 2026-04-10 14:30:00 | pause   | ann
            6        | 2026-04-10 15:30:00 | pause   | bob
            7        | 2026-04-11 00:30:00 | float   | bob
        """,
        ask=REASONS,
        expect="""
            event_id | reasons
            1        | patient_on_unit
            2        |
            3        | repeat_access
            4        | patient_on_unit
            5        | patient_on_unit
            6        | patient_on_unit
            7        | patient_on_unit
        """,
    )


def test_a_department_of_the_same_name_elsewhere_is_another(spec):
    """So are its users and its patients: what p1 records explains nothing at p2."""
    spec(
        provider="provider_id\np1\np2",
        care_record="""
            provider_id | record_id | kind      | patient_id | user_id | department | starts_at
            p1          | r1        | encounter | ann        | nurse   | ward       | 2026-04-10 10:00:00
        """,
        access_event="""
            provider_id | event_id | opened_at           | user_id | patient_id | department
            p1          | here     | 2026-04-10 12:00:00 | nurse   | ann        | ward
            p2          | there    | 2026-04-10 12:00:00 | nurse   | ann        | ward
        """,
        ask=REASONS,
        expect="""
            event_id | reasons
            here     | named_on_encounter,department_has_patient
            there    |
        """,
    )


def test_a_user_with_two_accounts_is_one_user(spec):
    """Records and accesses meet under either login and under the user's own id; a login of nobody is not known."""
    spec(
        user_account="login | user_id\nN1 | nurse\nN2 | nurse\nX1 |",
        care_record="""
            record_id | kind      | patient_id | user_id | starts_at
            r1        | encounter | ann        | N2      | 2026-04-10 10:00:00
            r2        | encounter | bob        | nurse   | 2026-04-10 10:00:00
        """,
        access_event="""
            event_id | opened_at           | user_id | login | patient_id
            1        | 2026-04-10 12:00:00 |         | N1    | ann
            2        | 2026-04-10 12:00:00 |         | N2    | bob
            3        | 2026-04-10 12:00:00 | nurse   |       | ann
            4        | 2026-04-10 12:00:00 | N1      |       | bob
            5        | 2026-04-10 12:00:00 |         | X1    | ann
            6        | 2026-04-10 12:00:00 | clerk   |       | ann
        """,
        ask=REASONS,
        expect="""
            event_id | reasons
            1        | named_on_encounter
            2        | named_on_encounter
            3        | named_on_encounter
            4        | named_on_encounter
            5        |
            6        |
        """,
    )


def test_a_patient_under_two_ids_is_one_patient(spec):
    """The record stands under a2, which the log never names; the emergency of a third id fits the broken glass."""
    spec(
        patient="patient_id | person_id\na1 | ann\na2 | ann\na3 | ann\nb1 | bob\nc1 |\nc2 |",
        care_record="""
            record_id | kind      | patient_id | user_id | department | starts_at           | ends_at
            r1        | encounter | a2         | nurse   |            | 2026-04-10 10:00:00 | 2026-04-10 11:00:00
            r2        | note      | a1         | doctor  |            | 2026-04-10 10:00:00 |
            r3        | unit_stay | a3         |         | Emergency  | 2026-04-10 10:00:00 | 2026-04-10 11:00:00
            r4        | encounter | c2         | nurse   |            | 2026-04-10 10:00:00 | 2026-04-10 11:00:00
        """,
        workforce_member="user_id | role\nguard | security guard",
        access_event="""
            event_id | opened_at           | user_id | patient_id | is_break_glass | break_glass_reason
            1        | 2026-04-11 12:00:00 | nurse   | a1         | false          |
            2        | 2026-04-15 12:00:00 | doctor  | a1         | false          |
            3        | 2026-04-11 10:00:00 | guard   | a1         | true           | patient collapsed
            4        | 2026-04-11 12:00:00 | nurse   | b1         | false          |
            5        | 2026-04-11 12:00:00 | nurse   | c1         | false          |
        """,
        ask=REASONS,
        expect="""
            event_id | reasons
            1        | named_on_encounter
            2        | acted_for_patient
            3        | break_glass_emergency
            4        |
            5        |
        """,
    )
