"""Explanations that hold for some groups of users only, and the glass broken in an emergency."""

from access_tables import REASONS

STAFF = """
    user_id   | role
    roi       | release of information specialist
    biller    | medical biller
    coder     | coder
    registrar | registrar
    tech      | radiology technologist
    ed_nurse  | ED nurse
    nurse     | nurse
    guard     | security guard
    chef      | chef
"""


def event(rows: str) -> str:
    return "event_id | opened_at | user_id | patient_id\n" + rows


def each_of_the_staff(opened_at: str, patient_id: str = "ann") -> str:
    """One access by each of the staff, named for the user."""
    users = [line.split("|")[0].strip() for line in STAFF.strip().splitlines()[1:]]
    return event("\n".join(f"{user} | {opened_at} | {user} | {patient_id}" for user in users))


def test_a_request_for_records_explains_release_staff_from_receipt_to_thirty_days_after_it_is_done(spec):
    """Days by the place's clock: 1 April begins at 04:00 UTC in New York. A request nobody closed lasts sixty days."""
    spec(
        workforce_member=STAFF,
        request="""
            request_id | patient_id | received_on | completed_on | closed_on
            q1         | ann        | 2026-04-01  | 2026-04-10   | 2026-06-01
            q2         | closed     | 2026-04-01  |              | 2026-04-10
            q3         | open       | 2026-04-01  |              |
            q4         |            | 2026-04-01  |              |
        """,
        access_event=event(
            """1  | 2026-04-01 03:59:59 | roi   | ann
               2  | 2026-04-01 04:00:00 | roi   | ann
               3  | 2026-05-11 03:59:59 | roi   | ann
               4  | 2026-05-11 04:00:00 | roi   | ann
               5  | 2026-05-11 03:59:59 | roi   | closed
               6  | 2026-05-31 03:59:59 | roi   | open
               7  | 2026-05-31 04:00:00 | roi   | open
               8  | 2026-04-05 12:00:00 | roi   | bob"""
        ),
        ask=REASONS,
        expect="""
            event_id | reasons
            1        |
            2        | release_request
            3        | release_request
            4        | repeat_access
            5        | release_request
            6        | release_request
            7        | repeat_access
            8        |
        """,
    )


def test_a_request_for_records_explains_nobody_but_release_staff(spec):
    request = "request_id | patient_id | received_on\nq1 | ann | 2026-04-01"
    spec(
        workforce_member=STAFF,
        request=request,
        access_event=each_of_the_staff("2026-04-05 12:00:00"),
        ask=REASONS,
        expect="""
            event_id  | reasons
            roi       | release_request
            biller    |
            coder     |
            registrar |
            tech      |
            ed_nurse  |
            nurse     |
            guard     |
            chef      |
        """,
    )
    spec(
        request=request,
        access_event=event("1 | 2026-04-05 12:00:00 | roi | ann"),
        ask="select record_id, patient_id from release_request",
        expect="record_id | patient_id\nq1 | ann",
    )


def test_the_group_is_told_by_the_department_where_the_role_says_nothing(spec):
    """By the log where there is no list: the records office is release staff, the ward is not."""
    spec(
        request="request_id | patient_id | received_on\nq1 | ann | 2026-04-01",
        access_event="""
            event_id | opened_at           | user_id | patient_id | department
            1        | 2026-04-05 12:00:00 | one     | ann        | Medical Records
            2        | 2026-04-05 12:00:00 | two     | ann        | ward
        """,
        ask=REASONS,
        expect="event_id | reasons\n1 | release_request\n2 |",
    )


CLAIM = """
    record_id | kind  | patient_id | starts_at           | ends_at
    c1        | claim | ann        | 2026-04-10 10:00:00 | 2026-04-12 10:00:00
    c2        | claim | open       | 2026-01-10 10:00:00 |
"""


def test_a_claim_explains_revenue_staff_from_a_week_before_to_ninety_days_after(spec):
    """A claim without an end is taken to last ninety days, and ninety more."""
    spec(
        as_of="2026-08-30",
        workforce_member=STAFF,
        care_record=CLAIM,
        access_event=event(
            """1 | 2026-04-03 09:59:59 | biller | ann
               2 | 2026-04-03 10:00:00 | biller | ann
               3 | 2026-07-11 09:59:59 | biller | ann
               4 | 2026-07-11 10:00:00 | biller | ann
               5 | 2026-07-09 09:59:59 | biller | open
               6 | 2026-07-09 10:00:00 | biller | open
               7 | 2026-04-11 10:00:00 | biller | bob"""
        ),
        ask=REASONS,
        expect="""
            event_id | reasons
            1        |
            2        | payment_work
            3        | payment_work
            4        | repeat_access
            5        | payment_work
            6        | repeat_access
            7        |
        """,
    )


def test_a_claim_explains_nobody_but_revenue_staff(spec):
    spec(
        workforce_member=STAFF,
        care_record=CLAIM,
        access_event=each_of_the_staff("2026-04-11 10:00:00"),
        ask=f"select event_id, reasons from ({REASONS}) as named where reasons is not null",
        expect="event_id | reasons\nbiller | payment_work",
    )
    spec(
        care_record=CLAIM,
        access_event=event("1 | 2026-04-11 10:00:00 | biller | ann"),
        ask="select record_id, patient_id from payment_work",
        expect="record_id | patient_id\nc1 | ann\nc2 | open",
    )


