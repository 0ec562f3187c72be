"""A notice that extends nothing, later than any extension, only an acknowledgement, a part, said not to exist: each judged."""
# ruff: noqa: E501 - a table is as wide as its words

VOID = "select case_id, verdict, law_rule, facts from extension_void"
LONGEST = "select case_id, verdict, facts from late_beyond_extension"
ACKNOWLEDGED = "select case_id, verdict, counted_on, facts from only_acknowledged"
PART = "select case_id, verdict, counted_on, facts from partial_not_completed"
FOUND = "select case_id, verdict, law_rule, facts from found_after_no_records"

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


# -- only_acknowledged -------------------------------------------------------------------------------


def test_an_acknowledgement_or_a_bill_is_no_answer(spec):
    """45 CFR 164.524(b)(2)(i): to act is to give the records or a written denial. What went out after the due day is not told."""
    spec(
        request="""
            request_id | legal_path | received_on | status
            1          | access     | 2026-03-01  | open
            2          | access     | 2026-03-01  | open
            3          | access     | 2026-03-01  | open
            4          | access     | 2026-06-10  | open
        """,
        correspondence="""
            request_id | kind            | sent_on
            1          | acknowledgement | 2026-03-02
            1          | deficiency      | 2026-03-20
            1          | other           | 2026-04-02
            3          | acknowledgement | 2026-04-01
            4          | acknowledgement | 2026-06-11
        """,
        invoice="request_id | sent_on\n2 | 2026-03-31",
        ask=ACKNOWLEDGED,
        expect="""
            case_id | verdict  | counted_on | facts
            1       | apparent | 2026-03-31 | Received 2026-03-01, due 2026-03-31, by then sent: acknowledgement 2026-03-02, deficiency 2026-03-20, and no records and no written denial.
            2       | apparent | 2026-03-31 | Received 2026-03-01, due 2026-03-31, by then sent: invoice 2026-03-31, and no records and no written denial.
        """,
    )


def test_an_acknowledgement_and_a_part_or_a_refusal_is_another_question(spec):
    """A part given by the due day is judged as a part; a written refusal of one item is an answer to that item (164.524(b)(2)(i))."""
    spec(
        request="""
            request_id | legal_path | received_on | status
            1          | access     | 2026-03-01  | open
            2          | access     | 2026-03-01  | open
            3          | access     | 2026-03-01  | fulfilled
        """,
        correspondence="""
            request_id | kind            | sent_on
            1          | acknowledgement | 2026-03-02
            2          | acknowledgement | 2026-03-02
            3          | acknowledgement | 2026-03-02
        """,
        delivery="request_id | sent_on | is_complete\n1 | 2026-03-10 | false\n3 | 2026-03-31 | true",
        denial="request_id | item_no | notice_sent_on\n2 | 1 | 2026-03-10",
        ask="select case_id, verdict from judged_only_acknowledged",
        expect="case_id | verdict\n1 |\n2 |",
    )


def test_a_request_closed_with_no_answer_known_is_for_checking(spec):
    """The log calls it fulfilled and has no delivery of it: that only an acknowledgement went out is to be looked at."""
    spec(
        request="request_id | legal_path | received_on | status\n1 | access | 2026-03-01 | fulfilled",
        correspondence="request_id | kind | sent_on\n1 | acknowledgement | 2026-03-02",
        delivery="request_id | sent_on | is_complete",
        ask="select case_id, verdict from only_acknowledged",
        expect="case_id | verdict\n1 | check",
    )


def test_a_step_marked_acknowledged_counts_on_the_providers_day(spec):
    """45 CFR 164.524(b)(2)(i). 2026-04-01 02:00 in UTC is still 31 March in Ohio, the due day."""
    spec(
        request="request_id | legal_path | received_on | status\n1 | access | 2026-03-01 | open\n2 | access | 2026-03-01 | open",
        request_event="""
            request_id | stage        | happened_at
            1          | acknowledged | 2026-04-01 02:00:00
            2          | acknowledged | 2026-04-01 05:00:00
        """,
        correspondence="request_id | kind | sent_on",
        ask=ACKNOWLEDGED,
        expect="""
            case_id | verdict  | counted_on | facts
            1       | apparent | 2026-03-31 | Received 2026-03-01, due 2026-03-31, by then sent: acknowledgement 2026-03-31, and no records and no written denial.
        """,
    )


