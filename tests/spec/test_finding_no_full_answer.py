"""Only an acknowledgement, a part and not the rest, said not to exist and found: each judged."""
# ruff: noqa: E501 - a table is as wide as its words

ACKNOWLEDGED = "select case_id, verdict, counted_on, facts from only_acknowledged"
PART = "select case_id, verdict, counted_on, facts from partial_not_completed"
FOUND = "select case_id, verdict, law_rule, facts from found_after_no_records"


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
