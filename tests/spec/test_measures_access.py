"""explained_share and its three explanations: does the log hold a reason for each access? Recorded, not permitted."""

from roi_analytics import measures

SEEN = "access_explanation"


def event(rows: str, columns: str = "") -> str:
    """Accesses; with columns of their own they are the nurse's, to Ann's record, during her stay."""
    if not columns:
        return "event_id | opened_at | user_id | patient_id | department\n" + rows
    stay = "| 2026-04-02 08:00:00 | nurse | ann |"
    lines = [line.replace("|", stay, 1) for line in rows.splitlines()]
    return "\n".join([f"event_id | opened_at | user_id | patient_id | {columns}", *lines])


ENCOUNTER = """
    record_id | kind      | patient_id | user_id | department | starts_at           | ends_at
    r1        | encounter | ann        | nurse   |            | 2026-04-01 10:00:00 | 2026-04-03 10:00:00
"""


def test_named_on_an_encounter_from_two_weeks_before_to_thirty_days_after(spec):
    """windows.toml: 336 hours before it begins, 720 after it ends; the last moment is outside."""
    spec(
        care_record=ENCOUNTER,
        access_event=event(
            """before | 2026-03-18 09:59:59 | nurse | ann |
               first  | 2026-03-18 10:00:00 | nurse | ann |
               within | 2026-04-02 08:00:00 | nurse | ann |
               last   | 2026-05-03 09:59:59 | nurse | ann |
               after  | 2026-05-03 10:00:00 | nurse | ann |
               other  | 2026-04-02 08:00:00 | clerk | ann |
               wrong  | 2026-04-02 08:00:00 | nurse | bob |"""
        ),
        ask="select event_id, named_on_encounter, repeat_access, is_explained from access_explanation",
        expect="""
            event_id | named_on_encounter | repeat_access | is_explained
            before   | false              | false         | false
            first    | true               | false         | true
            within   | true               | false         | true
            last     | true               | false         | true
            after    | false              | true          | true
            other    | false              | false         | false
            wrong    | false              | false         | false
        """,
    )


def test_overlapping_windows_end_with_the_last_of_them(spec):
    """Two stays of which the short one ends first, and a gap after both."""
    spec(
        care_record="""
            record_id | kind      | patient_id | user_id | starts_at           | ends_at
            long      | encounter | ann        | nurse   | 2026-01-01 00:00:00 | 2026-03-01 00:00:00
            short     | encounter | ann        | nurse   | 2026-01-10 00:00:00 | 2026-01-11 00:00:00
            next      | encounter | ann        | nurse   | 2026-06-01 00:00:00 | 2026-06-02 00:00:00
        """,
        access_event=event(
            """in_long | 2026-02-25 00:00:00 | nurse | ann |
               in_gap  | 2026-05-01 00:00:00 | nurse | ann |
               in_next | 2026-06-01 12:00:00 | nurse | ann |"""
        ),
        ask="select event_id, is_explained from access_explanation",
        expect="""
            event_id | is_explained
            in_long  | true
            in_gap   | false
            in_next  | true
        """,
    )


def test_three_reasons_side_by_side(spec):
    """Named on an encounter; an appointment with the user; the department has the patient, by its logged name or by the
    user's assignment on that day."""
    spec(
        care_record="""
            record_id | kind        | patient_id | user_id | department | starts_at           | ends_at
            r1        | encounter   | ann        | doctor  | cardiology | 2026-04-01 10:00:00 | 2026-04-01 11:00:00
            r2        | appointment | bob        | doctor  |            | 2026-04-05 10:00:00 |
        """,
        assignment="""
            user_id | department | assigned_from | assigned_until
            float   | cardiology | 2026-03-30    | 2026-04-02
        """,
        access_event=event(
            """1 | 2026-04-01 10:30:00 | doctor | ann | cardiology
               2 | 2026-04-05 10:30:00 | doctor | bob | cardiology
               3 | 2026-04-01 12:00:00 | clerk  | ann | cardiology
               4 | 2026-04-02 12:00:00 | float  | ann | surgery
               5 | 2026-04-03 12:00:00 | float  | ann | surgery"""
        ),
        ask=SEEN,
        expect="""
            event_id | named_on_encounter | appointment_with_user | department_has_patient | repeat_access
            1        | true               | false                 | true                   | false
            2        | false              | true                  | false                  | false
            3        | false              | false                 | true                   | false
            4        | false              | false                 | true                   | false
            5        | false              | false                 | false                  | true
        """,
    )


