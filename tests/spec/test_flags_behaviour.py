"""Flags of what the user did: hours, searches, peeks, prints, workstations, employment, earlier breaches, volume."""

from access_tables import marked


def looks(rows: str, columns: str) -> str:
    """Accesses of 10 April with columns of their own, numbered."""
    body = [f"{number} | 2026-04-10 {line.strip()}" for number, line in enumerate(rows.strip().splitlines())]
    return "\n".join([f"event_id | opened_at | user_id | patient_id | {columns}", *body])


NURSE_TASK = """
    record_id | kind | patient_id | user_id | starts_at
    t1        | task | tasked     | nurse   | 2026-04-10 10:00:00
"""


def test_whose_employment_had_ended_or_not_begun(spec):
    """The last and the first day are still, and already, employment; blank days are not known."""
    spec(
        workforce_member="""
            user_id | hired_on   | ended_on
            left    | 2020-01-01 | 2026-04-09
            leaving | 2020-01-01 | 2026-04-10
            coming  | 2026-04-11 |
            new     | 2026-04-10 |
            unknown |            |
        """,
        access_event="\n".join(
            [
                "event_id | opened_at | user_id | patient_id",
                *(f"{user} | 2026-04-10 12:00:00 | {user} | ann" for user in ("left", "leaving", "coming", "new")),
                "unknown | 2026-04-10 12:00:00 | unknown | ann",
            ]
        ),
        ask=marked("not_employed"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            left    | ann        | 2026-04-10 | true
            leaving | ann        | 2026-04-10 | false
            coming  | ann        | 2026-04-10 | true
            new     | ann        | 2026-04-10 | false
            unknown | ann        | 2026-04-10 | false
        """,
    )


def work_at(user: str, hour: int, patients: int, on: str = "2026-04-10") -> list[str]:
    """So many patients at an hour of the day in UTC, which in New York in April is four hours behind."""
    return [
        f"{user}-{on}-{hour}-{number} | {on} {hour:02}:00:{number:02} | {user} | p{number}"
        for number in range(patients)
    ]


def test_an_hour_in_which_the_user_hardly_ever_works(build):
    """
    One patient of fifty, and no shift: judged against the user's own hours, so night staff do not light up at night.

    day: fifty mornings and one night; night: the other way round; few: too few to know a pattern; half: two of 52
    are more than 2 %; on_shift: the odd hour was a shift.
    """
    engine = build(
        only={"off_pattern", "access_episode"},
        shift="""
            user_id  | department | starts_at           | ends_at
            on_shift | ward       | 2026-04-20 06:00:00 | 2026-04-20 10:00:00
        """,
        access_event="\n".join(
            [
                "event_id | opened_at | user_id | patient_id",
                *work_at("day", 12, 50),
                *work_at("day", 6, 1, on="2026-04-20"),
                *work_at("night", 6, 50),
                *work_at("night", 16, 1, on="2026-04-20"),
                *work_at("few", 12, 38),
                *work_at("few", 6, 1, on="2026-04-20"),
                *work_at("half", 12, 50),
                *work_at("half", 6, 2, on="2026-04-20"),
                *work_at("on_shift", 12, 50),
                *work_at("on_shift", 6, 1, on="2026-04-20"),
            ]
        ),
    )
    found = engine.read(f"select user_id, worked_on from ({marked('off_pattern')}) as found where is_marked")
    assert {(user, str(day)) for user, day in found.rows()} == {("day", "2026-04-20"), ("night", "2026-04-20")}


def test_a_search_by_name_that_no_record_explains(spec):
    """A search that failed found nobody; what only a repeat explains was still looked up."""
    spec(
        care_record=NURSE_TASK
        + """
            t2        | task | again      | nurse   | 2026-03-20 10:00:00
        """,
        access_event=looks(
            """12:00:00 | nurse | ann    | search | success
               12:00:00 | nurse | bob    | chart  | success
               12:00:00 | nurse | carl   | search | serious_failure
               12:00:00 | nurse | tasked | search | success""",
            "record_class | outcome",
        )
        + "\n8 | 2026-03-20 12:00:00 | nurse | again | chart | success"
        + "\n9 | 2026-04-18 12:00:00 | nurse | again | search | success",
        ask=marked("searched"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            nurse   | ann        | 2026-04-10 | true
            nurse   | bob        | 2026-04-10 | false
            nurse   | carl       | 2026-04-10 | false
            nurse   | tasked     | 2026-04-10 | false
            nurse   | again      | 2026-03-20 | false
            nurse   | again      | 2026-04-18 | true
        """,
    )


def test_nothing_but_looking(spec):
    """A change that succeeded, a signed note, an order or a registration is more than looking; a task is not."""
    spec(
        care_record="""
            record_id | kind         | patient_id | user_id | starts_at
            t1        | task         | tasked     | nurse   | 2026-04-10 10:00:00
            o1        | order        | ordered    | nurse   | 2026-04-10 10:00:00
            g1        | registration | registered | nurse   | 2026-04-10 10:00:00
            e1        | encounter    | noted      | doctor  | 2026-04-10 10:00:00
            n1        | note         | noted      | nurse   | 2026-04-10 10:00:00
            n2        | note         | self_noted | nurse   | 2026-04-10 10:00:00
        """,
        access_event=looks(
            """12:00:00 | nurse | viewed     | R | success
               12:00:00 | nurse | changed    | U | success
               12:00:00 | nurse | failed     | U | serious_failure
               12:00:00 | nurse | tasked     | R | success
               12:00:00 | nurse | ordered    | R | success
               12:00:00 | nurse | registered | R | success
               12:00:00 | nurse | noted      | R | success
               12:00:00 | nurse | self_noted | R | success""",
            "action | outcome",
        ),
        ask=marked("view_only"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            nurse   | viewed     | 2026-04-10 | true
            nurse   | changed    | 2026-04-10 | false
            nurse   | failed     | 2026-04-10 | true
            nurse   | tasked     | 2026-04-10 | true
            nurse   | ordered    | 2026-04-10 | false
            nurse   | registered | 2026-04-10 | false
            nurse   | noted      | 2026-04-10 | false
            nurse   | self_noted | 2026-04-10 | true
        """,
    )


def test_all_within_a_minute_or_only_who_the_patient_is(spec):
    """
    Name, address and number over an hour are a peek; a minute at the chart is none, nor is a list nobody chose. How
    long a single row was looked at is not known: no peek, unless it was only who the patient is.
    """
    spec(
        access_event=looks(
            """12:00:00 | nurse | single  | chart        | deliberate
               12:00:00 | nurse | named   | demographics | deliberate
               12:00:00 | nurse | short   | chart        | deliberate
               12:00:59 | nurse | short   | note         | deliberate
               12:00:00 | nurse | minute  | chart        | deliberate
               12:01:00 | nurse | minute  | note         | deliberate
               12:00:00 | nurse | who     | search       | deliberate
               13:00:00 | nurse | who     | demographics | deliberate
               12:00:00 | nurse | whole   | demographics | deliberate
               13:00:00 | nurse | whole   | chart        | deliberate
               12:00:00 | nurse | listed  | list         | incidental""",
            "record_class | access_mode",
        ),
        ask=marked("peek"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            nurse   | single     | 2026-04-10 | false
            nurse   | named      | 2026-04-10 | true
            nurse   | short      | 2026-04-10 | true
            nurse   | minute     | 2026-04-10 | false
            nurse   | who        | 2026-04-10 | true
            nurse   | whole      | 2026-04-10 | false
            nurse   | listed     | 2026-04-10 | false
        """,
    )


def test_what_was_printed_or_exported(spec):
    spec(
        access_event=looks(
            """12:00:00 | nurse | printed  | print  | success
               12:00:00 | nurse | exported | export | success
               12:00:00 | nurse | failed   | export | major_failure
               12:00:00 | nurse | read     | chart  | success""",
            "record_class | outcome",
        ),
        ask=marked("printed_or_exported"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            nurse   | printed    | 2026-04-10 | true
            nurse   | exported   | 2026-04-10 | true
            nurse   | failed     | 2026-04-10 | false
            nurse   | read       | 2026-04-10 | false
        """,
    )


def test_many_patients_without_a_reason_beside_others_of_the_same_work(build):
    """
    Eight beside thirty nurses with one each. Eight explained ones are work; eight are usual where everybody has eight;
    and four are never many.
    """
    explained = "\n".join(f"r{n} | encounter | p{n} | busy | 2026-04-10 10:00:00" for n in range(8))
    engine = build(
        only={"many_patients", "access_episode"},
        workforce_member="user_id | role\n"
        + "\n".join(f"{user} | nurse" for user in ["many", "busy", "four", *(f"n{n}" for n in range(30))])
        + "\n"
        + "\n".join(f"c{n} | cook" for n in range(5)),
        care_record="record_id | kind | patient_id | user_id | starts_at\n" + explained,
        access_event="\n".join(
            [
                "event_id | opened_at | user_id | patient_id",
                *work_at("many", 12, 8),
                *work_at("busy", 12, 8),
                *work_at("four", 12, 4),
                *(row for n in range(30) for row in work_at(f"n{n}", 12, 1)),
                *(row for n in range(5) for row in work_at(f"c{n}", 12, 8)),
            ]
        ),
    )
    found = engine.read(f"select user_id, patient_id from ({marked('many_patients')}) as found where is_marked")
    assert set(found.rows()) == {("many", f"p{n}") for n in range(8)}


def test_one_account_at_two_workstations_by_turns(spec):
    """Back at the first after the second, within the hour; going from one to the other is only walking."""
    spec(
        access_event=looks(
            """12:00:00 | shared  | ann | W1
               12:10:00 | shared  | ann | W2
               12:20:00 | shared  | ann | W1
               12:00:00 | walking | ann | W1
               12:10:00 | walking | ann | W1
               12:20:00 | walking | ann | W2
               12:00:00 | slow    | ann | W1
               12:50:00 | slow    | ann | W2
               13:10:00 | slow    | ann | W1
               12:00:00 | single  | ann | W1
               12:10:00 | single  | ann |""",
            "workstation",
        ),
        ask=marked("two_workstations"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            shared  | ann        | 2026-04-10 | true
            walking | ann        | 2026-04-10 | false
            slow    | ann        | 2026-04-10 | false
            single  | ann        | 2026-04-10 | false
        """,
    )


def test_another_department_s_workstation(build):
    """
    W1 is the ward's in nearly all its hours. The clerk, who mostly works at the desk, is marked for one look there; not
    the ward's own, nor who has a shift there, works there most of the day, or is not known to work anywhere.
    """
    rows = [
        f"{on}{hour} | 2026-04-{on:02} {hour:02}:00:00 | nurse | ann | ward | W1"
        for on in (9, 10)
        for hour in range(20)
    ]
    rows += [f"c{hour} | 2026-04-10 {hour:02}:00:00 | clerk | bob | desk | W2" for hour in range(12, 20)]
    rows += ["c | 2026-04-10 15:30:00 | clerk | ann | desk | W1"]
    rows += [f"f{hour} | 2026-04-10 {hour:02}:00:00 | float | bob | desk | W2" for hour in range(12, 20)]
    rows += ["f | 2026-04-10 15:30:00 | float | ann | desk | W1"]
    rows += [f"t{hour} | 2026-04-10 {hour:02}:00:00 | temp | bob | | W2" for hour in range(12, 20)]
    rows += ["t | 2026-04-10 15:30:00 | temp | ann | | W1", "s | 2026-04-10 15:40:00 | sent | ann | desk | W1"]
    engine = build(
        only={"other_workstation", "access_episode"},
        assignment="user_id | department | assigned_from\nnurse | ward | 2026-01-01\nclerk | desk | 2026-01-01",
        shift="""
            user_id | department | starts_at           | ends_at
            float   | WARD       | 2026-04-10 14:00:00 | 2026-04-10 19:00:00
        """,
        access_event="\n".join(["event_id | opened_at | user_id | patient_id | department | workstation", *rows]),
    )
    found = engine.read(f"select user_id, patient_id from ({marked('other_workstation')}) as found where is_marked")
    assert found.rows() == [("clerk", "ann")]


REVIEWS = """
    incident_id | provider_id | user_id | patient_id | worked_on  | outcome
    i1          | p1          | caught  | zoe        | 2026-01-10 | policy_breach
    i2          | p1          | cleared | archived   | 2026-01-10 | permitted
    i3          | p1          | long    | archived   | 2024-04-09 | impermissible
    i4          | p1          | edge    | archived   | 2024-04-10 | impermissible
    i5          | p1          | sameday | archived   | 2026-04-10 | policy_breach
    i6          | p1          | someone | victim     | 2026-01-10 | policy_breach
    i7          | p2          | nurse   | ann        | 2026-01-10 | policy_breach
"""


def test_an_earlier_breach_by_the_user_or_of_the_patient_s_record(spec):
    """Within 730 days and before that day; what was found permitted, or at another provider, is none. The log need not
    name the earlier patient any more. It weighs for questions: work with a recorded reason stays what it is."""
    users = ("caught", "cleared", "long", "edge", "sameday", "nurse")
    spec(
        access_review=REVIEWS,
        care_record="""
            record_id | kind      | patient_id | user_id | starts_at
            r1        | encounter | bob        | doctor  | 2025-12-01 10:00:00
            r2        | encounter | bob        | caught  | 2026-04-10 10:00:00
            r3        | encounter | victim     | doctor  | 2026-04-10 10:00:00
        """,
        access_event="\n".join(
            [
                "event_id | opened_at | user_id | patient_id",
                *(f"{user} | 2026-04-10 12:00:00 | {user} | ann" for user in users),
                "v | 2026-04-10 12:00:00 | nurse | victim",
                "w | 2026-04-10 12:00:00 | caught | bob",
                "x | 2026-04-10 12:00:00 | doctor | victim",
                "z | 2025-12-10 12:00:00 | caught | zoe",
            ]
        ),
        ask=marked("earlier_breach"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            caught  | ann        | 2026-04-10 | true
            cleared | ann        | 2026-04-10 | false
            long    | ann        | 2026-04-10 | false
            edge    | ann        | 2026-04-10 | true
            sameday | ann        | 2026-04-10 | false
            nurse   | ann        | 2026-04-10 | false
            nurse   | victim     | 2026-04-10 | true
            caught  | bob        | 2026-04-10 | false
            doctor  | victim     | 2026-04-10 | false
            caught  | zoe        | 2025-12-10 | false
        """,
    )
