"""How a refusal is decided and told: on which conditions, by whom, in writing, in time, with each element, with the rest given."""
# ruff: noqa: E501 - a table is as wide as its words

import pytest

ACCESS = """
    request_id | requester_kind | legal_path    | received_on | status
    1          | patient        | access        | 2026-03-01  | denied
    2          | patient        | access        | 2026-03-01  | denied
    3          | patient        | access        | 2026-03-01  | denied
    4          | attorney       | authorization | 2026-03-01  | denied
"""


def test_psychotherapy_notes_are_notes_kept_apart(spec):
    """45 CFR 164.501: progress notes in the chart are none."""
    spec(
        request=ACCESS,
        request_item="""
            request_id | item_no | record_set          | notes_kept_separate | outcome
            1          | 1       | psychotherapy_notes | false               | denied
            2          | 1       | psychotherapy_notes | true                | denied
            3          | 1       | psychotherapy_notes |                     | denied
            4          | 1       | psychotherapy_notes | false               | denied
        """,
        denial="""
            denial_id | request_id | ground | denied_on
            d1        | 1          | U1     | 2026-03-10
            d2        | 2          | U1     | 2026-03-10
            d3        | 3          | U1     | 2026-03-10
            d4        | 4          | U1     | 2026-03-10
        """,
        ask="select case_id, verdict, law_rule, facts from psychotherapy_notes_not_separate",
        expect="""
            case_id | verdict        | law_rule              | facts
            d1      | apparent       | us-ground-u1-separate | Denied 2026-03-10 as psychotherapy notes, and the log says that they were not kept apart.
            d3      | not_assessable | us-ground-u1-separate | request_item.notes_kept_separate is blank or not in the log: whether they were psychotherapy notes cannot be told.
        """,
    )


@pytest.mark.parametrize(
    ("ground", "law_rule"),
    [
        ("U2", "us-ground-u2-correctional"),
        ("U3", "us-ground-evidence"),
        ("U4", "us-ground-u4-privacy-act"),
        ("U5", "us-ground-evidence"),
        ("R2", "us-ground-evidence"),
    ],
)
def test_a_ground_whose_facts_no_log_holds_is_to_be_checked(spec, ground, law_rule):
    """45 CFR 164.524(a)(2)(ii)-(v), (a)(3)(ii). The same word on an authorization binds nobody."""
    spec(
        request=ACCESS,
        denial=f"denial_id | request_id | ground | denied_on\nd1 | 1 | {ground} | 2026-03-10\nd4 | 4 | {ground} | 2026-03-10\nd2 | 2 | R1 | 2026-03-10",
        ask="select case_id, verdict, law_rule, facts from ground_without_conditions",
        expect=f"case_id | verdict | law_rule | facts\nd1 | check | {law_rule} | Denied 2026-03-10, ground recorded: {ground}. The facts it rests on are not in the log.",
    )


def test_harm_by_a_representative_needs_a_representative_who_asks(spec):
    """45 CFR 164.524(a)(3)(iii)."""
    spec(
        request="""
            request_id | requester_kind | legal_path | received_on
            1          | patient        | access     | 2026-03-01
            2          | guardian       | access     | 2026-03-01
            3          |                | access     | 2026-03-01
        """,
        denial="denial_id | request_id | ground | denied_on\nd1 | 1 | R3 | 2026-03-10\nd2 | 2 | R3 | 2026-03-10\nd3 | 3 | R3 | 2026-03-10",
        ask="select case_id, verdict, law_rule, facts from ground_without_conditions",
        expect="""
            case_id | verdict        | law_rule                    | facts
            d1      | apparent       | us-ground-r3-representative | Denied 2026-03-10 for harm by a representative, and the patient asked.
            d3      | not_assessable | us-ground-r3-representative | request.requester_kind is unknown: whether a personal representative asked cannot be told.
        """,
    )


