"""Flags of what a user and a patient share outside care: being one person, a home, a block, a name, a workplace."""

import pytest
from access_tables import marked

FOLK = {
    "workforce_member": """
        user_id  | last_name | address_key
        nurse    | Okafor    | elm st/12
        clerk    | Smith     | oak st/3
        float    | Okafor    |
    """,
    "patient_contact": """
        patient_id | last_name | address_key | phone_key | workforce_user_id
        nurse_self | Okafor    | elm st/12   | 555       | nurse
        mother     | Ojukwu    | elm st/12   |           |
        neighbour  | Brown     | elm st/14   |           |
        cousin     | OKAFOR    | fir st/1    | 556       |
        ex         | Larsen    | bay st/9    | 555       |
        namesake   | Smith     | fir st/2    |           |
        smith2     | Smith     | fir st/3    |           |
        smith3     | Smith     | fir st/4    |           |
        homeless   |           |             |           |
        colleague  | Ruiz      | fir st/5    | 557       | clerk
    """,
}


def looks(*pairs: str) -> str:
    """One access for each `user patient` named, all on 10 April."""
    rows = [f"{number} | 2026-04-10 12:00:00 | {pair.replace(' ', ' | ')}" for number, pair in enumerate(pairs)]
    return "\n".join(["event_id | opened_at | user_id | patient_id", *rows])


EVERYBODY = looks(
    "nurse nurse_self",
    "nurse mother",
    "nurse neighbour",
    "nurse cousin",
    "nurse ex",
    "clerk ex",
    "nurse homeless",
    "float homeless",
    "float cousin",
    "clerk namesake",
    "clerk nurse_self",
)


def switched(build, flag: str, is_on: bool, **tables: str) -> set[tuple[str, str]]:
    """Which episodes bear the flag once it is switched on or off?"""
    engine = build(only={"access_episode", flag}, **tables)
    engine.run("update access_flag set is_on = ? where flag = ?", [is_on, flag])
    found = engine.read(marked(flag))
    return {(row["user_id"], row["patient_id"]) for row in found.iter_rows(named=True) if row["is_marked"]}


@pytest.mark.parametrize(
    ("flag", "found"),
    [
        ("own_record", {("nurse", "nurse_self")}),
        ("same_household", {("nurse", "mother")}),
        ("same_block", {("nurse", "mother"), ("nurse", "neighbour")}),
        ("same_last_name", {("nurse", "cousin"), ("float", "cousin")}),
        ("same_telephone", {("nurse", "ex")}),
    ],
)
def test_what_user_and_patient_share_is_found_and_nothing_else(build, flag, found):
    """
    One's own record is no household's and no namesake's; no address and no name are never the same as none.

    Three Smiths are no rare name: a name counts where at most two, or 0.2 % of all, bear it. A user's telephone is
    known from the user's own record as a patient.
    """
    assert switched(build, flag, True, access_event=EVERYBODY, **FOLK) == found


@pytest.mark.parametrize("flag", ["same_last_name", "same_block"])
def test_names_and_blocks_mark_nobody_until_a_site_switches_them_on(spec, flag):
    spec(
        **FOLK,
        access_event=EVERYBODY,
        ask=f"select count(*) as marked from {flag}",
        expect="marked\n0",
    )


@pytest.mark.parametrize(("flag", "found"), [("same_last_name", 2), ("same_block", 2), ("same_household", 1)])
def test_the_site_s_own_switch_stands_above_what_a_flag_begins_with(build, flag, found):
    """On marks the planted namesakes and neighbours, off marks nobody, and no other flag is touched."""
    for is_on, marked_then in (("true", found), ("false", 0)):
        engine = build(
            only={"access_episode", "access_flag", flag},
            flag_switch=f"flag | is_on | decided_by | decided_on\n{flag} | {is_on} | Privacy Officer | 2026-05-01",
            access_event=EVERYBODY,
            **FOLK,
        )
        assert engine.value(f"select count(*) from {flag}") == marked_then
        others = f"access_flag.flag <> '{flag}' and access_flag.is_on <> flag_default.is_on"
        assert engine.value(f"select count(*) from access_flag join flag_default using (flag) where {others}") == 0


@pytest.mark.parametrize("flag", ["own_record", "same_household", "coworker"])
def test_a_flag_switched_off_finds_none_of_what_it_found(build, flag):
    tables = FOLK | {
        "access_event": looks("nurse nurse_self", "nurse mother", "nurse colleague"),
        "assignment": "user_id | department | assigned_from\nnurse | ward | 2026-01-01\nclerk | WARD | 2026-01-01",
    }
    assert len(switched(build, flag, True, **tables)) == 1
    assert not switched(build, flag, False, **tables)


