"""days_in_step and days_waiting: where do the days go, and for whom did the request wait?"""
# ruff: noqa: E501 - a table is as wide as its words

import datetime as dt

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_tables import warehouse

from roi_analytics import measures, models

STEPS = "select case_id, stage, waiting_on, value, standing, outcome, days from days_in_step"
WAITED = "select case_id, counted_on, value, standing from days_waiting"

PARTIES = ["provider", "requester", "vendor", ""]


# -- days_in_step ------------------------------------------------------------------------------------

TWO_REQUESTS = """
    request_id | legal_path | received_on | completed_on | status
    ended      | access     | 2026-04-01  | 2026-04-20   | fulfilled
    open       | access     | 2026-04-01  |              | open
"""

THEIR_STEPS = """
    request_id | event_no | stage    | happened_at         | waiting_on
    ended      | 1        | received | 2026-04-01 14:00:00 |
    ended      | 2        | pended   | 2026-04-03 14:00:00 | requester
    ended      | 3        | resumed  | 2026-04-13 14:00:00 | provider
    ended      | 4        | released | 2026-04-20 14:00:00 |
    ended      | 5        | closed   | 2026-04-20 15:00:00 |
    ended      | 6        | invoiced | 2026-04-25 14:00:00 | provider
    open       | 1        | pended   | 2026-04-05 14:00:00 | vendor
"""


def test_each_step_lasts_until_the_next_and_the_newest_is_still_going_on(spec):
    """Released and closed are ends; an invoice after the answer waits for nobody."""
    spec(
        as_of="2026-04-30",
        request=TWO_REQUESTS,
        request_event=THEIR_STEPS,
        ask=STEPS,
        expect="""
            case_id | stage    | waiting_on   | value | standing | outcome  | days
            ended/1 | received | not_recorded | 2     | counted  | answered | 2
            ended/2 | pended   | requester    | 10    | counted  | answered | 10
            ended/3 | resumed  | provider     | 7     | counted  | answered | 7
            open/1  | pended   | vendor       |       | counted  | open     | 25
        """,
    )


def test_steps_of_one_day_and_steps_on_the_last_day_seen(spec):
    """A step that another follows the same day lasted no day; one that another follows on the last day seen is over."""
    spec(
        as_of="2026-04-30",
        request="""
            request_id | legal_path | received_on | completed_on | status
            one_day    | access     | 2026-04-01  | 2026-04-01   | fulfilled
            open       | access     | 2026-04-01  |              | open
            today      | access     | 2026-04-01  |              | open
        """,
        request_event="""
            request_id | event_no | stage    | happened_at         | waiting_on
            one_day    | 1        | received | 2026-04-01 14:00:00 | provider
            open       | 1        | received | 2026-04-10 14:00:00 | provider
            open       | 2        | gathered | 2026-04-10 15:00:00 | provider
            today      | 1        | received | 2026-04-10 14:00:00 | provider
            today      | 2        | gathered | 2026-04-30 14:00:00 | provider
        """,
        ask=STEPS,
        expect="""
            case_id   | stage    | waiting_on | value | standing | outcome  | days
            one_day/1 | received | provider   | 0     | counted  | answered | 0
            open/1    | received | provider   | 0     | counted  | answered | 0
            open/2    | gathered | provider   |       | counted  | open     | 20
            today/1   | received | provider   | 20    | counted  | answered | 20
            today/2   | gathered | provider   |       | counted  | open     | 0
        """,
    )


