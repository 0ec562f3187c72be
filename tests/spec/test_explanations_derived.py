"""Explanations that rest on explained accesses: coming back within a month, and following a supervisor."""

from access_tables import REASONS

STAY = """
    record_id | kind      | patient_id | user_id | starts_at           | ends_at
    r1        | encounter | ann        | nurse   | 2026-01-15 10:00:00 | 2026-01-16 10:00:00
"""
"""Explains the nurse until 15 February 10:00."""


def event(rows: str) -> str:
    return "event_id | opened_at | user_id | patient_id\n" + rows


def test_coming_back_within_thirty_days_of_an_explained_access_inherits_its_reason(spec):
    """29 days on it does, 31 days on it does not; another user's or patient's reason is not inherited."""
    spec(
        care_record=STAY,
        access_event=event(
            """explained | 2026-02-14 10:00:00 | nurse | ann
               days_29   | 2026-03-15 10:00:00 | nurse | ann
               last      | 2026-03-16 09:59:59 | nurse | ann
               days_30   | 2026-03-16 10:00:00 | nurse | ann
               days_31   | 2026-03-17 10:00:00 | nurse | ann
               other     | 2026-02-20 10:00:00 | clerk | ann
               wrong     | 2026-02-20 10:00:00 | nurse | bob"""
        ),
        ask=REASONS,
        expect="""
            event_id  | reasons
            explained | named_on_encounter
            days_29   | repeat_access
            last      | repeat_access
            days_30   |
            days_31   |
            other     |
            wrong     |
        """,
    )


def test_a_repeat_of_a_repeat_is_not_inherited(spec):
    """Else one explained access would excuse a user for ever, a month at a time."""
    spec(
        care_record=STAY,
        access_event=event(
            """explained | 2026-02-14 10:00:00 | nurse | ann
               repeat    | 2026-03-10 10:00:00 | nurse | ann
               again     | 2026-03-30 10:00:00 | nurse | ann"""
        ),
        ask=REASONS,
        expect="""
            event_id  | reasons
            explained | named_on_encounter
            repeat    | repeat_access
            again     |
        """,
    )


def test_a_first_look_without_a_reason_stays_so(spec):
    """What comes later explains nothing before it, not even on the same day."""
    tables = {
        "care_record": """
            record_id | kind | patient_id | user_id | starts_at
            r1        | task | ann        | nurse   | 2026-04-10 10:00:00
        """,
        "access_event": event(
            """week   | 2026-04-03 10:00:00 | nurse | ann
               before | 2026-04-10 09:59:59 | nurse | ann
               first  | 2026-04-10 10:00:00 | nurse | ann
               second | 2026-04-10 11:00:00 | nurse | ann"""
        ),
    }
    spec(
        **tables,
        ask=REASONS,
        expect="""
            event_id | reasons
            week     |
            before   |
            first    | task_for_user
            second   | task_for_user
        """,
    )
    spec(**tables, ask="select record_id from repeat_access", expect="record_id\nsecond")


def test_a_question_is_put_apart_from_what_it_inherits(spec):
    """Reasons of records and inherited ones are kept in two masks: a repeat has none of the first kind."""
    spec(
        care_record=STAY,
        access_event=event(
            """explained | 2026-02-14 10:00:00 | nurse | ann
               repeat    | 2026-03-10 10:00:00 | nurse | ann"""
        ),
        ask="""
            select event_id, direct_reasons > 0 as by_record, reasons > 0 as at_all, reasons = direct_reasons as same
            from access_explained
        """,
        expect="""
            event_id  | by_record | at_all | same
            explained | true      | true   | true
            repeat    | false     | true   | false
        """,
    )


STAFF = """
    user_id  | role      | employer_kind | supervisor_id
    doctor   | physician | medical_staff |
    resident | resident  | resident      | doctor
    student  | student   | student       | doctor
    junior   | student   | student       | resident
    stranger | resident  | resident      | other
    alone    | resident  | resident      |
    agency   | nurse     | agency        | doctor
    nurse    | nurse     | employee      | doctor
"""


def test_a_trainee_follows_an_explained_supervisor_within_twelve_hours(spec):
    """No longer, to no other patient, and not where the supervisor had no reason either."""
    tables = {
        "workforce_member": STAFF,
        "care_record": """
            record_id | kind | patient_id | user_id | starts_at           | ends_at
            r1        | task | ann        | doctor  | 2026-04-10 10:00:00 | 2026-04-10 20:00:00
        """,
        "access_event": event(
            """doctor | 2026-04-10 12:00:00 | doctor   | ann
               early  | 2026-04-09 23:59:59 | resident | ann
               first  | 2026-04-10 00:00:00 | resident | ann
               last   | 2026-04-10 23:59:59 | student  | ann
               late   | 2026-04-11 00:00:00 | student  | ann
               wrong  | 2026-04-10 12:00:00 | resident | bob
               unseen | 2026-04-10 12:00:00 | doctor   | bob"""
        ),
    }
    spec(
        **tables,
        ask=REASONS,
        expect="""
            event_id | reasons
            doctor   | task_for_user
            early    |
            first    | supervised_access
            last     | supervised_access
            late     |
            wrong    |
            unseen   |
        """,
    )
    spec(**tables, ask="select distinct record_id from supervised_access", expect="record_id\ndoctor")


def test_only_residents_and_students_follow_and_only_their_own_supervisor(spec):
    """A student of a resident inherits nothing that the resident only inherits."""
    spec(
        workforce_member=STAFF,
        care_record="""
            record_id | kind | patient_id | user_id | starts_at
            r1        | task | ann        | doctor  | 2026-04-10 10:00:00
        """,
        access_event=event(
            "\n".join(
                f"{user} | 2026-04-10 12:00:00 | {user} | ann"
                for user in ("doctor", "resident", "student", "junior", "stranger", "alone", "agency", "nurse")
            )
        ),
        ask=REASONS,
        expect="""
            event_id | reasons
            doctor   | task_for_user
            resident | supervised_access
            student  | supervised_access
            junior   |
            stranger |
            alone    |
            agency   |
            nurse    |
        """,
    )


def test_a_supervisor_s_reason_is_not_passed_on_by_coming_back(spec):
    """What a trainee did under supervision explains no visit on the trainee's own a week later."""
    spec(
        workforce_member=STAFF,
        care_record="""
            record_id | kind | patient_id | user_id | starts_at
            r1        | task | ann        | doctor  | 2026-04-10 10:00:00
        """,
        access_event=event(
            """doctor | 2026-04-10 12:00:00 | doctor  | ann
               with   | 2026-04-10 12:30:00 | student | ann
               alone  | 2026-04-17 12:30:00 | student | ann"""
        ),
        ask=REASONS,
        expect="""
            event_id | reasons
            doctor   | task_for_user
            with     | supervised_access
            alone    |
        """,
    )
