"""Explanations that name the user: which records explain whose access to whom, and from when to when?"""

import pytest
from access_tables import REASONS, second_after, second_before

REACH = [
    # explanation, kind; first and last second for a record from 10 to 12 April, 10:00; last where it has no end
    ("acted_for_patient", "note", "2026-04-09 22:00:00", "2026-04-19 09:59:59", "2026-04-17 10:59:59"),
    ("acted_for_patient", "medication", "2026-04-09 22:00:00", "2026-04-19 09:59:59", "2026-04-17 10:59:59"),
    ("acted_for_patient", "result", "2026-04-09 22:00:00", "2026-04-19 09:59:59", "2026-04-17 10:59:59"),
    ("acted_for_patient", "procedure", "2026-04-09 22:00:00", "2026-04-19 09:59:59", "2026-04-17 10:59:59"),
    ("named_on_order", "order", "2026-04-09 10:00:00", "2026-04-26 09:59:59", "2026-05-08 09:59:59"),
    ("named_on_order", "referral", "2026-04-09 10:00:00", "2026-04-26 09:59:59", "2026-05-08 09:59:59"),
    ("named_on_order", "consult", "2026-04-09 10:00:00", "2026-04-26 09:59:59", "2026-05-08 09:59:59"),
    ("named_on_encounter", "encounter", "2026-03-27 10:00:00", "2026-05-12 09:59:59", "2026-06-09 09:59:59"),
    ("named_on_encounter", "care_team", "2026-03-27 10:00:00", "2026-05-12 09:59:59", "2026-06-09 09:59:59"),
    ("appointment_with_user", "appointment", "2026-03-27 10:00:00", "2026-05-12 09:59:59", "2026-05-11 09:59:59"),
    ("task_for_user", "task", "2026-04-10 10:00:00", "2026-04-26 09:59:59", "2026-05-08 09:59:59"),
    ("registered_by_user", "registration", "2026-04-09 10:00:00", "2026-04-13 09:59:59", "2026-04-11 10:59:59"),
    ("registered_by_user", "call", "2026-04-09 10:00:00", "2026-04-13 09:59:59", "2026-04-11 10:59:59"),
    ("worklist_of_user", "worklist", "2026-04-10 10:00:00", "2026-04-26 09:59:59", "2026-05-24 09:59:59"),
    ("study_of_user", "study", "2026-04-10 10:00:00", "2026-04-12 09:59:59", "2027-04-10 09:59:59"),
]


