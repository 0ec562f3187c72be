"""A notice that extends nothing, and later than any extension: each judged."""
# ruff: noqa: E501 - a table is as wide as its words

VOID = "select case_id, verdict, law_rule, facts from extension_void"
LONGEST = "select case_id, verdict, facts from late_beyond_extension"

ANSWERED_ON_DAY_50 = """
    request_id | legal_path | received_on | completed_on | status
    1          | access     | 2026-03-01  | 2026-04-20   | fulfilled
"""


# -- extension_void ----------------------------------------------------------------------------------


def test_a_notice_on_day_31_extends_nothing(spec):
    """45 CFR 164.524(b)(2)(ii): the person is told within the first 30 days. A notice on day 30 itself is in time."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  | 2026-04-20   | fulfilled
            2          | access     | 2026-03-01  | 2026-04-20   | fulfilled
            3          | access     | 2026-03-01  | 2026-03-31   | fulfilled
        """,
        extension="""
            request_id | notified_on | reason  | promised_on
            1          | 2026-04-01  | backlog | 2026-04-20
            2          | 2026-03-31  | backlog | 2026-04-20
            3          | 2026-04-01  | backlog | 2026-04-20
        """,
        ask=VOID,
        expect="""
            case_id | verdict  | law_rule           | facts
            1       | apparent | us-access-deadline | Received 2026-03-01, due 2026-03-31, notice of extension of 2026-04-01, sent after that day.
        """,
    )


def test_a_notice_that_promises_no_later_day_extends_nothing(spec):
    """45 CFR 164.524(b)(2)(ii)(A): it gives the date by which the request will be acted on; the due day itself is no more time."""
    spec(
        request=ANSWERED_ON_DAY_50,
        extension="request_id | notified_on | reason | promised_on\n1 | 2026-03-20 | backlog | 2026-03-31",
        ask=VOID,
        expect="""
            case_id | verdict  | law_rule           | facts
            1       | apparent | us-access-deadline | Received 2026-03-01, due 2026-03-31, notice of extension of 2026-03-20, which promises no later day.
        """,
    )


def test_a_notice_of_which_the_log_has_no_reason_or_date_is_for_checking(spec):
    """45 CFR 164.524(b)(2)(ii)(A) asks for both; a blank in the log is no proof that the letter lacked them."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  | 2026-04-20   | fulfilled
            2          | access     | 2026-03-01  | 2026-04-20   | fulfilled
        """,
        extension="""
            request_id | notified_on | reason  | promised_on
            1          | 2026-03-20  |         | 2026-04-20
            2          | 2026-03-20  | backlog |
        """,
        ask=VOID,
        expect="""
            case_id | verdict | law_rule           | facts
            1       | check   | us-access-deadline | Received 2026-03-01, due 2026-03-31, notice of extension of 2026-03-20, of which the log has no reason.
            2       | check   | us-access-deadline | Received 2026-03-01, due 2026-03-31, notice of extension of 2026-03-20, of which the log has no promised date.
        """,
    )


def test_a_federal_notice_does_not_move_a_states_day(spec):
    """Cal. HSC 123110(b) knows no extension; its source is of the day of the survey, so a person must look (45 CFR 160.203(b))."""
    spec(
        provider="provider_id | state\np1 | CA",
        request="""
            request_id | legal_path | is_written | received_on | completed_on | status
            1          | access     | true       | 2026-03-01  | 2026-03-20   | fulfilled
            2          | access     | true       | 2026-03-01  | 2026-03-16   | fulfilled
        """,
        extension="""
            request_id | notified_on | reason  | promised_on
            1          | 2026-03-10  | backlog | 2026-04-20
            2          | 2026-03-10  | backlog | 2026-04-20
        """,
        ask=VOID,
        expect="""
            case_id | verdict | law_rule           | facts
            1       | check   | ca-access-deadline | Received 2026-03-01, due 2026-03-16, notice of extension of 2026-03-10: this law knows no extension, and a federal notice does not move its day.
        """,
    )


