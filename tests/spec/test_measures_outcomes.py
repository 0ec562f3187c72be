"""outcomes and delivery_returned_share: how do requests end, and did what was handed over arrive?"""
# ruff: noqa: E501 - a table is as wide as its words

import pytest

from roi_analytics import measures

TARGET = "answered_within_days\n10"


# -- outcomes ----------------------------------------------------------------------------------------


def test_each_way_of_ending_has_its_own_word(spec):
    """Target ten days. A day of completion without a status is an answer of which the log does not say how."""
    spec(
        target=TARGET,
        as_of="2026-04-30",
        request="""
            request_id | legal_path | received_on | completed_on | status
            provided   | access     | 2026-04-01  | 2026-04-11   | fulfilled
            denied     | access     | 2026-04-01  | 2026-04-12   | denied
            none       | access     | 2026-04-01  | 2026-04-02   | no_records
            sent_on    | access     | 2026-04-01  | 2026-04-03   | redirected
            gave_up    | access     | 2026-04-01  | 2026-04-04   | withdrawn
            left       | access     | 2026-04-01  | 2026-04-29   | abandoned
            done       | access     | 2026-04-01  | 2026-04-06   |
            long_open  | access     | 2026-04-20  |              | open
            young      | access     | 2026-04-21  |              | open
            no_end     | access     | 2026-04-01  |              | withdrawn
            twice      | access     | 2026-04-01  | 2026-04-03   | duplicate
        """,
        ask="outcomes",
        expect="""
            case_id   | value | standing       | outcome               | days | reason
            provided  | 1     | counted        | provided              | 10   |
            denied    | 0     | counted        | denied                | 11   |
            none      | 1     | counted        | no_records            | 1    |
            sent_on   | 1     | counted        | redirected            | 2    |
            gave_up   | 1     | counted        | withdrawn             | 3    |
            left      | 0     | counted        | abandoned             | 28   |
            done      | 1     | counted        | answered_not_said_how | 5    |
            long_open | 0     | counted        | open                  | 10   |
            young     |       | immature       | open                  | 9    | still open before the target day
            no_end    |       | not_assessable | withdrawn             |      | request.completed_on: it was withdrawn, and the log does not say when
        """,
    )


def test_the_shares_by_the_target_day_add_up_to_all_requests(build):
    """Of eight, two were provided and one denied by day ten, one withdrew; a denial on day twenty came too late for it."""
    engine = build(
        target=TARGET,
        only={"outcomes", "held_out"},
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-04-01  | 2026-04-05   | fulfilled
            2          | access     | 2026-04-01  | 2026-04-11   | fulfilled
            3          | access     | 2026-04-01  | 2026-04-03   | denied
            4          | access     | 2026-04-01  | 2026-04-04   | withdrawn
            5          | access     | 2026-04-01  | 2026-04-21   | denied
            6          | access     | 2026-04-01  |              | open
            7          | access     | 2026-04-01  |              | open
            8          | access     | 2026-04-01  |              | open
        """,
    )
    found = measures.show(engine, "outcomes", legal_path="access")
    shares = dict(found.select("outcome", "value").rows())
    assert shares == pytest.approx({"provided": 0.25, "denied": 0.125, "withdrawn": 0.125, "open": 0.5})
    assert found["cases"].to_list() == [8] * 4


# -- delivery_returned_share -------------------------------------------------------------------------

DELIVERIES = """
    delivery_id | request_id | method | made_available_on | sent_on    | delivered_on | outcome
    arrived     | 1          | mail   |                   | 2026-04-20 | 2026-04-23   | delivered
    back        | 1          | mail   |                   | 2026-04-02 |              | returned
    no_line     | 1          | fax    |                   | 2026-04-03 |              | failed
    on_shelf    | 1          |        | 2026-05-02        |            |              | uncollected
    stranger    | 1          | fax    |                   | 2026-04-04 |              | wrong_recipient
    silent      | 1          | mail   |                   |            |              |
    orphan      |            | mail   |                   | 2026-04-05 |              | delivered
"""


def test_what_came_back_failed_or_lay_uncollected(spec):
    """One that reached the wrong person came not back: another question. Without a request its legal path is not known."""
    spec(
        request="request_id | legal_path | received_on | status\n1 | access | 2026-04-01 | open",
        delivery=DELIVERIES,
        ask="delivery_returned_share",
        expect="""
            case_id  | counted_on | legal_path | method       | delivery_outcome | value | standing       | reason
            arrived  | 2026-04-20 | access     | mail         | delivered        | 0     | counted        |
            back     | 2026-04-02 | access     | mail         | returned         | 1     | counted        |
            no_line  | 2026-04-03 | access     | fax          | failed           | 1     | counted        |
            on_shelf | 2026-05-02 | access     | not_recorded | uncollected      | 1     | counted        |
            stranger | 2026-04-04 | access     | fax          | wrong_recipient  | 0     | counted        |
            silent   | 2026-04-01 | access     | mail         |                  |       | not_assessable | the log does not say what became of it
            orphan   | 2026-04-05 | unknown    | mail         | delivered        | 0     | counted        |
        """,
    )


def test_each_outcome_stands_on_all_deliveries(build):
    engine = build(
        request="request_id | legal_path | received_on | status\n1 | access | 2026-04-01 | open",
        delivery=DELIVERIES,
        only={"delivery_returned_share", "held_out"},
    )
    whole = measures.show(engine, "delivery_returned_share", legal_path="access")
    assert whole.select("cases", "value", "not_assessable").rows() == [(5, 0.6, 1)]
    parts = measures.show(engine, "delivery_returned_share", by="delivery_outcome", legal_path="access")
    assert parts["cases"].to_list() == [5] * 5
    assert dict(parts.select("delivery_outcome", "value").rows()) == pytest.approx(
        {"delivered": 0.2, "failed": 0.2, "returned": 0.2, "uncollected": 0.2, "wrong_recipient": 0.2}
    )
