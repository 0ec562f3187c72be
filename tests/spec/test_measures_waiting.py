"""Until the first response, until the authority was proven: how long does a request wait for what comes before an answer?"""
# ruff: noqa: E501 - a table is as wide as its words

FIRST = "select case_id, value, standing, reason, outcome, days from days_to_first_response"
PROVEN = "select case_id, value, standing, reason, outcome, days from days_to_authority_complete"


# -- days_to_first_response --------------------------------------------------------------------------


def test_whatever_goes_out_first_is_the_first_response(spec):
    """A letter, an acknowledgement logged as a step, a notice of extension, a denial's notice, a bill, a part, the answer itself."""
    spec(
        as_of="2026-05-31",
        request="""
            request_id | legal_path | received_on | completed_on | status
            letter     | access     | 2026-04-01  |              | open
            step       | access     | 2026-04-01  |              | open
            extended   | access     | 2026-04-01  |              | open
            refused    | access     | 2026-04-01  |              | open
            billed     | access     | 2026-04-01  |              | open
            part       | access     | 2026-04-01  | 2026-05-20   | fulfilled
            answer     | access     | 2026-04-01  | 2026-04-01   | fulfilled
        """,
        correspondence="""
            request_id | kind            | sent_on
            letter     | fee_notice      | 2026-04-09
            letter     | acknowledgement | 2026-04-03
            extended   | extension       | 2026-04-20
        """,
        request_event="""
            request_id | event_no | stage        | happened_at
            step       | 1        | received     | 2026-04-01 14:00:00
            step       | 2        | acknowledged | 2026-04-02 14:00:00
        """,
        extension="request_id | notified_on\nextended | 2026-04-19",
        denial="denial_id | request_id | is_whole | notice_sent_on\nd | refused | false | 2026-04-06",
        invoice="request_id | sent_on\nbilled | 2026-04-08",
        delivery="""
            request_id | sent_on    | outcome   | is_complete
            part       | 2026-04-11 | delivered | false
            part       | 2026-05-20 | delivered | true
            answer     | 2026-04-01 | delivered | true
        """,
        ask=FIRST,
        expect="""
            case_id  | value | standing | reason | outcome  | days
            letter   | 2     | counted  |        | answered | 2
            step     | 1     | counted  |        | answered | 1
            extended | 18    | counted  |        | answered | 18
            refused  | 5     | counted  |        | answered | 5
            billed   | 7     | counted  |        | answered | 7
            part     | 10    | counted  |        | answered | 10
            answer   | 0     | counted  |        | answered | 0
        """,
    )


def test_silence_is_open_until_last_seen_and_a_withdrawal_before_a_word_competes(spec):
    """A word after the withdrawal came too late to be a response; one before the request came in answers nothing."""
    spec(
        as_of="2026-04-30",
        request="""
            request_id | legal_path | received_on | completed_on | status
            silent     | access     | 2026-04-01  |              | open
            gave_up    | access     | 2026-04-01  | 2026-04-11   | withdrawn
            too_late   | access     | 2026-04-01  | 2026-04-11   | withdrawn
            before     | access     | 2026-04-01  |              | open
        """,
        correspondence="""
            request_id | kind            | sent_on
            too_late   | acknowledgement | 2026-04-12
            before     | other           | 2026-03-20
        """,
        ask=FIRST,
        expect="""
            case_id  | value | standing | reason | outcome   | days
            silent   |       | counted  |        | open      | 29
            gave_up  |       | counted  |        | competing | 10
            too_late |       | counted  |        | competing | 10
            before   |       | counted  |        | open      | 29
        """,
    )


def test_a_letter_without_a_day_hides_the_first_word_and_a_known_word_stands_without_an_end(spec):
    spec(
        as_of="2026-04-30",
        request="""
            request_id | legal_path | received_on | completed_on | closed_on  | status
            undated    | access     | 2026-04-01  | 2026-04-10   |            | fulfilled
            not_said   | access     | 2026-04-01  |              | 2026-04-20 | unknown
            nothing    | access     | 2026-04-01  |              | 2026-04-20 | unknown
            backwards  | access     | 2026-04-10  | 2026-04-01   |            | fulfilled
        """,
        correspondence="""
            request_id | kind            | sent_on
            undated    | acknowledgement |
            not_said   | acknowledgement | 2026-04-05
            backwards  | other           | 2026-04-12
        """,
        ask="select case_id, value, standing, reason from days_to_first_response",
        expect="""
            case_id   | value | standing       | reason
            undated   |       | not_assessable | something went out on a day the log does not give
            not_said  | 4     | counted        |
            nothing   |       | not_assessable | the log does not say how it ended
            backwards |       | not_assessable | request.received_on lies after the day it was answered
        """,
    )


def test_a_provider_that_feeds_no_letters_is_not_assessable(spec):
    spec(
        request="request_id | legal_path | received_on | completed_on | status\n1 | access | 2026-04-01 | 2026-04-10 | fulfilled",
        ask="days_to_first_response",
        expect="""
            case_id | value | standing       | reason
            1       |       | not_assessable | the provider feeds no letters
        """,
    )