def test_a_notice_that_cannot_be_judged(spec):
    """A notice without a day, an unknown path, and a log that has no column for the promised date."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  | 2026-04-20   | fulfilled
            2          |            | 2026-03-01  | 2026-04-20   | fulfilled
            3          | access     | 2026-03-01  | 2026-04-20   | fulfilled
        """,
        extension="request_id | notified_on | reason\n1 | | backlog\n2 | 2026-04-01 | backlog\n3 | 2026-03-10 | backlog",
        ask="select case_id, verdict, missing, facts from extension_void",
        expect="""
            case_id | verdict        | missing               | facts
            1       | not_assessable | extension.notified_on | extension.notified_on is blank or not in the log: whether the notice of extension counts cannot be told.
            2       | not_assessable | request.legal_path    | request.legal_path is unknown: whether a deadline binds cannot be told.
            3       | not_assessable | extension.promised_on | extension.promised_on is blank or not in the log: whether the notice of extension counts cannot be told.
        """,
    )


def test_a_notice_that_moved_the_day_is_a_case_in_order(spec):
    """A valid extension counts among the cases judged, and is no finding (45 CFR 164.524(b)(2)(ii))."""
    spec(
        request=ANSWERED_ON_DAY_50,
        extension="request_id | notified_on | reason | promised_on\n1 | 2026-03-20 | backlog | 2026-04-20",
        ask="select case_id, verdict from judged_extension_void",
        expect="case_id | verdict\n1 |",
    )


# -- late_beyond_extension ---------------------------------------------------------------------------


def test_day_60_is_the_longest_and_day_61_is_later_than_any_extension(spec):
    """45 CFR 164.524(b)(2)(ii): at most 30 days more, once. Whether a notice was sent, or was good, makes no difference here."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  | 2026-04-30   | fulfilled
            2          | access     | 2026-03-01  | 2026-05-01   | fulfilled
            3          | access     | 2026-03-01  |              | open
            4          | access     | 2026-03-01  |              | withdrawn
            5          | directive  | 2026-03-01  | 2026-05-01   | fulfilled
        """,
        extension="request_id | notified_on | reason | promised_on\n2 | 2026-03-20 | backlog | 2026-05-10",
        ask=LONGEST,
        expect="""
            case_id | verdict  | facts
            2       | apparent | Received 2026-03-01, 2026-04-30 the longest day any extension gives, answered 2026-05-01.
            3       | apparent | Received 2026-03-01, 2026-04-30 the longest day any extension gives, no answer known when last seen 2026-06-30.
            5       | check    | Received 2026-03-01, 2026-04-30 the longest day any extension gives, answered 2026-05-01.
        """,
    )


def test_under_the_older_law_the_longest_time_was_90_days(spec):
    """45 CFR 164.524(b)(2)(ii) (2003): 60 days for records kept off site, and 30 more; where they lay no column tells."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2012-03-01  | 2012-05-30   | fulfilled
            2          | access     | 2012-03-01  | 2012-05-31   | fulfilled
        """,
        ask="select case_id, law_rule from late_beyond_extension",
        expect="case_id | law_rule\n2 | us-access-deadline-2003-off-site",
    )


def test_a_representatives_proof_that_came_later_makes_it_a_matter_to_check(spec):
    """OCR counted from the day the proof of authority came (the Essex case); the text counts from the request."""
    spec(
        request="""
            request_id | legal_path | requester_kind | received_on | authority_proof_on | completed_on | status
            1          | access     | executor       | 2026-03-01  | 2026-03-20         | 2026-05-10   | fulfilled
            2          | access     | executor       | 2026-03-01  | 2026-03-01         | 2026-05-10   | fulfilled
        """,
        ask="select case_id, verdict from late_beyond_extension",
        expect="case_id | verdict\n1 | check\n2 | apparent",
    )


def test_what_cannot_be_judged_later_than_any_extension(spec):
    """An unknown path; which part was the last is not told; a log that stopped before the day."""
    spec(
        as_of="2026-06-30",
        request="""
            request_id | legal_path | received_on | status    | extracted_on
            1          |            | 2026-03-01  | open      | 2026-06-30
            2          | access     | 2026-03-01  | fulfilled | 2026-06-30
            3          | access     | 2026-03-01  | open      | 2026-04-30
        """,
        delivery="request_id | sent_on\n2 | 2026-03-20\n2 | 2026-05-20",
        ask=LONGEST,
        expect="""
            case_id | verdict        | facts
            1       | not_assessable | request.legal_path is unknown: whether a deadline binds cannot be told.
            2       | not_assessable | delivery.is_complete does not tell which delivery was the last.
            3       | not_assessable | Last seen open 2026-04-30, by the longest day any extension gives: no extract since tells whether it was answered.
        """,
    )
