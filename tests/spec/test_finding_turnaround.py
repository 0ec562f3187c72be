"""answered_late and past_due: each with what offends, what nearly does, and what cannot be judged."""
# ruff: noqa: E501 - a table is as wide as its words

LATE = "select case_id, verdict, law_rule, citation, counted_on from answered_late"
OPEN = "select case_id, verdict, law_rule, counted_on from past_due"


def test_day_30_is_in_time_and_day_31_is_late(spec):
    """45 CFR 164.524(b)(2)(i). A weekend moves nothing: 2026-05-30 is a Saturday, and the Monday after is late."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  | 2026-03-31   | fulfilled
            2          | access     | 2026-03-01  | 2026-04-01   | fulfilled
            3          | access     | 2026-04-30  | 2026-06-01   | fulfilled
            4          | access     | 2026-03-01  | 2026-04-10   | duplicate
            5          | access     | 2026-03-01  | 2026-04-10   | withdrawn
        """,
        ask=LATE,
        expect="""
            case_id | verdict  | law_rule           | citation             | counted_on
            2       | apparent | us-access-deadline | 45 CFR 164.524(b)(2) | 2026-03-31
            3       | apparent | us-access-deadline | 45 CFR 164.524(b)(2) | 2026-05-30
        """,
    )


def test_a_valid_extension_saves_a_late_notice_does_not(spec):
    """45 CFR 164.524(b)(2)(ii): the notice of request 2 came on day 31."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  | 2026-04-30   | fulfilled
            2          | access     | 2026-03-01  | 2026-04-30   | fulfilled
            3          | access     | 2026-03-01  | 2026-05-01   | fulfilled
        """,
        extension="""
            request_id | notified_on | reason  | promised_on
            1          | 2026-03-31  | backlog | 2026-04-30
            2          | 2026-04-01  | backlog | 2026-04-30
            3          | 2026-03-31  | backlog | 2026-04-30
        """,
        ask="select case_id, verdict, facts from answered_late",
        expect="""
            case_id | verdict  | facts
            2       | apparent | Received 2026-03-01, due 2026-03-31 (45 CFR 164.524(b)(2)), logged as completed 2026-04-30, days late: 30. The notice of extension of 2026-04-01 came after the due day and does not count.
            3       | apparent | Received 2026-03-01, due 2026-04-30 (45 CFR 164.524(b)(2)), logged as completed 2026-05-01, days late: 1. Extended by the notice of 2026-03-31.
        """,
    )


def test_after_californias_day_check_after_both_days_apparent(spec):
    """Cal. HSC 123110(b) was seen in force on the day of the survey, so earlier requests are a matter to check; the federal day is not."""
    spec(
        provider="provider_id | state\np1 | CA",
        request="""
            request_id | legal_path | is_written | received_on | completed_on | status
            1          | access     | true       | 2026-03-01  | 2026-03-16   | fulfilled
            2          | access     | true       | 2026-03-01  | 2026-03-17   | fulfilled
            3          | access     | true       | 2026-03-01  | 2026-04-02   | fulfilled
        """,
        ask="select case_id, verdict, citation, facts from answered_late",
        expect="""
            case_id | verdict  | citation             | facts
            2       | check    | Cal. HSC 123110(b)   | Received 2026-03-01, due 2026-03-16 (Cal. HSC 123110(b)) and 2026-03-31 (45 CFR 164.524(b)(2)), logged as completed 2026-03-17, days late: 1.
            3       | apparent | 45 CFR 164.524(b)(2) | Received 2026-03-01, due 2026-03-16 (Cal. HSC 123110(b)) and 2026-03-31 (45 CFR 164.524(b)(2)), logged as completed 2026-04-02, days late: 2.
        """,
    )


def test_washington_after_the_date_of_its_source_is_apparent(spec):
    """RCW 70.02.080(1), seen in force on 2026-02-15: a request before that day is a matter to check."""
    spec(
        provider="provider_id | state\np1 | WA",
        request="""
            request_id | requester_kind | is_written | received_on | completed_on | status
            1          | patient        | true       | 2026-01-05  | 2026-01-28   | fulfilled
            2          | patient        | true       | 2026-05-15  | 2026-06-09   | fulfilled
            3          | patient        | true       | 2026-05-15  | 2026-06-08   | fulfilled
        """,
        ask=LATE,
        expect="""
            case_id | verdict  | law_rule           | citation         | counted_on
            1       | check    | wa-access-deadline | RCW 70.02.080(1) | 2026-01-27
            2       | apparent | wa-access-deadline | RCW 70.02.080(1) | 2026-06-08
        """,
    )


def test_a_late_directive_is_for_checking_and_an_authorization_is_never_late(spec):
    """45 CFR 164.524(c)(3)(ii); 164.508 sets no clock."""
    spec(
        request="""
            request_id | legal_path    | received_on | completed_on | status
            1          | directive     | 2026-03-01  | 2026-04-10   | fulfilled
            2          | authorization | 2026-03-01  | 2026-06-10   | fulfilled
        """,
        ask="select case_id, verdict, law_rule from answered_late",
        expect="case_id | verdict | law_rule\n1 | check | us-directive-deadline",
    )


def test_a_part_in_time_and_the_rest_late_is_late(spec):
    """A partial copy is not completion (45 CFR 164.524(b)(2)(i)(A))."""
    spec(
        request="request_id | legal_path | received_on | status\n1 | access | 2026-03-01 | fulfilled",
        delivery="request_id | sent_on | is_complete\n1 | 2026-03-10 | false\n1 | 2026-04-20 | true",
        ask="select case_id, verdict from answered_late",
        expect="case_id | verdict\n1 | apparent",
    )