def test_a_request_that_came_into_view_late_was_not_watched_before(spec):
    """Missing from the extract of 30 April: watched from day 60. A first word on day 2 had gone out unseen."""
    spec(
        as_of="2026-05-31",
        request="""
            request_id | legal_path | received_on | status | extracted_on
            other      | access     | 2026-04-01  | open   | 2026-04-30
            other      | access     | 2026-04-01  | open   | 2026-05-31
            late       | access     | 2026-04-01  | open   | 2026-05-31
            last_day   | access     | 2026-04-01  | open   | 2026-05-31
        """,
        correspondence="""
            request_id | kind            | sent_on
            other      | acknowledgement | 2026-04-03
            late       | acknowledgement | 2026-04-03
            last_day   | acknowledgement | 2026-05-31
        """,
        ask="days_to_first_response",
        expect="""
            case_id | value | standing       | reason                                                               | entered
            other   | 2     | counted        |                                                                      | 0
            late    |       | not_assessable | the first response went out before the log first showed the request | 60
            last_day |       | not_assessable | the first response went out before the log first showed the request | 60
        """,
    )


# -- days_to_authority_complete ----------------------------------------------------------------------


def test_the_proof_is_complete_on_its_own_day_or_by_the_step(spec):
    """On the request, on the paper, or by the step; proof on file before the request came in is there on day nought."""
    spec(
        as_of="2026-05-31",
        request="""
            request_id | legal_path    | received_on | authority_proof_on | completed_on | status
            on_request | authorization | 2026-04-01  | 2026-04-08         |              | open
            on_paper   | authorization | 2026-04-01  |                    |              | open
            by_step    | authorization | 2026-04-01  |                    |              | open
            on_file    | authorization | 2026-04-01  | 2026-02-01         |              | open
            waiting    | authorization | 2026-04-01  |                    |              | open
            gave_up    | authorization | 2026-04-01  |                    | 2026-04-11   | withdrawn
            answered   | authorization | 2026-04-01  |                    | 2026-04-11   | fulfilled
            both       | authorization | 2026-04-01  | 2026-04-08         | 2026-04-11   | fulfilled
            too_late   | authorization | 2026-04-01  | 2026-04-12         | 2026-04-11   | withdrawn
            backwards  | authorization | 2026-04-10  | 2026-04-12         | 2026-04-01   | fulfilled
        """,
        authority="request_id | kind | proof_received_on\non_paper | written_authorization | 2026-04-04",
        request_event="""
            request_id | event_no | stage              | happened_at
            by_step    | 1        | authority_complete | 2026-04-10 12:00:00
            by_step    | 2        | authority_complete | 2026-04-20 12:00:00
        """,
        ask=PROVEN,
        expect="""
            case_id    | value | standing       | reason                                                          | outcome   | days
            on_request | 7     | counted        |                                                                 | answered  | 7
            on_paper   | 3     | counted        |                                                                 | answered  | 3
            by_step    | 9     | counted        |                                                                 | answered  | 9
            on_file    | 0     | counted        |                                                                 | answered  | 0
            waiting    |       | counted        |                                                                 | open      | 60
            gave_up    |       | counted        |                                                                 | competing | 10
            answered   |       | not_assessable | answered, and the log does not say when the authority was proven |           | 10
            both       | 7     | counted        |                                                                 | answered  | 7
            too_late   |       | counted        |                                                                 | competing | 10
            backwards  |       | not_assessable | request.received_on lies after the day it was answered          | answered  | 2
        """,
    )


def test_a_proof_from_before_the_request_came_into_view_was_not_watched(spec):
    """Missing from the extract of 30 April: watched from day 60. One that still waits is watched from then on."""
    spec(
        as_of="2026-05-31",
        request="""
            request_id | legal_path    | received_on | authority_proof_on | status | extracted_on
            other      | authorization | 2026-04-01  | 2026-04-03         | open   | 2026-04-30
            other      | authorization | 2026-04-01  | 2026-04-03         | open   | 2026-05-31
            last_day   | authorization | 2026-04-01  | 2026-05-31         | open   | 2026-05-31
            waiting    | authorization | 2026-04-01  |                    | open   | 2026-05-31
        """,
        ask="days_to_authority_complete",
        expect="""
            case_id  | standing       | reason                                                          | outcome  | entered | days
            other    | counted        |                                                                 | answered | 0       | 2
            last_day | not_assessable | the authority was proven before the log first showed the request | answered | 60      | 60
            waiting  | counted        |                                                                 | open     | 60      | 60
        """,
    )


def test_a_log_that_tells_no_day_of_proof_is_not_assessable(spec):
    """No such column and no such step: nobody waited sixty days, nobody knows. With the step but no day, neither."""
    spec(
        as_of="2026-05-31",
        provider="provider_id\np1\np2",
        request="""
            request_id | provider_id | legal_path    | received_on | status
            1          | p1          | authorization | 2026-04-01  | open
            2          | p2          | authorization | 2026-04-01  | open
        """,
        request_event="""
            request_id | provider_id | event_no | stage              | happened_at
            1          | p1          | 1        | received           | 2026-04-01 12:00:00
            2          | p2          | 1        | authority_complete |
        """,
        ask="days_to_authority_complete",
        expect="""
            case_id | value | standing       | reason
            1       |       | not_assessable | the provider feeds no day of proof
            2       |       | not_assessable | the step authority_complete has no day
        """,
    )
