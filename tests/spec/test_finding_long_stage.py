"""A long step on the provider's side: by the house policy, whom it waited on and how long."""
# ruff: noqa: E501 - a table is as wide as its words

STEP = "select case_id, verdict, facts from long_stage"


# -- long_stage --------------------------------------------------------------------------------------


def test_a_step_that_waited_on_the_provider_or_its_vendor_longer_than_14_days(spec):
    """House policy under 45 CFR 164.524(b)(2): a vendor's delay is the provider's. 14 days are not too long; the requester's own time is not counted."""
    spec(
        request="""
            request_id | legal_path    | received_on | completed_on | closed_on  | status
            1          | access        | 2026-03-01  | 2026-03-25   |            | fulfilled
            2          | access        | 2026-03-01  | 2026-03-20   |            | fulfilled
            3          | access        | 2026-06-01  |              |            | open
            4          | authorization | 2026-03-01  |              |            | open
            5          | access        | 2026-03-01  | 2026-03-05   | 2026-06-01 | fulfilled
        """,
        request_event="""
            request_id | event_no | stage     | waiting_on | happened_at
            1          | 1        | received  | provider   | 2026-03-01 15:00:00
            1          | 2        | gathered  | vendor     | 2026-03-10 15:00:00
            2          | 1        | received  | provider   | 2026-03-01 15:00:00
            2          | 2        | pended    | requester  | 2026-03-03 15:00:00
            2          | 3        | gathered  | vendor     | 2026-03-20 15:00:00
            3          | 1        | received  | provider   | 2026-06-01 15:00:00
            4          | 1        | received  | provider   | 2026-03-01 15:00:00
            5          | 1        | released  | provider   | 2026-03-05 15:00:00
            5          | 2        | other     | provider   | 2026-03-05 16:00:00
        """,
        ask=STEP,
        expect="""
            case_id | verdict | facts
            1/2     | check   | Step gathered of 2026-03-10 waited on the vendor until 2026-03-25, days: 15.
            3/1     | check   | Step received of 2026-06-01 waited on the provider until 2026-06-30, days: 29.
        """,
    )


def test_fourteen_days_at_one_step_are_within_the_policy(spec):
    """House policy: longer than 14 days. The days are of the provider's own clock: 2026-03-02 03:00 in UTC is 1 March in Ohio."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  | 2026-03-15   | fulfilled
            2          | access     | 2026-03-01  | 2026-03-16   | fulfilled
        """,
        request_event="""
            request_id | event_no | stage    | waiting_on | happened_at
            1          | 1        | received | provider   | 2026-03-02 03:00:00
            2          | 1        | received | provider   | 2026-03-02 03:00:00
        """,
        ask="select case_id, verdict from judged_long_stage",
        expect="case_id | verdict\n1/1 |\n2/1 | check",
    )


def test_a_long_step_that_cannot_be_judged(spec):
    """For whom it waited is blank; a step without a day; a path that is unknown; an end without a day."""
    spec(
        request="""
            request_id | legal_path | received_on | status
            1          | access     | 2026-03-01  | open
            2          | access     | 2026-03-01  | open
            3          |            | 2026-03-01  | open
            4          | access     | 2026-03-01  | fulfilled
        """,
        request_event="""
            request_id | event_no | stage    | waiting_on | happened_at
            1          | 1        | received |            | 2026-03-01 15:00:00
            2          | 1        | received | provider   | 2026-03-01 15:00:00
            2          | 2        | gathered | requester  |
            3          | 1        | received | provider   | 2026-03-01 15:00:00
            4          | 1        | received | provider   | 2026-03-01 15:00:00
        """,
        ask="select case_id, verdict, missing from long_stage",
        expect="""
            case_id | verdict        | missing
            1/1     | not_assessable | request_event.waiting_on
            2/1     | not_assessable | request_event.happened_at
            3/1     | not_assessable | request.legal_path
            4/1     | not_assessable | request.closed_on
        """,
    )