def test_a_login_counts_by_its_account_and_no_user_or_patient_is_not_assessable(spec):
    spec(
        care_record=ENCOUNTER,
        user_account="login | user_id | actor_kind\nN1 | nurse | human",
        access_event="""
            event_id   | opened_at           | user_id | login | patient_id
            by_login   | 2026-04-02 08:00:00 |         | N1    | ann
            no_user    | 2026-04-02 08:00:00 |         | X9    | ann
            no_patient | 2026-04-02 08:00:00 | nurse   |       |
        """,
        ask="explained_share",
        expect="""
            case_id    | value | standing       | reason
            by_login   | 1     | counted        |
            no_user    |       | not_assessable | the event names no user
            no_patient |       | not_assessable | the event names no patient
        """,
    )


def test_only_what_a_person_opened_on_purpose_is_a_case(spec):
    """Lists, own schedules, writes, failed tries, machines and patients are none; break-the-glass always is one."""
    spec(
        care_record=ENCOUNTER,
        access_event=event(
            """read      | human   | R | deliberate | success         | false
               plain     |         |   |            |                 |
               listed    | human   | R | incidental | success         | false
               routed    | human   | R | routed     | success         | false
               glass     | human   | R | routed     | success         | true
               written   | human   | U | deliberate | success         | false
               failed    | human   | R | deliberate | serious_failure | false
               interface | service | R | deliberate | success         | false
               own       | patient | R | deliberate | success         | false
               who       | unknown | R | deliberate | success         | false""",
            "actor_kind | action | access_mode | outcome | is_break_glass",
        ),
        ask="explained_share",
        expect="""
            case_id | value | standing       | reason
            read    | 1     | counted        |
            plain   | 1     | counted        |
            glass   | 1     | counted        |
            who     |       | not_assessable | whether a person opened it is not known
        """,
    )


def test_missing_care_records_do_not_read_as_guilt(spec):
    """p2 feeds none, p1 none in May: nothing could have explained those accesses."""
    spec(
        provider="provider_id\np1\np2",
        care_record="""
            provider_id | record_id | kind      | patient_id | user_id | starts_at
            p1          | r         | encounter | ann        | nurse   | 2026-04-01 10:00:00
        """,
        access_event="""
            provider_id | event_id | opened_at           | user_id | patient_id
            p1          | 1        | 2026-04-02 08:00:00 | nurse   | bob
            p2          | 2        | 2026-04-02 08:00:00 | nurse   | bob
            p1          | 3        | 2026-05-02 08:00:00 | nurse   | bob
        """,
        ask="explained_share",
        expect="""
            case_id | value | standing       | reason
            1       | 0     | counted        |
            2       |       | not_assessable | not in the logs of that month: appointment, encounter, unit_stay
            3       |       | not_assessable | not in the logs of that month: appointment, encounter, unit_stay
        """,
    )


def test_where_what_explains_a_group_is_not_fed_none_of_its_accesses_is_judged(spec):
    """The laboratory's work is explained by orders, and none is fed: its one access with another reason would make a
    share of 100 %. The nurse is judged."""
    spec(
        care_record=ENCOUNTER,
        workforce_member="user_id | role\nnurse | RN\ntech | laboratory technologist",
        assignment="user_id | department | assigned_from\ntech | ward | 2026-01-01",
        access_event=event(
            """1 | 2026-04-02 08:00:00 | nurse | ann | ward
               2 | 2026-04-02 08:00:00 | nurse | bob | ward
               3 | 2026-04-02 08:00:00 | tech  | bob | laboratory
               4 | 2026-04-02 08:00:00 | tech  | ann | ward"""
        ),
        ask="explained_share",
        expect="""
            case_id | role_group  | value | standing       | reason
            1       | clinical    | 1     | counted        |
            2       | clinical    | 0     | counted        |
            3       | diagnostics |       | not_assessable | not in the logs of that month: order, procedure, result
            4       | diagnostics |       | not_assessable | not in the logs of that month: order, procedure, result
        """,
    )


def test_the_share_by_department_and_role(build):
    engine = build(
        care_record=ENCOUNTER,
        workforce_member="user_id | role\nnurse | RN\nclerk | clerk",
        access_event=event(
            """1 | 2026-04-02 08:00:00 | nurse | ann | ward
               2 | 2026-04-02 08:00:00 | clerk | ann | desk"""
        ),
    )
    assert measures.show(engine, "explained_share", by="department").select("department", "cases", "value").rows() == [
        ("desk", 1, 0.0),
        ("ward", 1, 1.0),
    ]
    assert measures.show(engine, "explained_share", by="role")["role"].to_list() == ["RN", "clerk"]


def test_a_department_is_one_however_it_is_written(build):
    engine = build(
        care_record=ENCOUNTER,
        access_event=event(
            """1 | 2026-04-02 08:00:00 | nurse | ann | Ward
               2 | 2026-04-02 08:00:00 | nurse | ann | WARD
               3 | 2026-04-02 08:00:00 |       | ann | ward"""
        ),
    )
    shown = measures.show(engine, "explained_share", by="department")
    assert shown.select("department", "cases", "not_assessable").rows() == [("ward", 2, 1)]
