"""When did the duty to answer end, and by what? An acknowledgement, a bill and a part are no answer (45 CFR 164.524(b)(2)(i))."""
# ruff: noqa: E501 - a table is as wide as its words

ASK = "request_answer"


def test_the_first_of_ready_sent_and_delivered_is_the_day(spec):
    """Delay by the person, who did not fetch a copy that lay ready, is not counted (preamble of 1999)."""
    spec(
        request="request_id | received_on | status\n1 | 2026-03-01 | fulfilled\n2 | 2026-03-01 | fulfilled",
        delivery="""
            request_id | made_available_on | sent_on    | delivered_on | outcome     | is_complete
            1          | 2026-03-20        |            | 2026-04-10   | delivered   | true
            2          |                   | 2026-03-25 | 2026-03-28   | uncollected | true
        """,
        ask=ASK,
        expect="""
            request_id | outcome  | answered_on | answered_source
            1          | provided | 2026-03-20  | delivery
            2          | provided | 2026-03-25  | delivery
        """,
    )


def test_a_part_is_not_the_whole(spec):
    """The clock runs on for the rest: NY Spine, Dignity and others. Request 2 never got its rest."""
    spec(
        request="request_id | received_on | status\n1 | 2026-03-01 | fulfilled\n2 | 2026-03-01 | open",
        delivery="""
            request_id | sent_on    | is_complete
            1          | 2026-03-10 | false
            1          | 2026-04-20 | true
            2          | 2026-03-10 | false
        """,
        ask=ASK,
        expect="""
            request_id | outcome  | first_delivery_on | complete_delivery_on | answered_on
            1          | provided | 2026-03-10        | 2026-04-20           | 2026-04-20
            2          | open     | 2026-03-10        |                      |
        """,
    )


def test_where_the_log_marks_no_whole_the_last_part_counts_and_cannot_be_judged(spec):
    """One unmarked delivery of a fulfilled request is the whole; of two, nobody can tell."""
    spec(
        request="request_id | received_on | status\n1 | 2026-03-01 | fulfilled\n2 | 2026-03-01 | fulfilled",
        delivery="request_id | sent_on\n1 | 2026-03-10\n2 | 2026-03-10\n2 | 2026-04-20",
        ask=ASK,
        expect="""
            request_id | answered_on | assessable_reason
            1          | 2026-03-10  |
            2          | 2026-04-20  | delivery.is_complete does not tell which delivery was the last
        """,
    )


def test_what_came_back_failed_or_went_astray_answers_nothing(spec):
    """Access is given to the person; sending it elsewhere does not discharge the duty (Elite Primary Care)."""
    spec(
        request="request_id | received_on | status\n1 | 2026-03-01 | open\n2 | 2026-03-01 | open\n3 | 2026-03-01 | open",
        delivery="""
            request_id | sent_on    | is_complete | outcome
            1          | 2026-03-10 | true        | returned
            2          | 2026-03-10 | true        | failed
            3          | 2026-03-10 | true        | wrong_recipient
        """,
        ask=ASK,
        expect="request_id | outcome | answered_on\n1 | open |\n2 | open |\n3 | open |",
    )


def test_an_acknowledgement_and_a_bill_answer_nothing(spec):
    """An "in process" letter or an invoice is no action on the request; the bill on day 121 did not help American Medical Response."""
    spec(
        request="request_id | received_on | status\n1 | 2026-03-01 | open",
        correspondence="request_id | kind | sent_on\n1 | acknowledgement | 2026-03-02\n1 | fee_notice | 2026-03-03",
        invoice="request_id | sent_on | amount_usd\n1 | 2026-03-04 | 6.50",
        delivery="request_id | sent_on",
        ask=ASK,
        expect="request_id | outcome | answered_on\n1 | open |",
    )


def test_a_whole_denial_answers_when_its_notice_is_sent(spec):
    """A denial is in writing (45 CFR 164.524(b)(2)(i)(B), (d)); a decision nobody was told of ends nothing."""
    spec(
        request="request_id | received_on | status\n1 | 2026-03-01 | denied\n2 | 2026-03-01 | denied\n3 | 2026-03-01 | open",
        denial="""
            request_id | item_no | is_whole | denied_on  | notice_sent_on
            1          |         | true     | 2026-03-10 | 2026-03-15
            2          |         | true     | 2026-03-10 |
            3          | 2       | false    | 2026-03-10 | 2026-03-15
        """,
        ask=ASK,
        expect="""
            request_id | outcome | answered_on | answered_source
            1          | denied  | 2026-03-15  | denial
            2          | unknown |             |
            3          | open    |             |
        """,
    )