def test_a_reviewable_ground_needs_a_licensed_professional(spec):
    """45 CFR 164.524(a)(3). An unreviewable ground does not."""
    spec(
        request=ACCESS,
        denial="""
            denial_id | request_id | ground | denied_on  | decider_is_licensed
            d1        | 1          | R1     | 2026-03-10 | false
            d2        | 2          | R2     | 2026-03-10 | true
            d3        | 3          | R3     | 2026-03-10 |
            d5        | 3          | U1     | 2026-03-10 | false
        """,
        ask="select case_id, verdict, law_rule, facts from denial_without_licensed_decider",
        expect="""
            case_id | verdict        | law_rule           | facts
            d1      | apparent       | us-licensed-decider | Denied 2026-03-10 on ground R1, decided by someone not licensed as the log says.
            d3      | not_assessable | us-licensed-decider | denial.decider_is_licensed is blank or not in the log: who decided cannot be told.
        """,
    )


def test_a_refusal_is_told_in_writing(spec):
    """45 CFR 164.524(b)(2)(i)(B). Request 3 was logged as denied, and has no denial of its own; 5 has until 30 July."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  |              | denied
            2          | access     | 2026-03-01  |              | denied
            3          | access     | 2026-03-01  | 2026-03-12   | denied
            4          |            | 2026-03-01  |              | denied
            5          | access     | 2026-06-30  |              | denied
            6          | access     | 2026-03-01  |              | denied
        """,
        denial="""
            denial_id | request_id | ground | denied_on  | notice_sent_on
            d1        | 1          | R1     | 2026-03-10 |
            d2        | 2          | R1     | 2026-03-10 | 2026-03-11
            d4        | 4          | R1     | 2026-03-10 |
            d5        | 5          | R1     | 2026-06-30 |
            d6        | 6          | R1     | 2026-03-10 |
        """,
        correspondence="request_id | kind | sent_on\n6 | denial | 2026-03-12",
        ask="select case_id, verdict, law_rule, facts from denial_without_notice",
        expect="""
            case_id  | verdict        | law_rule      | facts
            d1       | apparent       | us-notice-dn1 | Refused 2026-03-10, no written denial when last seen 2026-06-30.
            3/denied | apparent       | us-notice-dn1 | Refused 2026-03-12, no written denial when last seen 2026-06-30.
            d4       | not_assessable | us-notice-dn1 | request.legal_path is unknown: whether a written denial was due cannot be told.
        """,
    )
    spec(
        request="request_id | legal_path | received_on\n1 | access | 2026-03-01",
        denial="denial_id | request_id | ground | denied_on\nd1 | 1 | R1 | 2026-03-10",
        ask="select case_id, verdict, facts from denial_without_notice",
        expect="""
            case_id | verdict        | facts
            d1      | not_assessable | denial.notice_sent_on is not in the log: whether it was told in writing cannot be told.
        """,
    )


def test_a_denial_is_told_by_the_due_day(spec):
    """45 CFR 164.524(b)(2)(i): day 30 is in time. 22 TAC 165.2(c), a Texas physician: 15 business days, medium, so to be checked."""
    spec(
        provider="provider_id | state | kind\np1 | DE | hospital\np2 | TX | doctors_office",
        request="""
            provider_id | request_id | requester_kind | legal_path | received_on | status
            p1          | 1          | patient        | access     | 2026-03-01  | denied
            p1          | 2          | patient        | access     | 2026-03-01  | denied
            p1          | 3          |                |            | 2026-03-01  | denied
            p2          | 4          | patient        | access     | 2026-03-02  | denied
            p2          | 5          | patient        | access     | 2026-03-02  | denied
        """,
        denial="""
            provider_id | denial_id | request_id | ground | is_whole | notice_sent_on
            p1          | d1        | 1          | R1     | true     | 2026-04-01
            p1          | d2        | 2          | R1     | true     | 2026-03-31
            p1          | d3        | 3          | R1     | true     | 2026-04-01
            p2          | d4        | 4          | R1     | true     | 2026-03-24
            p2          | d5        | 5          | R1     | true     | 2026-03-23
        """,
        ask="select case_id, verdict, law_rule, facts from denial_notice_late",
        expect="""
            case_id | verdict        | law_rule                  | facts
            d1      | apparent       | us-access-deadline        | Received 2026-03-01, due 2026-03-31, denied in writing 2026-04-01, days late: 1.
            d3      | not_assessable |                           | request.legal_path is unknown: whether a deadline binds cannot be told.
            d4      | check          | tx-denial-notice-deadline | Received 2026-03-02, due 2026-03-23, denied in writing 2026-03-24, days late: 1.
        """,
    )