def test_what_cannot_be_judged_late_says_which_column_is_missing(spec):
    """An unknown path, dates to the month, an answer before receipt, and a place whose law is not here."""
    spec(
        provider="provider_id | state\np1 | OH\nabroad | ON",
        request="""
            provider_id | request_id | legal_path | received_on | completed_on | status
            p1          | 1          |            | 2026-03-01  | 2026-06-01   | fulfilled
            p1          | 2          | access     | 2026-03-01  | 2026-06-01   | fulfilled
            p1          | 3          | access     | 2026-03-10  | 2026-03-01   | fulfilled
            abroad      | 4          | access     | 2026-03-01  | 2026-06-01   | fulfilled
        """,
        load_note="load_id | source_row | code | column\nrequest | 3 | precision_month | completed_on",
        ask="select case_id, verdict, facts from answered_late",
        expect="""
            case_id | verdict        | facts
            1       | not_assessable | request.legal_path is unknown: whether a deadline binds cannot be told.
            2       | not_assessable | request.received_on or completed_on is known to the month only.
            3       | not_assessable | request.received_on lies after the day it was answered.
            4       | not_assessable | No deadline is known for this provider, place and day.
        """,
    )


def test_an_open_request_is_past_due_from_the_day_after(spec):
    """Still open when last seen: on the due day it is not late, a day on it is (45 CFR 164.524(b)(2)(i))."""
    spec(
        as_of="2026-05-31",
        request="""
            request_id | legal_path | received_on | status
            1          | access     | 2026-05-01  | open
            2          | access     | 2026-04-30  | open
            3          | access     | 2026-04-30  | abandoned
            4          | authorization | 2026-03-01 | open
        """,
        ask=OPEN,
        expect="case_id | verdict | law_rule | counted_on\n2 | apparent | us-access-deadline | 2026-05-30",
    )


def test_a_provider_that_stopped_sending_is_unseen_not_late(spec):
    """Last seen open before it was due; the clock has moved on, the log has not."""
    spec(
        as_of="2026-06-30",
        request="""
            request_id | legal_path | received_on | status | extracted_on
            1          | access     | 2026-04-10  | open   | 2026-04-30
            2          | access     | 2026-03-10  | open   | 2026-04-30
        """,
        ask=OPEN,
        expect="case_id | verdict | law_rule | counted_on\n2 | apparent | us-access-deadline | 2026-04-09",
    )


STOPPED = {
    "as_of": "2026-06-30",
    "provider": """
        provider_id | state
        p1          | OH
        p2          | OH
    """,
    "request": """
        provider_id | request_id | legal_path | received_on | status | extracted_on
        p1          | 1          | access     | 2026-04-10  | open   | 2026-04-30
        p1          | 2          | access     | 2026-03-10  | open   | 2026-04-30
        p2          | 3          | access     | 2026-06-10  | open   | 2026-06-30
    """,
}


def test_a_due_day_that_passed_unseen_is_told_as_unknown(spec):
    """Another provider's log goes on; the first one's request may have been answered since (45 CFR 164.524(b)(2))."""
    spec(
        **STOPPED,
        ask="select case_id, verdict, facts from past_due where case_id = '1'",
        expect="""
            case_id | verdict        | facts
            1       | not_assessable | Last seen open 2026-04-30, not after its due day: no extract since tells whether it was answered.
        """,
    )


def test_the_due_list_leaves_out_what_nobody_has_seen(spec):
    """Late now is what was still open after its due day; what comes due is listed whoever sent it last."""
    spec(
        **STOPPED,
        ask="select request_id, due_on, days_left from due_list",
        expect="""
            request_id | due_on     | days_left
            2          | 2026-04-09 | -82
            3          | 2026-07-10 | 10
        """,
    )


def test_closed_without_an_answer_known_is_for_checking(spec):
    """The log calls them done; no delivery, no notice, no day of answer is recorded."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | closed_on  | status
            1          | access     | 2026-03-01  | 2026-03-10   |            | fulfilled
            2          | access     | 2026-03-01  |              | 2026-03-10 | denied
            3          | access     | 2026-03-01  | 2026-03-10   |            | fulfilled
        """,
        delivery="request_id | sent_on | is_complete\n3 | 2026-03-10 | true",
        denial="request_id | is_whole | denied_on | notice_sent_on",
        ask="select case_id, verdict, facts from past_due",
        expect="""
            case_id | verdict | facts
            1       | check   | Received 2026-03-01, due 2026-03-31 (45 CFR 164.524(b)(2)), logged as fulfilled, no answer known when last seen 2026-06-30, days over: 91.
            2       | check   | Received 2026-03-01, due 2026-03-31 (45 CFR 164.524(b)(2)), logged as denied, no answer known when last seen 2026-06-30, days over: 91.
        """,
    )


def test_what_cannot_be_judged_past_due(spec):
    """An unknown path; a whole denial whose notice the log has no column for."""
    spec(
        request="""
            request_id | legal_path | received_on | status
            1          |            | 2026-03-01  | open
            2          | access     | 2026-03-01  | denied
        """,
        denial="request_id | is_whole | denied_on\n2 | true | 2026-03-10",
        ask="select case_id, verdict, facts from past_due",
        expect="""
            case_id | verdict        | facts
            1       | not_assessable | request.legal_path is unknown: whether a deadline binds cannot be told.
            2       | not_assessable | denial.notice_sent_on is not in the log.
        """,
    )
