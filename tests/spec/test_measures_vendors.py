"""vendor_answered_within and vendor_handover_days: how fast is a vendor, counted from the day the provider got the request?"""
# ruff: noqa: E501 - a table is as wide as its words

from roi_analytics import measures

TARGET = "answered_within_days\n10"
HANDED = "select case_id, business_associate_id, value, standing, outcome, days, reason from vendor_handover_days"


def test_the_clock_is_the_providers_never_the_vendors(spec):
    """Answered on day 12, five days after the vendor got it: late all the same. What the provider does itself is no case."""
    spec(
        target=TARGET,
        as_of="2026-04-30",
        request="""
            request_id | legal_path | handled_by         | business_associate_id | received_on | vendor_received_on | completed_on | status
            quick      | access     | business_associate | copywell              | 2026-04-01  | 2026-04-02         | 2026-04-11   | fulfilled
            slow_start | access     | business_associate | copywell              | 2026-04-01  | 2026-04-08         | 2026-04-13   | fulfilled
            no_name    | access     | business_associate |                       | 2026-04-01  | 2026-04-02         | 2026-04-05   | fulfilled
            tenth_day  | access     |                    | copywell              | 2026-04-20  |                    |              | open
            no_word    | access     |                    | copywell              | 2026-04-21  |                    |              | open
            no_end     | access     |                    | copywell              | 2026-04-01  |                    |              | withdrawn
            own        | access     | provider           |                       | 2026-04-01  |                    | 2026-04-02   | fulfilled
        """,
        ask="vendor_answered_within",
        expect="""
            case_id    | business_associate_id | value | standing       | outcome   | days | reason
            quick      | copywell              | 1     | counted        | answered  | 10   |
            slow_start | copywell              | 0     | counted        | answered  | 12   |
            no_name    | not_recorded          | 1     | counted        | answered  | 4    |
            tenth_day  | copywell              | 0     | counted        | open      | 10   |
            no_word    | copywell              |       | immature       | open      | 9    | still open before the target day
            no_end     | copywell              |       | not_assessable | competing |      | request.completed_on: it was withdrawn, and the log does not say when
        """,
    )


def test_vendors_are_never_in_one_figure(build):
    engine = build(
        target=TARGET,
        only={"vendor_answered_within", "held_out"},
        request="""
            request_id | legal_path | business_associate_id | received_on | completed_on | status
            1          | access     | copywell              | 2026-04-01  | 2026-04-05   | fulfilled
            2          | access     | copywell              | 2026-04-01  | 2026-04-25   | fulfilled
            3          | access     | paperbark             | 2026-04-01  | 2026-04-05   | fulfilled
        """,
    )
    found = measures.show(engine, "vendor_answered_within", legal_path="access")
    assert found.select("business_associate_id", "cases", "value").rows() == [
        ("copywell", 2, 0.5),
        ("paperbark", 1, 1.0),
    ]


def test_the_days_the_vendors_own_clock_leaves_out(spec):
    """The same day is nought. Not yet handed over is open; withdrawn before competes; before receipt is no wait."""
    spec(
        as_of="2026-04-30",
        request="""
            request_id | legal_path | business_associate_id | received_on | vendor_received_on | completed_on | status
            same_day   | access     | copywell              | 2026-04-01  | 2026-04-01         | 2026-04-20   | fulfilled
            a_week     | access     | copywell              | 2026-04-01  | 2026-04-08         |              | open
            waiting    | access     | copywell              | 2026-04-01  |                    |              | open
            gave_up    | access     | copywell              | 2026-04-01  |                    | 2026-04-05   | withdrawn
            afterwards | access     | copywell              | 2026-04-01  | 2026-04-06         | 2026-04-05   | withdrawn
            before     | access     | copywell              | 2026-04-08  | 2026-04-01         | 2026-04-20   | fulfilled
            backwards  | access     | copywell              | 2026-04-08  | 2026-04-09         | 2026-04-01   | fulfilled
            blank      | access     | copywell              | 2026-04-01  |                    | 2026-04-20   | fulfilled
            own        | access     |                       | 2026-04-01  |                    | 2026-04-20   | fulfilled
        """,
        ask=HANDED,
        expect="""
            case_id    | business_associate_id | value | standing       | outcome   | days | reason
            same_day   | copywell              | 0     | counted        | answered  | 0    |
            a_week     | copywell              | 7     | counted        | answered  | 7    |
            waiting    | copywell              |       | counted        | open      | 29   |
            gave_up    | copywell              |       | counted        | competing | 4    |
            afterwards | copywell              |       | counted        | competing | 4    |
            before     | copywell              |       | not_assessable | answered  | -7   | the vendor had it before the day the provider gives as receipt
            backwards  | copywell              |       | not_assessable | answered  | 1    | request.received_on lies after the day it was answered
            blank      | copywell              |       | not_assessable |           | 19   | answered, and the log does not say when the vendor got it
        """,
    )


def test_a_handover_from_before_the_request_came_into_view_was_not_watched(spec):
    """Missing from the extract of 30 April: watched from day 60. One not yet handed over is watched from then on."""
    spec(
        as_of="2026-05-31",
        request="""
            request_id | legal_path | business_associate_id | received_on | vendor_received_on | status | extracted_on
            other      | access     | copywell              | 2026-04-01  | 2026-04-03         | open   | 2026-04-30
            other      | access     | copywell              | 2026-04-01  | 2026-04-03         | open   | 2026-05-31
            last_day   | access     | copywell              | 2026-04-01  | 2026-05-31         | open   | 2026-05-31
            waiting    | access     | copywell              | 2026-04-01  |                    | open   | 2026-05-31
        """,
        ask="vendor_handover_days",
        expect="""
            case_id  | standing       | reason                                        | outcome  | entered | days
            other    | counted        |                                               | answered | 0       | 2
            last_day | not_assessable | the vendor had it before the log first showed it | answered | 60      | 60
            waiting  | counted        |                                               | open     | 60      | 60
        """,
    )


def test_a_log_without_the_vendors_day_is_not_assessable(spec):
    """No such column: the open request is not one the vendor has been waiting for."""
    spec(
        request="request_id | legal_path | business_associate_id | received_on | status\n1 | access | copywell | 2026-04-01 | open",
        ask="vendor_handover_days",
        expect="""
            case_id | value | standing       | reason
            1       |       | not_assessable | the provider feeds no day on which the vendor got it
        """,
    )
