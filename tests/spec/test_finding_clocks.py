"""Asked again after silence, inspection, accounting of disclosures: each judged."""
# ruff: noqa: E501 - a table is as wide as its words

AGAIN = "select case_id, verdict, law_rule, facts from second_request_after_silence"
INSPECTION = "select case_id, verdict, law_rule, facts from inspection_late"
ACCOUNTING = "select case_id, verdict, law_rule, facts from accounting_late"


# -- second_request_after_silence --------------------------------------------------------------------


def test_a_person_who_had_to_ask_again(spec):
    """45 CFR 164.524(b)(2); most of OCR's cases began so. Asked again after an answer, or on the day of it, is another wish."""
    spec(
        request="""
            request_id | legal_path | prior_request_id | received_on | completed_on | status
            1          | access     |                  | 2026-03-01  |              | open
            2          | access     | 1                | 2026-05-01  |              | open
            3          | access     |                  | 2026-03-01  | 2026-03-20   | fulfilled
            4          | access     | 3                | 2026-03-21  |              | open
            5          | access     | 3                | 2026-03-20  |              | open
            6          | access     | 1                | 2026-03-01  |              | duplicate
            7          | access     |                  | 2026-03-01  | 2026-03-20   | withdrawn
            8          | access     | 7                | 2026-05-01  |              | open
            9          | authorization | 1             | 2026-05-01  |              | open
            10         | access     |                  | 2026-03-01  | 2026-05-20   | fulfilled
            11         | access     | 10               | 2026-05-01  | 2026-05-20   | fulfilled
        """,
        ask=AGAIN,
        expect="""
            case_id | verdict | law_rule          | facts
            2       | check   | us-second-request | Asked again 2026-05-01, by then no answer known to the first request of 2026-03-01, which was due 2026-03-31.
            11      | check   | us-second-request | Asked again 2026-05-01, by then no answer known to the first request of 2026-03-01, which was due 2026-03-31.
        """,
    )


def test_a_second_asking_that_the_log_calls_a_duplicate_is_still_a_second_asking(spec):
    """A request a week later that names the first one: the person asked twice, whatever status it was given."""
    spec(
        request="""
            request_id | legal_path | prior_request_id | received_on | status
            1          | access     |                  | 2026-03-01  | open
            2          | access     | 1                | 2026-04-08  | duplicate
        """,
        ask="select case_id, verdict from second_request_after_silence",
        expect="case_id | verdict\n2 | check",
    )


def test_without_a_number_of_the_first_person_kind_of_record_and_120_days_link_the_two(spec):
    """House policy (targets.second_request_window_days): another kind of record, another person or a longer time is no link."""
    spec(
        request="""
            request_id | requester_kind | patient_id | received_on | status
            1          | patient        | m1         | 2026-02-01  | open
            2          | patient        | m1         | 2026-06-01  | open
            3          | patient        | m2         | 2026-01-31  | open
            4          | patient        | m2         | 2026-06-01  | open
            5          | patient        | m3         | 2026-05-01  | open
            6          | patient        | m3         | 2026-06-01  | open
        """,
        request_item="""
            request_id | record_set
            1          | notes
            2          | notes
            2          | billing
            3          | notes
            4          | notes
            5          | notes
            6          | imaging
        """,
        ask=AGAIN,
        expect="""
            case_id | verdict | law_rule          | facts
            2       | check   | us-second-request | Asked again 2026-06-01, by then no answer known to the first request of 2026-02-01, which was due 2026-03-03 (linked by person and kind of record).
        """,
    )


def test_whether_the_first_had_an_answer_cannot_be_told(spec):
    """The first is not in the log; its dates are known to the month; it was last seen before the second came; whose request it is."""
    spec(
        as_of="2026-06-30",
        request="""
            request_id | legal_path | prior_request_id | received_on | completed_on | status    | extracted_on
            1          | access     | 0                | 2026-05-01  |              | open      | 2026-06-30
            2          | access     |                  | 2026-03-01  | 2026-06-01   | fulfilled | 2026-06-30
            3          | access     | 2                | 2026-05-01  |              | open      | 2026-06-30
            4          | access     |                  | 2026-03-01  |              | open      | 2026-04-30
            5          | access     | 4                | 2026-05-01  |              | open      | 2026-06-30
            6          | access     |                  | 2026-03-01  |              | open      | 2026-06-30
            7          |            | 6                | 2026-05-01  |              | open      | 2026-06-30
        """,
        load_note="load_id | source_row | code | column\nrequest | 3 | precision_month | completed_on",
        ask="select case_id, verdict, missing, facts from second_request_after_silence",
        expect="""
            case_id | verdict        | missing                  | facts
            1       | not_assessable | request.prior_request_id | The earlier request it names is not in the log: whether it had an answer cannot be told.
            3       | not_assessable | request.received_on      | request.received_on of the first request does not tell whether it had an answer by then.
            5       | not_assessable | request.extracted_on     | request.extracted_on of the first request does not tell whether it had an answer by then.
            7       | not_assessable | request.legal_path       | request.legal_path is unknown: whether a person asked again cannot be told.
        """,
    )