@pytest.mark.parametrize(("name", "kind", "first", "last", "last_open"), REACH, ids=[row[1] for row in REACH])
def test_the_user_named_is_explained_in_the_window_and_nobody_else(build, name, kind, first, last, last_open):
    """The doctor's encounters show that the patients are in care; they explain neither the nurse nor the clerk."""
    engine = build(
        as_of="2027-06-30",
        only={"access_explanation"},
        care_record=f"""
            record_id | kind      | patient_id | user_id | starts_at           | ends_at
            r1        | {kind}    | ann        | nurse   | 2026-04-10 10:00:00 | 2026-04-12 10:00:00
            r2        | {kind}    | open       | nurse   | 2026-04-10 10:00:00 |
            r3        | encounter | ann        | doctor  | 2026-04-10 10:00:00 | 2026-04-12 10:00:00
            r4        | encounter | open       | doctor  | 2026-04-10 10:00:00 | 2026-04-12 10:00:00
        """,
        access_event=f"""
            event_id   | opened_at                 | user_id | patient_id
            before     | {second_before(first)}    | nurse   | ann
            first      | {first}                   | nurse   | ann
            last       | {last}                    | nurse   | ann
            after      | {second_after(last)}      | nurse   | ann
            last_open  | {last_open}               | nurse   | open
            after_open | {second_after(last_open)} | nurse   | open
            other      | 2026-04-11 10:00:00       | clerk   | ann
            wrong      | 2026-04-11 10:00:00       | nurse   | bob
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
        "wrong": None,
    }
    evidence = engine.read(f"select patient_id, record_id from {name} where user_id = 'nurse' order by record_id")
    assert evidence.rows() == [("ann", "r1"), ("open", "r2")]


def test_a_note_explains_only_where_somebody_else_shows_the_patient_in_care(spec):
    """
    Whoever looks can write a note: it explains nothing alone, nor beside a bill, nor beside care more than a week off.
    A colleague's encounter, or a stay that names no user, shows the patient in care.
    """
    spec(
        care_record="""
            record_id | kind      | patient_id | user_id | starts_at           | ends_at
            n1        | note      | alone      | nurse   | 2026-04-10 10:00:00 |
            n2        | note      | billed     | nurse   | 2026-04-10 10:00:00 |
            b2        | claim     | billed     | biller  | 2026-04-10 10:00:00 |
            n3        | note      | noted      | nurse   | 2026-04-10 10:00:00 |
            m3        | note      | noted      | doctor  | 2026-04-10 10:00:00 |
            n4        | note      | long_ago   | nurse   | 2026-04-10 10:00:00 |
            e4        | encounter | long_ago   | doctor  | 2026-04-01 10:00:00 | 2026-04-03 09:59:59
            n5        | note      | week_ago   | nurse   | 2026-04-10 10:00:00 |
            e5        | encounter | week_ago   | doctor  | 2026-04-01 10:00:00 | 2026-04-03 10:00:00
            n6        | note      | on_unit    | nurse   | 2026-04-10 10:00:00 |
            s6        | unit_stay | on_unit    |         | 2026-04-09 10:00:00 |
            n7        | note      | week_on    | nurse   | 2026-04-10 10:00:00 |
            a7        | appointment | week_on  | doctor  | 2026-04-17 10:00:00 |
            n8        | note      | later      | nurse   | 2026-04-10 10:00:00 |
            a8        | appointment | later    | doctor  | 2026-04-17 10:00:01 |
        """,
        access_event="""
            event_id | opened_at           | user_id | patient_id
            1        | 2026-04-10 10:30:00 | nurse   | alone
            2        | 2026-04-10 10:30:00 | nurse   | billed
            3        | 2026-04-10 10:30:00 | nurse   | noted
            4        | 2026-04-10 10:30:00 | nurse   | long_ago
            5        | 2026-04-10 10:30:00 | nurse   | week_ago
            6        | 2026-04-10 10:30:00 | nurse   | on_unit
            7        | 2026-04-10 10:30:00 | nurse   | week_on
            8        | 2026-04-10 10:30:00 | nurse   | later
        """,
        ask=REASONS,
        expect="""
            event_id | reasons
            1        |
            2        |
            3        |
            4        |
            5        | acted_for_patient
            6        | acted_for_patient
            7        | acted_for_patient
            8        |
        """,
    )


def test_a_second_account_of_one_s_own_does_not_vouch_for_a_note(spec):
    """N1 and N2 are both the nurse's: an encounter opened under N2 is the nurse's own record, under whatever name."""
    spec(
        user_account="login | user_id\nN1 | nurse\nN2 | nurse\nD1 | doctor",
        care_record="""
            record_id | kind      | patient_id | user_id | starts_at
            n1        | note      | ann        | N1      | 2026-04-10 10:00:00
            e1        | encounter | ann        | N2      | 2026-04-10 10:00:00
            n2        | note      | bob        | N1      | 2026-04-10 10:00:00
            e2        | encounter | bob        | D1      | 2026-04-10 10:00:00
        """,
        access_event="""
            event_id | opened_at           | login | patient_id
            1        | 2026-04-10 10:30:00 | N1    | ann
            2        | 2026-04-10 10:30:00 | N1    | bob
        """,
        ask=REASONS,
        expect="""
            event_id | reasons
            1        | named_on_encounter
            2        | acted_for_patient
        """,
    )


def test_a_slot_on_call_explains_the_patients_the_department_had_meanwhile(spec):
    """Two hours to either side of the slot; whose stay had ended before it, or who lies elsewhere, is not explained."""
    spec(
        care_record="""
            record_id | kind      | patient_id | user_id | department | starts_at           | ends_at
            slot      | on_call   |            | doctor  | Cardiology | 2026-04-10 10:00:00 | 2026-04-10 22:00:00
            s1        | unit_stay | ann        |         | cardiology | 2026-04-09 10:00:00 | 2026-04-11 10:00:00
            s2        | encounter | touching   |         | CARDIOLOGY | 2026-04-09 10:00:00 | 2026-04-10 10:00:00
            s3        | encounter | gone       |         | cardiology | 2026-04-09 10:00:00 | 2026-04-10 09:59:59
            s4        | encounter | to_come    |         | cardiology | 2026-04-10 22:00:01 | 2026-04-11 10:00:00
            s5        | encounter | elsewhere  |         | surgery    | 2026-04-09 10:00:00 | 2026-04-11 10:00:00
            s6        | referral  | referred   |         | cardiology | 2026-04-09 10:00:00 | 2026-04-11 10:00:00
        """,
        access_event="""
            event_id | opened_at           | user_id | patient_id
            1        | 2026-04-10 07:59:59 | doctor  | ann
            2        | 2026-04-10 08:00:00 | doctor  | ann
            3        | 2026-04-10 23:59:59 | doctor  | ann
            4        | 2026-04-11 00:00:00 | doctor  | ann
            5        | 2026-04-10 12:00:00 | doctor  | touching
            6        | 2026-04-10 12:00:00 | doctor  | gone
            7        | 2026-04-10 12:00:00 | doctor  | to_come
            8        | 2026-04-10 12:00:00 | doctor  | elsewhere
            9        | 2026-04-10 12:00:00 | doctor  | referred
            10       | 2026-04-10 12:00:00 | other   | ann
        """,
        ask=REASONS,
        expect="""
            event_id | reasons
            1        |
            2        | on_call_for_department
            3        | on_call_for_department
            4        | repeat_access
            5        | on_call_for_department
            6        |
            7        |
            8        |
            9        |
            10       |
        """,
    )


ON_CALL = """
    record_id | kind      | patient_id | user_id | department | starts_at           | ends_at
    slot      | on_call   |            | doctor  | cardiology | 2026-04-30 10:00:00 |
    e1        | encounter | recent     |         | cardiology | 2026-04-27 10:00:00 |
    e2        | encounter | long_ago   |         | cardiology | 2026-04-27 09:59:59 |
    u1        | unit_stay | in_bed     |         | cardiology | 2026-04-16 10:00:00 |
    u2        | unit_stay | out_of_bed |         | cardiology | 2026-04-16 09:59:59 |
"""


def test_a_stay_that_nobody_closed_does_not_last_for_ever(spec):
    """An encounter without an end is taken to last three days, a stay on a unit two weeks, a slot on call 12 hours."""
    spec(
        care_record=ON_CALL,
        access_event="""
            event_id | opened_at           | user_id | patient_id
            1        | 2026-04-30 12:00:00 | doctor  | recent
            2        | 2026-04-30 12:00:00 | doctor  | long_ago
            3        | 2026-04-30 12:00:00 | doctor  | in_bed
            4        | 2026-04-30 12:00:00 | doctor  | out_of_bed
            5        | 2026-04-30 23:59:59 | doctor  | in_bed
            6        | 2026-05-01 00:00:00 | doctor  | in_bed
        """,
        ask=REASONS,
        expect="""
            event_id | reasons
            1        | on_call_for_department
            2        |
            3        | on_call_for_department
            4        |
            5        | on_call_for_department
            6        | repeat_access
        """,
    )
    spec(
        care_record=ON_CALL,
        access_event="event_id | opened_at | user_id | patient_id\n1 | 2026-04-30 12:00:00 | doctor | recent",
        ask="select record_id, user_id, patient_id from on_call_for_department",
        expect="record_id | user_id | patient_id\nslot | doctor | recent\nslot | doctor | in_bed",
    )