def test_a_step_from_before_the_request_came_into_view_was_not_watched(spec):
    """Missing from the extract of 30 April, in view from 31 May: a step over by then was not watched, one going on from then."""
    spec(
        as_of="2026-05-31",
        request="""
            request_id | legal_path | received_on | status | extracted_on
            steady     | access     | 2026-04-01  | open   | 2026-04-30
            steady     | access     | 2026-04-01  | open   | 2026-05-31
            late       | access     | 2026-04-01  | open   | 2026-05-31
        """,
        request_event="""
            request_id | event_no | stage    | happened_at         | waiting_on | extracted_on
            steady     | 1        | received | 2026-04-01 14:00:00 | provider   | 2026-05-31
            steady     | 2        | gathered | 2026-04-02 14:00:00 | provider   | 2026-05-31
            late       | 1        | received | 2026-04-01 14:00:00 | provider   | 2026-05-31
            late       | 2        | gathered | 2026-05-21 14:00:00 | provider   | 2026-05-31
            late       | 3        | pended   | 2026-05-31 14:00:00 | provider   | 2026-05-31
        """,
        ask="days_in_step",
        expect="""
            case_id  | standing       | reason                                              | outcome  | entered | days
            steady/1 | counted        |                                                     | answered | 0       | 1
            steady/2 | counted        |                                                     | open     | 0       | 59
            late/1   | not_assessable | it was over before the log first showed the request | answered | 60      | 50
            late/2   | not_assessable | it was over before the log first showed the request | answered | 10      | 10
            late/3   | counted        |                                                     | open     | 0       | 0
        """,
    )


def test_the_parties_days_are_never_in_one_figure(build):
    engine = build(
        as_of="2026-04-30", request=TWO_REQUESTS, request_event=THEIR_STEPS, only={"days_in_step", "held_out"}
    )
    found = measures.show(engine, "days_in_step", by="stage", legal_path="access")
    assert found.select("stage", "waiting_on", "cases", "value").rows() == [
        ("pended", "requester", 1, 10.0),
        ("pended", "vendor", 1, None),
        ("received", "not_recorded", 1, 2.0),
        ("resumed", "provider", 1, 7.0),
    ]


def test_a_step_without_a_day_makes_what_came_next_unsure(spec):
    """So does a request whose end the log does not give, for its last step."""
    spec(
        as_of="2026-04-30",
        request="""
            request_id | legal_path | received_on | completed_on | status
            undated    | access     | 2026-04-01  |              | open
            no_end     | access     | 2026-04-02  |              | withdrawn
            backwards  | access     | 2026-04-10  | 2026-04-01   | fulfilled
        """,
        request_event="""
            request_id | event_no | stage    | happened_at         | waiting_on
            undated    | 1        | received | 2026-04-01 14:00:00 | provider
            undated    | 2        | pended   |                     | requester
            no_end     | 1        | received | 2026-04-02 14:00:00 | provider
            no_end     | 2        | gathered | 2026-04-06 14:00:00 | provider
            backwards  | 1        | received | 2026-04-10 14:00:00 | provider
        """,
        ask="days_in_step",
        expect="""
            case_id     | counted_on | value | standing       | reason
            undated/1   | 2026-04-01 |       | not_assessable | another step of the request has no day
            undated/2   | 2026-04-01 |       | not_assessable | the step has no day
            no_end/1    | 2026-04-02 | 4     | counted        |
            no_end/2    | 2026-04-06 |       | not_assessable | request.completed_on: it was withdrawn, and the log does not say when
            backwards/1 | 2026-04-10 |       | not_assessable | request.received_on lies after the day it was answered
        """,
    )


# -- days_waiting ------------------------------------------------------------------------------------