@pytest.mark.parametrize("element", ["DN1", "DN2", "DN3", "DN4", "DN5", "DN6", "DN7"])
def test_each_element_of_a_written_denial(spec, element):
    """45 CFR 164.524(d). Missing is apparent; present or not required is in order; not recorded cannot be judged."""
    law_rule = f"us-notice-{element.lower()}"
    spec(
        request=ACCESS,
        denial="""
            denial_id | request_id | ground | notice_sent_on | is_whole
            d1        | 1          | R1     | 2026-03-10     | false
            d2        | 2          | R1     | 2026-03-10     | false
            d3        | 3          | R1     | 2026-03-10     | false
        """,
        denial_notice_element=f"""
            denial_id | element   | state
            d1        | {element} | missing
            d2        | {element} | present
            d3        | {element} | not_recorded
        """,
        ask=f"select case_id, verdict, facts from denial_notice_incomplete where law_rule = '{law_rule}'",
        expect=f"""
            case_id      | verdict        | facts
            d1/{element} | apparent       | Denied in writing 2026-03-10, {element} is missing.
            d3/{element} | not_assessable | denial_notice_element.state is not recorded for {element} of the denial of 2026-03-10.
        """,
    )


def test_a_log_without_elements_cannot_show_a_missing_one(spec):
    """One row a denial. The words on a review belong to a reviewable ground only."""
    spec(
        request=ACCESS,
        denial="denial_id | request_id | ground | notice_sent_on\nd1 | 1 | U1 | 2026-03-10",
        ask="select case_id, verdict, facts from denial_notice_incomplete",
        expect="""
            case_id | verdict        | facts
            d1      | not_assessable | denial_notice_element.state is not in the log: what the denial of 2026-03-10 says cannot be told.
        """,
    )
    spec(
        request=ACCESS,
        denial="denial_id | request_id | ground | notice_sent_on\nd1 | 1 | U1 | 2026-03-10",
        denial_notice_element="denial_id | element | state\nd1 | DN3 | missing",
        ask="select count(*) as findings from denial_notice_incomplete where law_rule = 'us-notice-dn3'",
        expect="findings\n0",
    )


def test_a_part_refused_leaves_the_rest_owed(spec):
    """45 CFR 164.524(d)(1). Of request 2 something was given; request 3 was refused as a whole; of request 5 nothing is owed."""
    spec(
        request="""
            request_id | legal_path | received_on | status
            1          | access     | 2026-03-01  | open
            2          | access     | 2026-03-01  | open
            3          | access     | 2026-03-01  | denied
            5          | access     | 2026-03-01  | open
        """,
        request_item="""
            request_id | item_no | outcome
            1          | 1       | denied
            1          | 2       | pending
            2          | 1       | denied
            2          | 2       | pending
            5          | 1       | denied
            5          | 2       | not_held
        """,
        denial="""
            denial_id | request_id | item_no | ground | denied_on  | is_whole
            d1        | 1          | 1       | U1     | 2026-03-10 | false
            d2        | 2          | 1       | U1     | 2026-03-10 | false
            d3        | 3          |         | U1     | 2026-03-10 | true
            d5        | 5          | 1       | U1     | 2026-03-10 | false
        """,
        delivery="request_id | sent_on | is_complete\n2 | 2026-03-20 | false",
        ask="select case_id, verdict, law_rule, facts from partial_denial_gave_nothing",
        expect="""
            case_id | verdict  | law_rule          | facts
            d1      | apparent | us-partial-denial | A part denied 2026-03-10, due 2026-03-31, nothing of the rest given when last seen 2026-06-30.
        """,
    )
    spec(
        request="request_id | legal_path | received_on | status\n1 | access | 2026-03-01 | open",
        denial="denial_id | request_id | ground | denied_on | is_whole\nd1 | 1 | U1 | 2026-03-10 | false",
        ask="select case_id, verdict, facts from partial_denial_gave_nothing",
        expect="""
            case_id | verdict        | facts
            d1      | not_assessable | delivery.sent_on is not in the log: whether the rest was given cannot be told.
        """,
    )
