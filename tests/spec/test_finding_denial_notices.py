"""How a denial is told: in writing, in time, with each thing it must say, and with the rest of the record."""
# ruff: noqa: E501 - a table is as wide as its words

import pytest

ONE = "request_id | legal_path | received_on | status\n1 | access | 2026-03-01 | denied"


def test_a_denial_is_told_in_writing(spec):
    """
    45 CFR 164.524(b)(2)(i)(B), (d)(2): by the day the answer is due. A letter of denial is a notice too.

    Request 4 has until 30 July. A whole record handed over in time leaves no denial; one handed over later is to be
    checked, and so is a denial that only the status of request 7 tells of.
    """
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  |              | denied
            2          | access     | 2026-03-01  |              | denied
            3          | access     | 2026-03-01  |              | denied
            4          | access     | 2026-06-30  |              | denied
            5          | access     | 2026-03-01  |              | fulfilled
            6          | access     | 2026-03-01  |              | fulfilled
            7          | access     | 2026-03-01  | 2026-03-12   | denied
            8          | directive  | 2026-03-01  |              | denied
        """,
        denial="""
            denial_id | request_id | ground   | denied_on  | notice_sent_on
            d1        | 1          | X_MOTIVE | 2026-03-10 |
            d2        | 2          | X_MOTIVE | 2026-03-10 | 2026-03-11
            d3        | 3          | X_MOTIVE | 2026-03-10 |
            d4        | 4          | X_MOTIVE | 2026-06-30 |
            d5        | 5          | X_MOTIVE | 2026-03-10 |
            d6        | 6          | X_MOTIVE | 2026-03-10 |
            d8        | 8          | X_MOTIVE | 2026-03-10 |
        """,
        correspondence="request_id | kind | sent_on\n3 | denial | 2026-03-12",
        delivery="request_id | sent_on | is_complete\n5 | 2026-03-31 | true\n6 | 2026-04-01 | true",
        ask="select case_id, verdict, law_rule, facts from denial_without_notice",
        expect="""
            case_id  | verdict  | law_rule      | facts
            d1       | apparent | us-notice-dn1 | Denied 2026-03-10, to be told in writing by 2026-03-31, no written denial in the log when last seen 2026-06-30.
            d6       | check    | us-notice-dn1 | Denied 2026-03-10, to be told in writing by 2026-03-31, no written denial in the log when last seen 2026-06-30, the record handed over 2026-04-01.
            7/denied | check    | us-notice-dn1 | Denied 2026-03-12, to be told in writing by 2026-03-31, no written denial in the log when last seen 2026-06-30.
        """,
    )


def test_where_only_letters_are_logged_a_missing_one_is_to_be_checked(spec):
    """A letter may be sent and not logged. One of unknown kind may be the denial; one without a day is a notice all the same."""
    spec(
        request="request_id | legal_path | received_on\n1 | access | 2026-03-01\n2 | access | 2026-03-01\n3 | access | 2026-03-01",
        denial="denial_id | request_id | denied_on\nd1 | 1 | 2026-03-10\nd2 | 2 | 2026-03-10\nd3 | 3 | 2026-03-10",
        correspondence="request_id | kind | sent_on\n1 | acknowledgement | 2026-03-02\n2 | | 2026-03-12\n3 | denial |",
        ask="denial_without_notice",
        expect="""
            case_id | verdict        | missing
            d1      | check          |
            d2      | not_assessable | correspondence.kind
        """,
    )


def test_a_log_without_notices_or_legal_path_cannot_show_that_none_was_sent(spec):
    """45 CFR 164.524(b)(2)(i)(B). A provider that stopped sending before the due day is not seen to have sent none."""
    spec(
        request="request_id | legal_path | received_on\n1 | access | 2026-03-01\n2 | | 2026-03-01",
        denial="denial_id | request_id | denied_on\nd1 | 1 | 2026-03-10\nd2 | 2 | 2026-03-10",
        ask="denial_without_notice",
        expect="""
            case_id | verdict        | missing
            d1      | not_assessable | denial.notice_sent_on
            d2      | not_assessable | request.legal_path
        """,
    )
    spec(
        request="request_id | legal_path | received_on | extracted_on\n1 | access | 2026-03-01 | 2026-03-31\n2 | access | 2026-06-01 | 2026-06-30",
        denial="denial_id | request_id | denied_on | notice_sent_on | extracted_on\nd1 | 1 | 2026-03-10 | | 2026-03-31",
        ask="select case_id, verdict, facts from denial_without_notice",
        expect="""
            case_id | verdict        | facts
            d1      | not_assessable | Denied 2026-03-10, last seen 2026-03-31, not after the due day: no extract since tells more.
        """,
    )


def test_a_denial_is_told_by_the_due_day(spec):
    """
    45 CFR 164.524(b)(2)(i)(B): day 30 is in time. A denial of one item has the same time as one of all.

    What was handed over whole by then was not denied. The notice of request 5 has no day.
    """
    spec(
        request="""
            request_id | legal_path | received_on | status
            1          | access     | 2026-03-01  | denied
            2          | access     | 2026-03-01  | denied
            3          | access     | 2026-03-01  | fulfilled_partly
            4          | access     | 2026-03-01  | fulfilled
            5          | access     | 2026-03-01  | denied
            6          |            | 2026-03-01  | denied
            7          | access     | 2026-04-10  | denied
        """,
        denial="""
            denial_id | request_id | item_no | denied_on  | notice_sent_on
            d1        | 1          |         | 2026-03-10 | 2026-04-01
            d2        | 2          |         | 2026-03-10 | 2026-03-31
            d3        | 3          | 1       | 2026-03-10 | 2026-04-07
            d4        | 4          |         | 2026-03-10 | 2026-04-07
            d5        | 5          |         | 2026-03-10 |
            d6        | 6          |         | 2026-03-10 | 2026-04-01
            d7        | 7          |         | 2026-04-01 | 2026-04-01
        """,
        correspondence="request_id | kind | sent_on\n5 | denial |",
        delivery="request_id | sent_on | is_complete\n3 | 2026-03-20 | true\n4 | 2026-03-20 | true",
        ask="select case_id, verdict, law_rule, facts from denial_notice_late",
        expect="""
            case_id | verdict        | law_rule      | facts
            d1      | apparent       | us-notice-dn1 | Received 2026-03-01, due 2026-03-31, denied in writing 2026-04-01, days late: 1.
            d3      | apparent       | us-notice-dn1 | Received 2026-03-01, due 2026-03-31, denied in writing 2026-04-07, days late: 7.
            d5      | not_assessable | us-notice-dn1 | correspondence.sent_on is blank: when the denial was told in writing cannot be said.
            d6      | not_assessable |               | request.legal_path is unknown: whether a denial had a day to be told by cannot be said.
            d7      | not_assessable | us-notice-dn1 | request.received_on is known to the month only or lies after the notice: whether it was in time cannot be said.
        """,
    )


def test_a_state_may_have_a_time_for_denials_of_its_own(spec):
    """22 TAC 165.2(c): a Texas physician has 15 business days. The source is of medium certainty, so it is to be checked."""
    spec(
        provider="provider_id | state | kind\np1 | TX | doctors_office",
        request="""
            request_id | requester_kind | legal_path | received_on
            1          | patient        | access     | 2026-03-02
            2          | patient        | access     | 2026-03-02
            3          | guardian       | access     | 2026-03-02
        """,
        denial="""
            denial_id | request_id | denied_on  | notice_sent_on
            d1        | 1          | 2026-03-10 | 2026-03-24
            d2        | 2          | 2026-03-10 | 2026-03-23
            d3        | 3          | 2026-03-10 | 2026-03-24
        """,
        ask="denial_notice_late",
        expect="""
            case_id  | verdict | law_rule                  | counted_on
            d1/state | check   | tx-denial-notice-deadline | 2026-03-23
        """,
    )


@pytest.mark.parametrize(
    ("element", "verdict", "words"),
    [
        ("DN1", "apparent", "plain words in writing"),
        ("DN2", "apparent", "the basis of the denial"),
        ("DN3", "apparent", "the right to a review and how to use it"),
        ("DN4", "apparent", "how to complain to the provider, with a name or title and a telephone"),
        ("DN5", "apparent", "how to complain to the Secretary"),
        ("DN6", "check", "the rest of what was asked for"),
        ("DN7", "check", "where else to ask"),
    ],
)
def test_each_thing_a_written_denial_must_hold(spec, element, verdict, words):
    """
    45 CFR 164.524(d)(1)-(3). To what extent the rest can be given, and who else holds a record, is for a person to look at.

    Item 2, which d3 refuses, is not held; the legal path of request 2 is unknown.
    """
    spec(
        request="request_id | legal_path | received_on\n1 | access | 2026-03-01\n2 | | 2026-03-01",
        request_item="request_id | item_no | outcome\n1 | 1 | denied\n1 | 2 | not_held",
        denial="""
            denial_id | request_id | item_no | ground | notice_sent_on
            d1        | 1          | 1       | R1     | 2026-03-10
            d2        | 1          | 1       | R1     | 2026-03-10
            d3        | 1          | 2       | R1     | 2026-03-10
            d4        | 2          | 1       | R1     | 2026-03-10
        """,
        denial_notice_element=f"""
            denial_id | element   | state
            d1        | {element} | missing
            d2        | {element} | present
            d3        | {element} | not_recorded
            d4        | {element} | missing
        """,
        ask=f"select case_id, verdict, missing, facts from denial_notice_incomplete where law_rule = 'us-notice-{element.lower()}' and verdict is not null",
        expect=f"""
            case_id      | verdict        | missing                     | facts
            d1/{element} | {verdict}      |                             | Denial of 2026-03-10, logged as missing: {words} ({element}).
            d3/{element} | not_assessable | denial_notice_element.state | denial_notice_element.state is blank or not in the log: whether the denial says what it must ({element}) cannot be told.
            d4/{element} | not_assessable | request.legal_path          | request.legal_path is blank or not in the log: whether the denial says what it must ({element}) cannot be told.
        """,
    )


def test_what_a_denial_need_not_say(spec):
    """Who is refused on an unreviewable ground has no review (d2); who is refused everything has no rest to be given (d3)."""
    spec(
        request=ONE,
        denial="""
            denial_id | request_id | item_no | ground | is_whole | notice_sent_on
            d1        | 1          | 1       |        |          | 2026-03-10
            d2        | 1          | 1       | U1     | false    | 2026-03-10
            d3        | 1          |         | R1     | true     | 2026-03-10
            d4        | 1          |         | R1     | true     | 2026-03-10
        """,
        denial_notice_element="""
            denial_id | element | state
            d1        | DN3     | missing
            d2        | DN3     | missing
            d3        | DN6     | missing
            d3        | DN7     | not_required
            d4        | DN3     | not_required
        """,
        ask="select case_id, verdict, missing from denial_notice_incomplete where law_rule in ('us-notice-dn3', 'us-notice-dn7') or (law_rule = 'us-notice-dn6' and missing is null)",
        expect="""
            case_id | verdict        | missing
            d1/DN3  | not_assessable | denial.ground
            d3/DN3  | not_assessable | denial_notice_element.state
            d4/DN3  | not_assessable | denial_notice_element.state
        """,
    )


def test_a_denial_of_which_no_element_is_logged_is_one_row(spec):
    """Whether it says what 45 CFR 164.524(d) demands cannot be told; a denial told to nobody is another question."""
    spec(
        request=ONE,
        denial="denial_id | request_id | ground | denied_on | notice_sent_on\nd1 | 1 | R1 | 2026-03-10 | 2026-03-11\nd2 | 1 | R1 | 2026-03-10 |",
        ask="select case_id, verdict, law_rule, facts from denial_notice_incomplete",
        expect="""
            case_id | verdict        | law_rule | facts
            d1      | not_assessable |          | denial_notice_element.state is blank or not in the log: whether the denial says what it must cannot be told.
        """,
    )


def test_what_is_not_denied_is_given(spec):
    """
    45 CFR 164.524(d)(1): the rest as far as possible, so a person must look. A part of the rest is something (request 2).

    Request 3 has until 30 July; of request 4 no rest is held; request 5 was refused whole; request 6 was withdrawn.
    """
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  |              | open
            2          | access     | 2026-03-01  |              | open
            3          | access     | 2026-06-30  |              | open
            4          | access     | 2026-03-01  |              | open
            5          | access     | 2026-03-01  |              | denied
            6          | access     | 2026-03-01  | 2026-03-15   | withdrawn
            7          | access     | 2026-03-01  |              |
        """,
        request_item="""
            request_id | item_no | outcome
            1          | 1       | denied
            1          | 2       | pending
            2          | 1       | denied
            2          | 2       | pending
            2          | 3       | pending
            3          | 1       | denied
            3          | 2       | pending
            4          | 1       | denied
            4          | 2       | not_held
            5          | 1       | denied
            6          | 1       | denied
            6          | 2       | pending
            7          | 1       | pending
        """,
        denial="""
            denial_id | request_id | item_no | denied_on
            d1        | 1          | 1       | 2026-03-10
            d2        | 2          | 1       | 2026-03-10
            d3        | 3          | 1       | 2026-06-30
            d4        | 4          | 1       | 2026-03-10
            d5        | 5          |         | 2026-03-10
            d6        | 6          | 1       | 2026-03-10
            d7        | 7          |         | 2026-03-10
        """,
        delivery="request_id | sent_on | is_complete\n2 | 2026-03-20 | false",
        ask="select case_id, verdict, missing, facts from partial_denial_gave_nothing",
        expect="""
            case_id | verdict        | missing         | facts
            d1      | check          |                 | A part denied 2026-03-10, due 2026-03-31, nothing of the rest given when last seen 2026-06-30.
            d7      | not_assessable | denial.is_whole | denial.is_whole is unknown, too old or not in the log: whether the rest was given cannot be told.
        """,
    )


def test_a_log_without_deliveries_or_items_cannot_show_that_nothing_was_given(spec):
    """45 CFR 164.524(d)(1)."""
    spec(
        request="request_id | legal_path | received_on | status\n1 | access | 2026-03-01 | open\n2 | | 2026-03-01 | open",
        denial="denial_id | request_id | denied_on | is_whole\nd1 | 1 | 2026-03-10 | false\nd2 | 2 | 2026-03-10 | false",
        ask="partial_denial_gave_nothing",
        expect="""
            case_id | verdict        | missing
            d1      | not_assessable | delivery.sent_on
            d2      | not_assessable | request.legal_path
        """,
    )