def test_the_days_of_each_month_are_told_by_whom_they_waited_for(spec):
    """
    Received on 20 March; the first step on the 23rd; sent back on the 30th; gone on with on 8 April; answered on the 10th.
    Two stretches for the provider in one month are one row. The open one waits for the vendor up to the day it was last seen.
    """
    spec(
        as_of="2026-04-12",
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-20  | 2026-04-10   | fulfilled
            2          | access     | 2026-04-10  |              | open
        """,
        request_event="""
            request_id | event_no | stage        | happened_at         | waiting_on
            1          | 1        | acknowledged | 2026-03-23 14:00:00 | provider
            1          | 2        | gathered     | 2026-03-25 14:00:00 | provider
            1          | 3        | pended       | 2026-03-30 14:00:00 | requester
            1          | 4        | resumed      | 2026-04-08 14:00:00 | provider
            1          | 5        | released     | 2026-04-10 14:00:00 |
            2          | 1        | received     | 2026-04-10 14:00:00 | vendor
        """,
        ask=WAITED,
        expect="""
            case_id                | counted_on | value | standing
            1/not_recorded/2026-03 | 2026-03-20 | 3     | counted
            1/provider/2026-03     | 2026-03-23 | 7     | counted
            1/requester/2026-03    | 2026-03-30 | 2     | counted
            1/requester/2026-04    | 2026-04-01 | 7     | counted
            1/provider/2026-04     | 2026-04-08 | 2     | counted
            2/vendor/2026-04       | 2026-04-10 | 2     | counted
        """,
    )


def test_where_the_days_cannot_be_told_they_are_not_counted(spec):
    """A step without a day; an end the log does not give. A request without any step waited for nobody the log names."""
    spec(
        as_of="2026-04-30",
        request="""
            request_id | legal_path | received_on | completed_on | status
            undated    | access     | 2026-04-01  | 2026-04-03   | fulfilled
            no_end     | access     | 2026-04-02  |              | withdrawn
            no_step    | access     | 2026-04-27  |              | open
        """,
        request_event="""
            request_id | event_no | stage    | happened_at         | waiting_on
            undated    | 1        | received | 2026-04-01 14:00:00 | provider
            undated    | 2        | pended   |                     | requester
            no_end     | 1        | received | 2026-04-02 14:00:00 | provider
        """,
        ask="days_waiting",
        expect="""
            case_id                      | value | standing       | reason
            undated/provider/2026-04     |       | not_assessable | a step of the request has no day
            no_end/provider/2026-04      |       | not_assessable | request.completed_on: it was withdrawn, and the log does not say when
            no_step/not_recorded/2026-04 | 3     | counted        |
        """,
    )


def test_a_provider_that_feeds_no_steps_has_no_cases(spec):
    spec(
        request="request_id | legal_path | received_on | status\n1 | access | 2026-04-01 | open",
        ask="select case_id from days_waiting union all select case_id from days_in_step",
        expect="case_id",
    )


moment = st.integers(0, 59)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.none() | st.integers(0, 60),
            st.lists(st.tuples(moment, st.sampled_from(PARTIES)), max_size=5),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_the_parties_days_add_up_to_the_days_the_request_was_open(requests):
    """Whatever was logged, and when: each day from receipt to the end, or to the last sight, belongs to one party."""
    first, seen = dt.date(2026, 3, 20), dt.date(2026, 5, 31)
    rows, steps, days = [], [], {}
    for number, (after, length, logged) in enumerate(requests):
        received = first + dt.timedelta(after)
        ended = None if length is None else min(received + dt.timedelta(length), seen)
        rows.append(f"{number} | access | {received} | {ended or ''} | {'open' if ended is None else 'fulfilled'}")
        days[str(number)] = ((ended or seen) - received).days
        for place, (later, party) in enumerate(logged):
            day = min(received + dt.timedelta(later - 5), seen)
            steps.append(f"{number} | {place} | received | {day} 14:00:00 | {party}")
    tables = {
        "request": "\n".join(["request_id | legal_path | received_on | completed_on | status", *rows]),
        "request_event": "\n".join(["request_id | event_no | stage | happened_at | waiting_on", *steps]),
    }
    with warehouse(tables, as_of=str(seen), extract="full") as engine:
        models.build(engine, only={"days_waiting"})
        told = engine.read("select case_id, month, value, counted_on from days_waiting")
    assert told["value"].is_between(1, 31).all()
    assert told["counted_on"].dt.strftime("%Y-%m").to_list() == told["month"].to_list()
    waited = told.group_by(pl.col("case_id").str.split("/").list.first()).agg(pl.col("value").sum())
    assert dict(waited.rows()) == {request: open_days for request, open_days in days.items() if open_days}