# -- inspection_late ---------------------------------------------------------------------------------


def test_a_record_let_be_seen_after_nebraskas_ten_days(spec):
    """Neb. Rev. Stat. 71-8403(3): 10 calendar days of the written request, 21 at most with written reasons; seen in force 2026-02-15."""
    spec(
        provider="provider_id | state\np1 | NE",
        request="""
            request_id | requester_kind | is_written | received_on | completed_on | status
            1          | patient        | true       | 2026-05-01  | 2026-05-12   | fulfilled
            2          | patient        | true       | 2026-05-01  | 2026-05-11   | fulfilled
            3          | patient        | true       | 2026-05-01  | 2026-05-22   | fulfilled
            4          | patient        | true       | 2026-05-01  | 2026-05-12   | fulfilled
            5          | patient        | true       | 2026-05-01  | 2026-05-12   | fulfilled
        """,
        request_item="""
            request_id | format_requested
            1          | inspection
            2          | inspection
            3          | inspection
            4          | paper
            5          | inspection
            5          | paper
        """,
        extension="request_id | notified_on | reason | promised_on\n3 | 2026-05-08 | in use | 2026-05-22",
        ask=INSPECTION,
        expect="""
            case_id | verdict  | law_rule               | facts
            1       | apparent | ne-inspection-deadline | Asked 2026-05-01 to inspect, due 2026-05-11, answered 2026-05-12.
            5       | check    | ne-inspection-deadline | Asked 2026-05-01 to inspect, due 2026-05-11, answered 2026-05-12.
        """,
    )


def test_californias_five_business_days_are_for_checking(spec):
    """Cal. HSC 123110(a): inspection may wait until clerical costs are paid. The 15 days for copies (123110(b)) are no time for inspection."""
    spec(
        provider="provider_id | state\np1 | CA",
        request="""
            request_id | requester_kind | is_written | received_on | completed_on | status
            1          | patient        | true       | 2026-05-04  | 2026-05-12   | fulfilled
            2          | patient        | true       | 2026-05-04  | 2026-05-11   | fulfilled
            3          | patient        | true       | 2026-03-02  | 2026-04-20   | fulfilled
        """,
        request_item="request_id | format_requested\n1 | inspection\n2 | inspection\n3 | inspection",
        ask=INSPECTION,
        expect="""
            case_id | verdict  | law_rule               | facts
            1       | check    | ca-inspection-deadline | Asked 2026-05-04 to inspect, due 2026-05-11, answered 2026-05-12.
            3       | apparent | us-access-deadline     | Asked 2026-03-02 to inspect, due 2026-04-01, answered 2026-04-20.
        """,
    )


def test_where_a_state_sets_no_day_for_inspection_the_federal_one_binds(spec):
    """45 CFR 164.524(a)(1), (b)(2): to inspect and to have a copy are both access. A request for both is judged as one for copies."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  | 2026-04-01   | fulfilled
            2          | access     | 2026-03-01  | 2026-03-31   | fulfilled
            3          | access     | 2026-03-01  | 2026-04-01   | fulfilled
        """,
        request_item="""
            request_id | format_requested
            1          | inspection
            2          | inspection
            3          | inspection
            3          | paper
        """,
        ask=INSPECTION,
        expect="""
            case_id | verdict  | law_rule           | facts
            1       | apparent | us-access-deadline | Asked 2026-03-01 to inspect, due 2026-03-31, answered 2026-04-01.
        """,
    )