EMERGENCY = """
    record_id | kind      | patient_id | department           | starts_at           | ends_at
    v1        | encounter | ann        | Emergency Department | 2026-04-10 10:00:00 | 2026-04-10 14:00:00
    v2        | unit_stay | open       | ED                   | 2026-04-10 10:00:00 |
    v3        | encounter | elsewhere  | cardiology           | 2026-04-10 10:00:00 | 2026-04-10 14:00:00
    v4        | order     | ordered    | ED                   | 2026-04-10 10:00:00 | 2026-04-10 14:00:00
    v5        | encounter | edited     | Edited charts        | 2026-04-10 10:00:00 | 2026-04-10 14:00:00
"""


def test_an_emergency_explains_who_is_linked_to_it_within_a_day_on_either_side(spec):
    """Clinical, diagnostic and registration staff; a visit without an end lasts a day. `ED` is a whole word."""
    spec(
        workforce_member=STAFF,
        care_record=EMERGENCY,
        access_event=event(
            """1 | 2026-04-09 09:59:59 | nurse | ann
               2 | 2026-04-09 10:00:00 | nurse | ann
               3 | 2026-04-11 13:59:59 | nurse | ann
               4 | 2026-04-11 14:00:00 | nurse | ann
               5 | 2026-04-12 09:59:59 | nurse | open
               6 | 2026-04-12 10:00:00 | nurse | open
               7 | 2026-04-10 12:00:00 | nurse | elsewhere
               8 | 2026-04-10 12:00:00 | nurse | ordered
               9 | 2026-04-10 12:00:00 | nurse | edited"""
        ),
        ask=REASONS,
        expect="""
            event_id | reasons
            1        |
            2        | emergency_visit
            3        | emergency_visit
            4        | repeat_access
            5        | emergency_visit
            6        | repeat_access
            7        |
            8        |
            9        |
        """,
    )


def test_an_emergency_explains_no_office_and_no_guard(spec):
    spec(
        workforce_member=STAFF,
        care_record=EMERGENCY,
        access_event=each_of_the_staff("2026-04-10 12:00:00"),
        ask=REASONS,
        expect="""
            event_id  | reasons
            roi       |
            biller    |
            coder     |
            registrar | emergency_visit
            tech      | emergency_visit
            ed_nurse  | emergency_visit
            nurse     | emergency_visit
            guard     |
            chef      |
        """,
    )
    spec(
        care_record=EMERGENCY,
        access_event="event_id | opened_at | user_id | patient_id\n1 | 2026-04-10 12:00:00 | nurse | ann",
        ask="select record_id, patient_id from emergency_visit",
        expect="record_id | patient_id\nv1 | ann\nv2 | open",
    )


def glass(rows: str) -> str:
    return "event_id | opened_at | user_id | patient_id | is_break_glass | break_glass_reason\n" + rows


def test_a_broken_glass_explains_with_a_reason_and_a_real_emergency_within_a_day(spec):
    """Junk is no reason, an emergency elsewhere or long ago none; a reason without a broken glass is nothing."""
    spec(
        workforce_member="user_id | role\nguard | security guard",
        care_record="""
            record_id | kind      | patient_id | department | starts_at           | ends_at
            v1        | encounter | ann        | emergency  | 2026-04-10 10:00:00 | 2026-04-10 14:00:00
            v2        | encounter | elsewhere  | cardiology | 2026-04-10 10:00:00 | 2026-04-10 14:00:00
        """,
        access_event=glass(
            """fits      | 2026-04-10 12:00:00 | g1 | ann       | true  | Patient collapsed in lobby
               day_early | 2026-04-09 10:00:00 | g2 | ann       | true  | patient collapsed
               too_early | 2026-04-09 09:59:59 | g3 | ann       | true  | patient collapsed
               day_late  | 2026-04-11 14:00:00 | g4 | ann       | true  | patient collapsed
               too_late  | 2026-04-11 14:00:01 | g5 | ann       | true  | patient collapsed
               blank     | 2026-04-10 12:00:00 | g6 | ann       | true  |
               junk      | 2026-04-10 12:00:00 | g6 | ann       | true  | asdf
               cased     | 2026-04-10 12:00:00 | g6 | ann       | true  | N/A
               short     | 2026-04-10 12:00:00 | g6 | ann       | true  | abc.
               unbroken  | 2026-04-10 12:00:00 | g7 | ann       | false | patient collapsed
               elsewhere | 2026-04-10 12:00:00 | g8 | elsewhere | true  | patient collapsed
               nothing   | 2026-04-10 12:00:00 | g9 | bob       | true  | patient collapsed"""
        ),
        ask=REASONS,
        expect="""
            event_id  | reasons
            fits      | break_glass_emergency
            day_early | break_glass_emergency
            too_early |
            day_late  | break_glass_emergency
            too_late  |
            blank     |
            junk      |
            cased     |
            short     |
            unbroken  |
            elsewhere |
            nothing   |
        """,
    )


def test_a_broken_glass_holds_for_a_day_for_that_user_and_not_before(spec):
    tables = {
        "care_record": """
            record_id | kind      | patient_id | department | starts_at
            v1        | encounter | ann        | emergency  | 2026-04-10 10:00:00
        """,
        "access_event": glass(
            """before | 2026-04-10 11:59:59 | g1 | ann | false |
               broken | 2026-04-10 12:00:00 | g1 | ann | true  | patient collapsed
               within | 2026-04-11 11:59:59 | g1 | ann | false |
               after  | 2026-04-11 12:00:00 | g1 | ann | false |
               other  | 2026-04-10 12:30:00 | g2 | ann | false |"""
        ),
    }
    spec(
        **tables,
        ask=REASONS,
        expect="""
            event_id | reasons
            before   |
            broken   | break_glass_emergency
            within   | break_glass_emergency
            after    | repeat_access
            other    |
        """,
    )
    spec(
        **tables,
        ask="select user_id, patient_id, record_id from break_glass_emergency",
        expect="user_id | patient_id | record_id\ng1 | ann | v1",
    )