def test_what_went_out_cannot_be_told(spec):
    """A letter whose kind is blank may have been the denial; a provider without a log of letters shows nothing."""
    spec(
        request="request_id | legal_path | received_on | status\n1 | access | 2026-03-01 | open",
        correspondence="request_id | kind | sent_on\n1 | | 2026-03-02",
        ask="select case_id, verdict, missing from only_acknowledged",
        expect="case_id | verdict | missing\n1 | not_assessable | correspondence.kind",
    )
    spec(
        request="request_id | legal_path | received_on | status\n1 | access | 2026-03-01 | open",
        ask=ACKNOWLEDGED,
        expect="""
            case_id | verdict        | counted_on | facts
            1       | not_assessable | 2026-03-31 | correspondence.kind is blank or not in the log: what went out by 2026-03-31 cannot be told.
        """,
    )


# -- partial_not_completed ---------------------------------------------------------------------------


def test_a_part_in_time_and_the_rest_late_or_never(spec):
    """45 CFR 164.524(b)(2)(i)(A): the clock runs for the rest. The rest on the due day itself is in time, and so is its refusal in writing."""
    spec(
        request="""
            request_id | legal_path | received_on | status
            1          | access     | 2026-03-01  | fulfilled
            2          | access     | 2026-03-01  | open
            3          | access     | 2026-03-01  | fulfilled
            4          | access     | 2026-03-01  | fulfilled_partly
            5          | access     | 2026-03-01  | fulfilled
        """,
        delivery="""
            request_id | sent_on    | is_complete
            1          | 2026-03-10 | false
            1          | 2026-04-01 | true
            2          | 2026-03-10 | false
            3          | 2026-03-10 | false
            3          | 2026-03-31 | true
            4          | 2026-03-10 | false
            5          | 2026-04-20 | true
        """,
        denial="request_id | item_no | ground | notice_sent_on\n4 | 2 | R1 | 2026-03-20",
        ask=PART,
        expect="""
            case_id | verdict  | counted_on | facts
            1       | apparent | 2026-03-31 | Received 2026-03-01, a part handed over 2026-03-10, due 2026-03-31, the whole answered 2026-04-01.
            2       | apparent | 2026-03-31 | Received 2026-03-01, a part handed over 2026-03-10, due 2026-03-31, the rest not given when last seen 2026-06-30.
        """,
    )


def test_a_part_that_was_given_by_direction_is_for_checking(spec):
    """45 CFR 164.524(c)(3)(ii): since Ciox v. Azar the clock of a directive is of medium certainty."""
    spec(
        request="request_id | legal_path | received_on | status\n1 | directive | 2026-03-01 | open",
        delivery="request_id | sent_on | is_complete\n1 | 2026-03-10 | false",
        ask="select case_id, verdict from partial_not_completed",
        expect="case_id | verdict\n1 | check",
    )


def test_a_part_that_cannot_be_judged(spec):
    """Two deliveries and none marked as the last; an unknown path; a place whose law is not here; a log that stopped."""
    spec(
        provider="provider_id | state\np1 | OH\nabroad | ON",
        request="""
            provider_id | request_id | legal_path | received_on | status    | extracted_on
            p1          | 1          | access     | 2026-03-01  | fulfilled | 2026-06-30
            p1          | 2          |            | 2026-03-01  | open      | 2026-06-30
            abroad      | 3          | access     | 2026-03-01  | open      | 2026-06-30
            p1          | 4          | access     | 2026-04-20  | open      | 2026-04-30
        """,
        delivery="""
            provider_id | request_id | sent_on    | is_complete
            p1          | 1          | 2026-03-10 |
            p1          | 1          | 2026-04-20 |
            p1          | 2          | 2026-03-10 | false
            abroad      | 3          | 2026-03-10 | false
            p1          | 4          | 2026-04-25 | false
        """,
        ask="select case_id, verdict, missing, facts from partial_not_completed",
        expect="""
            case_id | verdict        | missing              | facts
            1       | not_assessable | delivery.is_complete | delivery.is_complete does not tell which delivery was the last.
            2       | not_assessable | request.legal_path   | request.legal_path is unknown: whether a deadline binds cannot be told.
            3       | not_assessable | provider.state       | No deadline is known for this provider, place and day.
            4       | not_assessable | request.extracted_on | A part handed over 2026-04-25, last seen 2026-04-30, not after its due day: no extract since tells whether the rest followed.
        """,
    )


