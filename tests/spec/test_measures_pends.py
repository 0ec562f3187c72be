"""pended_share, pended_again_share and pends: how often are requests sent back or put on hold, how often again, and why?"""
# ruff: noqa: E501 - a table is as wide as its words

from roi_analytics import measures

TARGET = "answered_within_days\n10"

REQUESTS = """
    request_id | legal_path | received_on | completed_on | status
    never      | access     | 2026-04-01  | 2026-04-20   | fulfilled
    once       | access     | 2026-04-01  | 2026-04-20   | fulfilled
    twice      | access     | 2026-04-01  | 2026-04-20   | fulfilled
    one_day    | access     | 2026-04-01  | 2026-04-20   | fulfilled
    open_once  | access     | 2026-04-01  |              | open
    open_never | access     | 2026-04-01  |              | open
    tenth_day  | access     | 2026-04-20  | 2026-04-21   | fulfilled
    young      | access     | 2026-04-21  | 2026-04-22   | fulfilled
    young_once | access     | 2026-04-25  |              | open
    no_steps   | access     | 2026-04-01  | 2026-04-20   | fulfilled
"""

STEPS = """
    request_id | event_no | stage    | happened_at         | pend_reason       | waiting_on
    never      | 1        | received | 2026-04-01 14:00:00 |                   |
    once       | 1        | received | 2026-04-01 14:00:00 |                   |
    once       | 2        | pended   | 2026-04-03 14:00:00 | form not signed   | requester
    twice      | 1        | pended   | 2026-04-03 14:00:00 | form not signed   | requester
    twice      | 2        | resumed  | 2026-04-05 14:00:00 |                   |
    twice      | 3        | pended   | 2026-04-06 14:00:00 | no date of birth  | requester
    one_day    | 1        | pended   | 2026-04-03 14:00:00 | form not signed   | requester
    one_day    | 2        | pended   | 2026-04-03 15:00:00 | no date of birth  | requester
    open_once  | 1        | pended   | 2026-04-03 14:00:00 |                   | provider
    open_never | 1        | received | 2026-04-01 14:00:00 |                   |
    tenth_day  | 1        | pended   | 2026-04-20 14:00:00 | film in storage   | provider
    young      | 1        | received | 2026-04-21 14:00:00 |                   |
    young_once | 1        | pended   | 2026-04-26 14:00:00 | film in storage   |
"""


def test_pended_at_least_once(spec):
    """
    Judged once seen for the target's ten days after receipt: what is pended on day one would else count before what is
    answered on day nine. After that a request still open and not pended may yet be. One without any step tells nothing.
    """
    spec(
        target=TARGET,
        as_of="2026-04-30",
        request=REQUESTS,
        request_event=STEPS,
        ask="pended_share",
        expect="""
            case_id    | value | standing       | reason
            never      | 0     | counted        |
            once       | 1     | counted        |
            twice      | 1     | counted        |
            one_day    | 1     | counted        |
            open_once  | 1     | counted        |
            tenth_day  | 1     | counted        |
            open_never |       | immature       | still open, and not pended so far
            young      |       | immature       | not yet seen for the days of the target
            young_once |       | immature       | not yet seen for the days of the target
            no_steps   |       | not_assessable | no step of it is in the log
        """,
    )


def test_an_ended_request_is_seen_as_long_as_its_providers_log_goes_on(spec):
    """A log that drops what is done: answered on day one and gone from the later extract, it was never pended."""
    spec(
        target=TARGET,
        as_of="2026-04-30",
        request="""
            request_id | legal_path | received_on | completed_on | status    | extracted_on
            dropped    | access     | 2026-04-01  | 2026-04-02   | fulfilled | 2026-04-05
            kept       | access     | 2026-04-01  |              | open      | 2026-04-30
        """,
        request_event="""
            request_id | event_no | stage    | happened_at         | extracted_on
            dropped    | 1        | received | 2026-04-01 14:00:00 | 2026-04-05
            kept       | 1        | received | 2026-04-01 14:00:00 | 2026-04-30
        """,
        ask="pended_share",
        expect="""
            case_id | value | standing
            dropped | 0     | counted
            kept    |       | immature
        """,
    )