def test_a_denial_whose_notice_the_log_cannot_hold_is_not_assessable(spec):
    """No column for the notice: whether it was sent cannot be told. A letter of denial on file tells it."""
    spec(
        request="request_id | received_on | status\n1 | 2026-03-01 | denied\n2 | 2026-03-01 | denied",
        denial="request_id | is_whole | denied_on\n1 | true | 2026-03-10\n2 | true | 2026-03-10",
        correspondence="request_id | kind | sent_on\n2 | denial | 2026-03-12",
        ask=ASK,
        expect="""
            request_id | answered_on | assessable_reason
            1          |             | denial.notice_sent_on is not in the log
            2          | 2026-03-12  |
        """,
    )


def test_the_rest_refused_in_writing_and_a_part_given_end_the_duty_together(spec):
    """Grant of a part, denial of the rest (45 CFR 164.524(b)(2)(i), (d)(1)): the later of the two days."""
    spec(
        request="request_id | received_on | status\n1 | 2026-03-01 | fulfilled_partly",
        delivery="request_id | sent_on | is_complete\n1 | 2026-03-10 | false",
        denial="request_id | item_no | is_whole | denied_on | notice_sent_on\n1 | 2 | false | 2026-03-12 | 2026-03-14",
        ask=ASK,
        expect="request_id | outcome | answered_on | answered_source\n1 | provided | 2026-03-14 | delivery",
    )


def test_a_letter_that_there_are_no_records_answers(spec):
    """Found later or not, the person was told on that day."""
    spec(
        request="request_id | received_on | status\n1 | 2026-03-01 | no_records",
        correspondence="request_id | kind | sent_on\n1 | no_records | 2026-03-09",
        delivery="request_id | sent_on | is_complete\n1 | 2026-04-20 | true",
        ask=ASK,
        expect="request_id | outcome | answered_on | answered_source\n1 | no_records | 2026-03-09 | no_records_notice",
    )


def test_completed_on_stands_in_where_the_provider_feeds_nothing_better(spec):
    """A log of five columns: completed_on under an answering status. closed_on answers nothing."""
    spec(
        request="""
            request_id | provider_id | received_on | completed_on | closed_on  | status
            1          | p1          | 2026-03-01  | 2026-03-20   |            | fulfilled
            2          | p1          | 2026-03-01  | 2026-03-20   |            | denied
            3          | p1          | 2026-03-01  | 2026-03-20   |            | no_records
            4          | p1          | 2026-03-01  | 2026-03-20   |            | withdrawn
            5          | p1          | 2026-03-01  |              |            | open
            6          | p1          | 2026-03-01  |              | 2026-03-20 | fulfilled
            7          | p1          | 2026-03-01  | 2026-03-20   |            | duplicate
            8          | p1          | 2026-03-01  | 2026-03-20   |            | fulfilled_partly
        """,
        ask=ASK,
        expect="""
            request_id | outcome    | answered_on | answered_source | ended_on   | is_case
            1          | provided   | 2026-03-20  | completed_on    |            | true
            2          | denied     | 2026-03-20  | completed_on    |            | true
            3          | no_records | 2026-03-20  | completed_on    |            | true
            4          | withdrawn  |             |                 | 2026-03-20 | true
            5          | open       |             |                 |            | true
            6          | unknown    |             |                 |            | true
            7          | duplicate  |             |                 |            | false
            8          | provided   | 2026-03-20  | completed_on    |            | true
        """,
    )


def test_without_a_status_any_completed_on_answers(spec):
    """A log with a closing day and no status: it was answered, how is unknown; a blank day is an open request."""
    spec(
        request="request_id | received_on | completed_on\n1 | 2026-03-01 | 2026-03-20\n2 | 2026-03-01 |",
        ask=ASK,
        expect="""
            request_id | outcome | answered_on | answered_source
            1          | unknown | 2026-03-20  | completed_on
            2          | open    |             |
        """,
    )


def test_completed_on_does_not_stand_in_where_deliveries_are_fed(spec):
    """The provider feeds deliveries and has none for this request: whether it was answered is not known."""
    spec(
        request="request_id | received_on | completed_on | status\n1 | 2026-03-01 | 2026-03-20 | fulfilled",
        delivery="request_id | sent_on | is_complete",
        ask=ASK,
        expect="request_id | outcome | answered_on\n1 | unknown |",
    )


def test_dates_that_cannot_be_judged(spec):
    """Answered before it was received, and a day known to the month only."""
    spec(
        request="""
            request_id | received_on | completed_on | status
            1          | 2026-03-10  | 2026-03-01   | fulfilled
            2          | 2026-03-01  | 2026-03-20   | fulfilled
            3          | 2026-03-01  |              | withdrawn
        """,
        load_note="load_id | source_row | code | column\nrequest | 3 | precision_month | received_on",
        ask=ASK,
        expect="""
            request_id | assessable_reason
            1          | request.received_on lies after the day it was answered
            2          | request.received_on or completed_on is known to the month only
            3          | request.completed_on: it was withdrawn, and the log does not say when
        """,
    )