def test_an_inspection_that_cannot_be_judged(spec):
    """An unknown path; a part given in time that may have been the inspection; a log that stopped."""
    spec(
        provider="provider_id | state\np1 | NE",
        request="""
            request_id | legal_path | requester_kind | is_written | received_on | status    | extracted_on
            1          |            |                | true       | 2026-05-01  | open      | 2026-06-30
            2          | access     | patient        | true       | 2026-05-01  | fulfilled | 2026-06-30
            3          | access     | patient        | true       | 2026-04-25  | open      | 2026-04-30
        """,
        request_item="""
            request_id | format_requested
            1          | inspection
            2          | inspection
            2          | paper
            3          | inspection
        """,
        delivery="request_id | sent_on | is_complete\n2 | 2026-05-05 | false\n2 | 2026-05-20 | true",
        ask="select case_id, verdict, missing, facts from inspection_late",
        expect="""
            case_id | verdict        | missing              | facts
            1       | not_assessable | request.legal_path   | request.legal_path is unknown: whether a deadline binds cannot be told.
            2       | not_assessable | delivery.method      | Asked to inspect, due 2026-05-11, a part given by then: whether that was the inspection cannot be told.
            3       | not_assessable | request.extracted_on | Last seen open 2026-04-30, not after the day to inspect: no extract since tells more.
        """,
    )


# -- accounting_late ---------------------------------------------------------------------------------


def test_an_accounting_given_after_day_60(spec):
    """45 CFR 164.528(c)(1): 60 days, and 30 more once, if told within the 60. A notice on day 61 moves nothing."""
    spec(
        accounting_request="""
            request_id | received_on | extended_on | acted_on
            1          | 2026-03-01  |             | 2026-04-30
            2          | 2026-03-01  |             | 2026-05-01
            3          | 2026-03-01  | 2026-04-30  | 2026-05-30
            4          | 2026-03-01  | 2026-04-30  | 2026-05-31
            5          | 2026-03-01  | 2026-05-01  | 2026-05-20
            6          | 2026-03-01  |             |
            7          | 2026-06-01  |             |
        """,
        ask=ACCOUNTING,
        expect="""
            case_id | verdict  | law_rule               | facts
            2       | apparent | us-accounting-deadline | Accounting asked for 2026-03-01, due 2026-04-30, given 2026-05-01.
            4       | apparent | us-accounting-deadline | Accounting asked for 2026-03-01, told 2026-04-30 that it would take longer, due 2026-05-30, given 2026-05-31.
            5       | apparent | us-accounting-deadline | Accounting asked for 2026-03-01, told 2026-05-01 that it would take longer, due 2026-04-30, given 2026-05-20.
            6       | apparent | us-accounting-deadline | Accounting asked for 2026-03-01, due 2026-04-30, not given when last seen 2026-06-30.
        """,
    )


def test_an_accounting_that_cannot_be_judged(spec):
    """Given before it was asked for, or dates to the month; a log that stopped; a log without the day it was given, or of the notice."""
    spec(
        accounting_request="""
            request_id | received_on | extended_on | acted_on   | extracted_on
            1          | 2026-03-01  |             | 2026-02-20 | 2026-06-30
            2          | 2026-03-01  |             | 2026-06-01 | 2026-06-30
            3          | 2026-03-20  |             |            | 2026-04-30
        """,
        load_note="load_id | source_row | code | column\naccounting_request | 3 | precision_month | acted_on",
        ask="select case_id, verdict, missing, facts from accounting_late",
        expect="""
            case_id | verdict        | missing                         | facts
            1       | not_assessable | accounting_request.received_on  | accounting_request.received_on is known to the month only, or lies after the day it was given.
            2       | not_assessable | accounting_request.received_on  | accounting_request.received_on is known to the month only, or lies after the day it was given.
            3       | not_assessable | accounting_request.extracted_on | Last seen owed 2026-04-30, not after its due day: no extract since tells whether it was given.
        """,
    )
    spec(
        accounting_request="request_id | received_on | extended_on\n1 | 2026-03-01 |",
        ask="select case_id, verdict, missing from accounting_late",
        expect="case_id | verdict | missing\n1 | not_assessable | accounting_request.acted_on",
    )
    spec(
        accounting_request="""
            request_id | received_on | acted_on
            1          | 2026-03-01  | 2026-05-20
            2          | 2026-03-01  | 2026-05-31
        """,
        ask="select case_id, verdict, missing from accounting_late",
        expect="""
            case_id | verdict        | missing
            1       | not_assessable | accounting_request.extended_on
            2       | apparent       |
        """,
    )