def test_one_s_own_record_is_known_by_either_account_without_a_workforce_list(spec):
    """The contact list names a login; the accesses were made under the other one."""
    spec(
        user_account="login | user_id\nN1 | nurse\nN2 | nurse",
        patient_contact="patient_id | workforce_user_id\nann | N2\nbob | other",
        access_event="""
            event_id | opened_at           | login | patient_id
            1        | 2026-04-10 12:00:00 | N1    | ann
            2        | 2026-04-10 12:00:00 | N1    | bob
        """,
        ask=marked("own_record"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            nurse   | ann        | 2026-04-10 | true
            nurse   | bob        | 2026-04-10 | false
        """,
    )


def test_a_patient_who_works_in_a_department_of_the_user_s_is_a_coworker(spec):
    """By the assignments of both; one's own record is no coworker's."""
    spec(
        assignment="""
            user_id | department | assigned_from
            nurse   | ward       | 2026-01-01
            doctor  | WARD       | 2026-01-01
            clerk   | desk       | 2026-01-01
        """,
        patient_contact="patient_id | workforce_user_id\nann | doctor\nbob | clerk\nown | nurse\ncarl |",
        access_event=looks("nurse ann", "nurse bob", "nurse own", "nurse carl", "clerk ann"),
        ask=marked("coworker"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            nurse   | ann        | 2026-04-10 | true
            nurse   | bob        | 2026-04-10 | false
            nurse   | own        | 2026-04-10 | false
            nurse   | carl       | 2026-04-10 | false
            clerk   | ann        | 2026-04-10 | false
        """,
    )


def test_a_patient_at_a_colleague_s_address_is_of_a_coworker_s_household(spec):
    """Not at the address of somebody of another department, and not the colleague's home of oneself."""
    spec(
        assignment="""
            user_id | department | assigned_from
            nurse   | ward       | 2026-01-01
            doctor  | WARD       | 2026-01-01
            clerk   | desk       | 2026-01-01
        """,
        workforce_member="user_id | address_key\nnurse | elm st/12\ndoctor | oak st/3\nclerk | fir st/5",
        patient_contact="patient_id | address_key\nann | oak st/3\nbob | fir st/5\ncarl | elm st/12\ndora |",
        access_event=looks("nurse ann", "nurse bob", "nurse carl", "nurse dora", "doctor carl", "clerk ann"),
        ask=marked("coworker_household"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            nurse   | ann        | 2026-04-10 | true
            nurse   | bob        | 2026-04-10 | false
            nurse   | carl       | 2026-04-10 | false
            nurse   | dora       | 2026-04-10 | false
            doctor  | carl       | 2026-04-10 | true
            clerk   | ann        | 2026-04-10 | false
        """,
    )


def test_a_protected_patient_is_marked_under_each_of_her_ids(spec):
    spec(
        patient="patient_id | person_id\na1 | ann\na2 | ann",
        patient_contact="patient_id | is_protected\na2 | true\nbob | false",
        access_event=looks("nurse a1", "nurse bob", "nurse carl"),
        ask=marked("protected_patient"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            nurse   | a1         | 2026-04-10 | true
            nurse   | bob        | 2026-04-10 | false
            nurse   | carl       | 2026-04-10 | false
        """,
    )


def test_two_of_one_household_without_a_reason_on_one_day(spec):
    """Not one alone, not two homes, not on two days, and not where one of the two looks had a reason."""
    spec(
        patient_contact="""
            patient_id | address_key
            ann        | elm st/12
            abe        | elm st/12
            bob        | oak st/3
            carl       |
            dora       |
        """,
        care_record="""
            record_id | kind      | patient_id | user_id | starts_at
            r1        | encounter | ann        | doctor  | 2026-04-10 10:00:00
        """,
        access_event="""
            event_id | opened_at           | user_id | patient_id
            1        | 2026-04-10 12:00:00 | nurse   | ann
            2        | 2026-04-10 12:10:00 | nurse   | abe
            3        | 2026-04-10 12:20:00 | nurse   | bob
            4        | 2026-04-10 12:00:00 | clerk   | ann
            5        | 2026-04-11 12:00:00 | clerk   | abe
            6        | 2026-04-10 12:00:00 | doctor  | ann
            7        | 2026-04-10 12:10:00 | doctor  | abe
            8        | 2026-04-10 12:00:00 | guard   | carl
            9        | 2026-04-10 12:10:00 | guard   | dora
        """,
        ask=marked("whole_household"),
        expect="""
            user_id | patient_id | worked_on  | is_marked
            nurse   | ann        | 2026-04-10 | true
            nurse   | abe        | 2026-04-10 | true
            nurse   | bob        | 2026-04-10 | false
            clerk   | ann        | 2026-04-10 | false
            clerk   | abe        | 2026-04-11 | false
            doctor  | ann        | 2026-04-10 | false
            doctor  | abe        | 2026-04-10 | false
            guard   | carl       | 2026-04-10 | false
            guard   | dora       | 2026-04-10 | false
        """,
    )


def test_one_patient_under_two_ids_is_no_whole_household(spec):
    spec(
        patient="patient_id | person_id\na1 | ann\na2 | ann",
        patient_contact="patient_id | address_key\na1 | elm st/12\na2 | elm st/12",
        care_record="record_id | kind | patient_id | starts_at\nr1 | encounter | bob | 2026-04-10 10:00:00",
        access_event=looks("nurse a1", "nurse a2"),
        ask=marked("whole_household"),
        expect="user_id | patient_id | worked_on | is_marked\nnurse | a1 | 2026-04-10 | false",
    )