def test_where_the_steps_do_not_tell(spec):
    """A step without a name may have been a pend. A pend without a day is a pend."""
    spec(
        target=TARGET,
        request="""
            request_id | legal_path | received_on | completed_on | status
            unnamed    | access     | 2026-04-01  | 2026-04-20   | fulfilled
            undated    | access     | 2026-04-01  | 2026-04-20   | fulfilled
        """,
        request_event="""
            request_id | event_no | stage  | happened_at
            unnamed    | 1        |        | 2026-04-01 14:00:00
            undated    | 1        | pended |
        """,
        ask="pended_share",
        expect="""
            case_id | value | standing       | reason
            unnamed |       | not_assessable | a step of it is not named
            undated | 1     | counted        |
        """,
    )


def test_a_provider_that_feeds_no_steps_is_not_assessable(spec):
    spec(
        request="request_id | legal_path | received_on | completed_on | status\n1 | access | 2026-04-01 | 2026-04-03 | fulfilled",
        ask="pended_share",
        expect="""
            case_id | value | standing       | reason
            1       |       | not_assessable | the provider feeds no steps
        """,
    )


def test_pended_again_is_on_another_day(spec):
    """Two reasons found on one day send a person back once; found one after the other, twice."""
    spec(
        target=TARGET,
        as_of="2026-04-30",
        request=REQUESTS,
        request_event=STEPS,
        ask="pended_again_share",
        expect="""
            case_id    | counted_on | value | standing | reason
            once       | 2026-04-03 | 0     | counted  |
            twice      | 2026-04-03 | 1     | counted  |
            one_day    | 2026-04-03 | 0     | counted  |
            open_once  | 2026-04-03 |       | immature | still open, and pended once so far
            tenth_day  | 2026-04-20 | 0     | counted  |
            young_once | 2026-04-26 |       | immature | not yet seen for the days of the target
        """,
    )


def test_a_pend_without_a_day_hides_whether_it_was_another_day(spec):
    spec(
        target=TARGET,
        request="request_id | legal_path | received_on | completed_on | status\n1 | access | 2026-04-01 | 2026-04-20 | fulfilled",
        request_event="""
            request_id | event_no | stage  | happened_at
            1          | 1        | pended |
        """,
        ask="pended_again_share",
        expect="""
            case_id | counted_on | value | standing       | reason
            1       | 2026-04-01 |       | not_assessable | a pend of it has no day
        """,
    )


def test_every_pend_has_its_reason_in_the_logs_own_words(spec):
    spec(
        as_of="2026-04-30",
        request=REQUESTS,
        request_event=STEPS + "    never | 2 | pended | | film in storage | vendor",
        ask="pends",
        expect="""
            case_id      | counted_on | pend_reason      | waiting_on   | value | standing       | reason
            once/2       | 2026-04-03 | form not signed  | requester    | 1     | counted        |
            twice/1      | 2026-04-03 | form not signed  | requester    | 1     | counted        |
            twice/3      | 2026-04-06 | no date of birth | requester    | 1     | counted        |
            one_day/1    | 2026-04-03 | form not signed  | requester    | 1     | counted        |
            one_day/2    | 2026-04-03 | no date of birth | requester    | 1     | counted        |
            tenth_day/1  | 2026-04-20 | film in storage  | provider     | 1     | counted        |
            open_once/1  | 2026-04-03 | not_recorded     | provider     | 1     | counted        |
            young_once/1 | 2026-04-26 | film in storage  | not_recorded | 1     | counted        |
            never/2      | 2026-04-01 | film in storage  | vendor       |       | not_assessable | the step has no day
        """,
    )


def test_pends_by_reason_for_a_pareto_chart(build):
    engine = build(as_of="2026-04-30", request=REQUESTS, request_event=STEPS, only={"pends", "held_out"})
    found = measures.show(engine, "pends", by="pend_reason", legal_path="access")
    assert found.select("pend_reason", "value").rows() == [
        ("film in storage", 2),
        ("form not signed", 3),
        ("no date of birth", 2),
        ("not_recorded", 1),
    ]