# -- found_after_no_records --------------------------------------------------------------------------


def test_said_not_to_exist_and_later_handed_over(spec):
    """45 CFR 164.524(a)(1), (d)(3). Records may have been made since, so a person must look; a copy given before the letter is no sign."""
    spec(
        request="""
            request_id | legal_path | received_on | prior_request_id | completed_on | status
            1          | access     | 2026-03-01  |                  | 2026-03-10   | no_records
            2          | access     | 2026-03-01  |                  | 2026-03-10   | no_records
            3          | access     | 2026-04-01  | 2                |              | fulfilled
            4          | access     | 2026-03-01  |                  |              | fulfilled
            5          | access     | 2026-03-01  |                  | 2026-03-10   | no_records
            6          | authorization | 2026-03-01 |               | 2026-03-10   | no_records
        """,
        correspondence="request_id | kind | sent_on\n4 | no_records | 2026-03-10",
        delivery="""
            request_id | sent_on    | is_complete
            1          | 2026-04-20 | true
            3          | 2026-04-15 | true
            4          | 2026-03-05 | true
            6          | 2026-04-20 | true
        """,
        ask=FOUND,
        expect="""
            case_id | verdict | law_rule              | facts
            1       | check   | us-unfounded-no-records | Told 2026-03-10 that there are no records, and records handed over 2026-04-20.
            2       | check   | us-unfounded-no-records | Told 2026-03-10 that there are no records, and records handed over 2026-04-15.
        """,
    )


def test_one_item_not_held_and_another_given_is_in_order(spec):
    """45 CFR 164.524(d)(3): the answer that there are none spoke of the imaging, and the notes were given."""
    spec(
        request="request_id | legal_path | received_on | status\n1 | access | 2026-03-01 | fulfilled",
        request_item="""
            request_id | record_set | outcome
            1          | imaging    | not_held
            1          | notes      | provided
        """,
        correspondence="request_id | kind | sent_on\n1 | no_records | 2026-03-10",
        delivery="request_id | sent_on | is_complete\n1 | 2026-03-20 | true",
        ask="select case_id, verdict from judged_found_after_no_records",
        expect="case_id | verdict\n1 |",
    )


def test_whether_records_were_found_later_cannot_be_told(spec):
    """A log without deliveries; an unknown path; an answer that there are none with no day of its own."""
    spec(
        request="request_id | legal_path | received_on | completed_on | status\n1 | access | 2026-03-01 | 2026-03-10 | no_records",
        ask="select case_id, verdict, missing from found_after_no_records",
        expect="case_id | verdict | missing\n1 | not_assessable | delivery.sent_on",
    )
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          |            | 2026-03-01  | 2026-03-10   | no_records
            2          | access     | 2026-03-01  |              | no_records
        """,
        delivery="request_id | sent_on | is_complete\n1 | 2026-04-20 | true\n2 | 2026-04-20 | true",
        ask="select case_id, verdict, missing, facts from found_after_no_records",
        expect="""
            case_id | verdict        | missing                | facts
            1       | not_assessable | request.legal_path     | request.legal_path is unknown: whether a person asked for their own record cannot be told.
            2       | not_assessable | correspondence.sent_on | correspondence.sent_on is blank or not in the log: whether records were found after that answer cannot be told.
        """,
    )
