"""Flags of the patient's situation: gone, dead, a child, of another department, looked at by many, behind the glass."""

from access_tables import marked

STAFF = """
    user_id  | role           | employer_kind
    nurse    | nurse          | employee
    resident | resident       | resident
    student  | student        | student
    agency   | nurse          | agency
    roi      | ROI specialist | employee
    biller   | medical biller | employee
    coder    | coder          | employee
"""

FED = "fed | encounter | somebody | doctor | elsewhere | 2026-04-01 10:00:00 |"
"""One encounter in April: what nothing could explain in that month is not judged, so that something must be fed."""


def looks(*pairs: str, department: str = "") -> str:
    """One access for each `user patient` named, all on 10 April."""
    rows = [
        f"{number} | 2026-04-10 12:00:00 | {pair.replace(' ', ' | ')} | {department}"
        for number, pair in enumerate(pairs)
    ]
    return "\n".join(["event_id | opened_at | user_id | patient_id | department", *rows])


def records(rows: str) -> str:
    return f"record_id | kind | patient_id | user_id | department | starts_at | ends_at\n{FED}\n{rows}"


def test_care_is_over_where_nothing_is_recorded_for_ninety_days_to_either_side(spec):
    """10 January is 90 days before, 9 July 90 days after; a request for records keeps the chart in use."""
    spec(
        workforce_member=STAFF,
        care_record=records(
            """1 | encounter   | day_91  | doctor | ward | 2026-01-08 12:00:00 | 2026-01-09 12:00:00
               2 | encounter   | day_90  | doctor | ward | 2026-01-08 12:00:00 | 2026-01-10 12:00:00
               3 | appointment | coming  | doctor | ward | 2026-07-09 12:00:00 |
               4 | appointment | far_off | doctor | ward | 2026-07-10 12:00:00 |
               5 | unit_stay   | staying | doctor | ward | 2025-07-01 12:00:00 | 2026-09-01 12:00:00"""
        ),
        request="request_id | patient_id | received_on\nq1 | asked | 2026-02-01",
        access_event=looks(
            "nurse never",
            "nurse day_91",
            "nurse day_90",
            "nurse coming",
            "nurse far_off",
            "nurse staying",
            "nurse asked",
            "roi never",
            "biller never",
            "coder never",
        ),
        ask=marked("patient_gone"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            nurse   | never      | 2026-04-10 | true
            nurse   | day_91     | 2026-04-10 | true
            nurse   | day_90     | 2026-04-10 | false
            nurse   | coming     | 2026-04-10 | false
            nurse   | far_off    | 2026-04-10 | true
            nurse   | staying    | 2026-04-10 | false
            nurse   | asked      | 2026-04-10 | false
            roi     | never      | 2026-04-10 | false
            biller  | never      | 2026-04-10 | false
            coder   | never      | 2026-04-10 | false
        """,
    )


def test_a_patient_who_died_more_than_a_month_before(spec):
    """Release, revenue and coding staff work on after a death; the death may stand under the other id."""
    spec(
        workforce_member=STAFF,
        patient="""
            patient_id | person_id | died_on
            day_31     |           | 2026-03-10
            day_30     |           | 2026-03-11
            living     |           |
            a1         | ann       |
            a2         | ann       | 2026-01-01
        """,
        access_event=looks(
            "nurse day_31", "nurse day_30", "nurse living", "nurse a1", "roi day_31", "biller day_31", "coder day_31"
        ),
        ask=marked("patient_died"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            nurse   | day_31     | 2026-04-10 | true
            nurse   | day_30     | 2026-04-10 | false
            nurse   | living     | 2026-04-10 | false
            nurse   | a1         | 2026-04-10 | true
            roi     | day_31     | 2026-04-10 | false
            biller  | day_31     | 2026-04-10 | false
            coder   | day_31     | 2026-04-10 | false
        """,
    )


ELSEWHERE = records(
    """1 | encounter | on_ward  | doctor | WARD    | 2026-04-09 12:00:00 | 2026-04-09 13:00:00
       2 | encounter | day_90   | doctor | ward    | 2026-01-10 12:00:00 | 2026-01-10 13:00:00
       3 | encounter | day_91   | doctor | ward    | 2026-01-09 12:00:00 | 2026-01-09 13:00:00
       4 | encounter | surgical | doctor | surgery | 2026-04-09 12:00:00 | 2026-04-09 13:00:00"""
)


def test_no_department_of_the_user_s_has_had_the_patient_within_a_quarter(spec):
    spec(
        workforce_member=STAFF,
        care_record=ELSEWHERE,
        access_event=looks(
            "nurse on_ward", "nurse day_90", "nurse day_91", "nurse surgical", "nurse never", department="ward"
        ),
        ask=marked("other_department"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            nurse   | on_ward    | 2026-04-10 | false
            nurse   | day_90     | 2026-04-10 | false
            nurse   | day_91     | 2026-04-10 | true
            nurse   | surgical   | 2026-04-10 | true
            nurse   | never      | 2026-04-10 | true
        """,
    )


def test_residents_floats_and_central_offices_are_of_no_one_department(spec):
    """A float is on shift in surgery and logged on the ward. A user whom nothing places anywhere is not judged."""
    spec(
        workforce_member=STAFF,
        care_record=ELSEWHERE,
        shift="""
            user_id | department | starts_at           | ends_at
            float   | surgery    | 2026-04-10 11:00:00 | 2026-04-10 19:00:00
            fixed   | ward       | 2026-04-10 11:00:00 | 2026-04-10 19:00:00
        """,
        access_event="""
            event_id | opened_at           | user_id  | patient_id | department
            1        | 2026-04-10 12:00:00 | nurse    | never      | ward
            2        | 2026-04-10 12:00:00 | resident | never      | ward
            3        | 2026-04-10 12:00:00 | student  | never      | ward
            4        | 2026-04-10 12:00:00 | agency   | never      | ward
            5        | 2026-04-10 12:00:00 | float    | never      | ward
            6        | 2026-04-10 12:00:00 | fixed    | never      | ward
            7        | 2026-04-10 12:00:00 | biller   | never      | billing
            8        | 2026-04-10 12:00:00 | roi      | never      | records
            9        | 2026-04-10 12:00:00 | nowhere  | never      |
        """,
        ask=marked("other_department"),
        expect="""
            user_id  | patient_id | worked_on  | is_marked
            nurse    | never      | 2026-04-10 | true
            resident | never      | 2026-04-10 | false
            student  | never      | 2026-04-10 | false
            agency   | never      | 2026-04-10 | false
            float    | never      | 2026-04-10 | false
            fixed    | never      | 2026-04-10 | true
            biller   | never      | 2026-04-10 | false
            roi      | never      | 2026-04-10 | false
            nowhere  | never      | 2026-04-10 | false
        """,
    )


def test_an_assignment_of_that_day_is_a_department_of_the_user_s_too(spec):
    """Logged in a clinic, assigned to the ward: what the ward had is not elsewhere, once the assignment has begun."""
    spec(
        care_record=ELSEWHERE,
        assignment="""
            user_id | department | assigned_from | assigned_until
            nurse   | ward       | 2026-04-01    | 2026-04-30
            later   | ward       | 2026-04-20    |
            only    | ward       | 2026-04-01    |
        """,
        access_event="""
            event_id | opened_at           | user_id | patient_id | department
            1        | 2026-04-10 12:00:00 | nurse   | on_ward    | clinic
            2        | 2026-04-10 12:00:00 | nurse   | surgical   | clinic
            3        | 2026-04-10 12:00:00 | later   | on_ward    | clinic
            4        | 2026-04-10 12:00:00 | only    | on_ward    |
            5        | 2026-04-10 12:00:00 | only    | surgical   |
        """,
        ask=marked("other_department"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            nurse   | on_ward    | 2026-04-10 | false
            nurse   | surgical   | 2026-04-10 | true
            later   | on_ward    | 2026-04-10 | true
            only    | on_ward    | 2026-04-10 | false
            only    | surgical   | 2026-04-10 | true
        """,
    )


def test_a_child_whom_no_department_of_the_user_s_has_cared_for(spec):
    """Of age on the eighteenth birthday; where the day of birth is not known nothing is said."""
    spec(
        care_record=records(
            """1 | encounter | on_ward  | doctor | ward    | 2026-04-09 12:00:00 | 2026-04-09 13:00:00
               2 | encounter | surgical | doctor | surgery | 2026-04-09 12:00:00 | 2026-04-09 13:00:00"""
        ),
        patient="""
            patient_id | birth_on
            on_ward    | 2015-01-01
            surgical   | 2015-01-01
            day_before | 2008-04-11
            birthday   | 2008-04-10
            adult      | 1980-01-01
            unknown    |
        """,
        access_event=looks(
            "nurse on_ward",
            "nurse surgical",
            "nurse day_before",
            "nurse birthday",
            "nurse adult",
            "nurse unknown",
            department="ward",
        ),
        ask=marked("minor_elsewhere"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            nurse   | on_ward    | 2026-04-10 | false
            nurse   | surgical   | 2026-04-10 | true
            nurse   | day_before | 2026-04-10 | true
            nurse   | birthday   | 2026-04-10 | false
            nurse   | adult      | 2026-04-10 | false
            nurse   | unknown    | 2026-04-10 | false
        """,
    )


def test_a_child_is_marked_also_where_the_site_does_not_ask_for_other_departments(build):
    engine = build(
        only={"minor_elsewhere", "other_department"},
        care_record=records(""),
        patient="patient_id | birth_on\nkid | 2015-01-01",
        access_event=looks("nurse kid", department="ward"),
    )
    engine.run("update access_flag set is_on = false where flag = 'other_department'")
    assert engine.value("select count(*) from other_department") == 0
    assert engine.value("select count(*) from minor_elsewhere") == 1


def test_a_provider_that_feeds_no_care_records_has_no_patient_gone_or_elsewhere(spec):
    """What is not there cannot tell: p2 feeds no records, and in May p1 feeds none either."""
    tables = {
        "provider": "provider_id\np1\np2",
        "care_record": f"record_id | kind | patient_id | user_id | department | starts_at | ends_at\n{FED}",
        "access_event": """
            provider_id | event_id | opened_at           | user_id | patient_id | department
            p1          | 1        | 2026-04-10 12:00:00 | here    | never      | ward
            p1          | 2        | 2026-05-10 12:00:00 | here    | never      | ward
            p2          | 3        | 2026-04-10 12:00:00 | there   | never      | ward
        """,
    }
    for flag in ("patient_gone", "other_department"):
        spec(
            **tables,
            ask=marked(flag),
            expect="""
                user_id | patient_id | worked_on  | is_marked
                here    | never      | 2026-04-10 | true
                here    | never      | 2026-05-10 | false
                there   | never      | 2026-04-10 | false
            """,
        )


def test_a_broken_glass_without_a_reason_or_without_an_emergency(spec):
    spec(
        care_record="""
            record_id | kind      | patient_id | department | starts_at           | ends_at
            v1        | encounter | ann        | emergency  | 2026-04-10 10:00:00 | 2026-04-10 14:00:00
            v2        | encounter | elsewhere  | cardiology | 2026-04-10 10:00:00 | 2026-04-10 14:00:00
        """,
        access_event="""
            event_id | opened_at           | user_id | patient_id | is_break_glass | break_glass_reason
            1        | 2026-04-10 12:00:00 | fits    | ann        | true           | patient collapsed
            2        | 2026-04-10 12:00:00 | junk    | ann        | true           | asdf
            3        | 2026-04-10 12:00:00 | blank   | ann        | true           |
            4        | 2026-04-10 12:00:00 | wrong   | elsewhere  | true           | patient collapsed
            5        | 2026-04-10 12:00:00 | whole   | elsewhere  | false          |
        """,
        ask=marked("glass_without_emergency"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            fits    | ann        | 2026-04-10 | false
            junk    | ann        | 2026-04-10 | true
            blank   | ann        | 2026-04-10 | true
            wrong   | elsewhere  | 2026-04-10 | true
            whole   | elsewhere  | 2026-04-10 | false
        """,
    )
