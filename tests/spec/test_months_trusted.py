"""Can a month be trusted? Restatements, extracts that do not carry on, days of bulk closing, rows that look wrong."""

import pytest

from roi_analytics import trust

LOG = """
    request_id | received_on | completed_on | status    | extracted_on
    steady     | 2026-04-02  |              | open      | 2026-04-30
    steady     | 2026-04-02  |              | open      | 2026-05-31
    closed     | 2026-04-03  |              | open      | 2026-04-30
    closed     | 2026-04-03  | 2026-05-05   | fulfilled | 2026-05-31
    gone       | 2026-04-04  |              | open      | 2026-04-30
    reopened   | 2026-04-05  | 2026-04-20   | fulfilled | 2026-04-30
    reopened   | 2026-04-05  |              | open      | 2026-05-31
    late       | 2026-04-06  |              | open      | 2026-05-31
    late_done  | 2026-04-07  | 2026-05-02   | fulfilled | 2026-05-31
    new        | 2026-05-08  |              | open      | 2026-05-31
    new_done   | 2026-05-09  | 2026-05-20   | fulfilled | 2026-05-31
    twice      | 2026-05-10  |              | duplicate | 2026-05-31
"""


def test_an_extract_carries_on_where_the_last_one_ended(spec):
    """Three open in April, two received, two closed: three are expected. One came late, one reopened, one is gone."""
    spec(
        request=LOG,
        as_of="2026-05-31",
        ask="roll_forward",
        expect="""
            provider_id | month   | opening | received | closed | expected | closing | came_late | reopened | gone
            p1          | 2026-05 | 3       | 2        | 2      | 3        | 4       | 1         | 1        | 1
        """,
    )


def test_in_a_feed_of_changes_a_row_stands_until_it_is_sent_again(spec):
    """Nothing is gone because it was not sent: the open one of April is open in May."""
    spec(
        request="""
            request_id | received_on | completed_on | status    | extracted_on
            quiet      | 2026-04-02  |              | open      | 2026-04-30
            closed     | 2026-04-03  |              | open      | 2026-04-30
            closed     | 2026-04-03  | 2026-05-05   | fulfilled | 2026-05-31
            new        | 2026-05-08  |              | open      | 2026-05-31
        """,
        extract="changes",
        as_of="2026-05-31",
        ask="roll_forward",
        expect="""
            opening | received | closed | expected | closing | came_late | reopened | gone
            2       | 1        | 1      | 2        | 2       | 0         | 0        | 0
        """,
    )


def test_one_extract_has_nothing_to_carry_on_from(spec):
    spec(
        request="""
            request_id | received_on | status
            1          | 2026-04-02  | open
        """,
        ask="roll_forward",
        expect="""
            opening | closing
        """,
    )


def test_restatements_by_month_of_receipt_with_before_and_after(build):
    """A receipt moved two days earlier, an outcome rewritten; the end of an open request is news, no restatement."""
    engine = build(
        as_of="2026-05-31",
        request="""
            request_id | received_on | completed_on | status     | extracted_on
            moved      | 2026-04-05  |              | open       | 2026-04-30
            moved      | 2026-04-03  |              | open       | 2026-05-31
            rewritten  | 2026-04-06  | 2026-04-20   | no_records | 2026-04-30
            rewritten  | 2026-04-06  | 2026-04-20   | fulfilled  | 2026-05-31
            closed     | 2026-04-07  |              | open       | 2026-04-30
            closed     | 2026-04-07  | 2026-05-07   | fulfilled  | 2026-05-31
        """,
    )
    found = trust.restatements(engine)
    assert found.select("month", "column", "before", "after", "requests", "received", "days").rows() == [
        ("2026-04", "received_on", "told", "earlier", 1, 3, -2.0),
        ("2026-04", "status", "no_records", "fulfilled", 1, 3, None),
    ]
    assert trust.restatements(engine, "2026-05").is_empty()


@pytest.mark.parametrize("measure", ["on_time", "answered_within"])
def test_a_share_with_and_without_the_rows_that_look_wrong(build, measure):
    """Two of four rows carry a note; without them both that are left were answered in time."""
    engine = build(
        as_of="2026-06-30",
        only={measure, "noted_case", "held_out", "due_list"},
        request="""
            request_id | legal_path | received_on | completed_on | status    | source_row
            good_1     | access     | 2026-04-01  | 2026-04-09   | fulfilled | 2
            good_2     | access     | 2026-04-02  | 2026-04-10   | fulfilled | 3
            noted_1    | access     | 2026-04-03  | 2026-06-10   | fulfilled | 4
            noted_2    | access     | 2026-04-04  | 2026-06-11   | fulfilled | 5
        """,
        load_note="""
            load_id | source_row | code                 | provider_id
            request | 4          | status_against_dates | p1
            request | 5          | status_against_dates | p1
        """,
    )
    [row] = trust.hangs_on(engine, measure, legal_path="access").to_dicts()
    assert (row["cases"], row["noted"]) == (4, 2)
    assert row["value"] == pytest.approx(0.5)
    assert row["without_noted"] == pytest.approx(1.0)
    assert (row["held_out"], row["lowest"], row["highest"]) == (0, pytest.approx(0.5), pytest.approx(0.5))


def test_a_request_struck_out_later_is_no_longer_open(spec):
    """Open in May; in June sent again as invalid. One never told as a request is none."""
    spec(
        request="""
            request_id | received_on | status    | extracted_on
            struck     | 2026-05-02  | open      | 2026-05-31
            stays      | 2026-05-03  | open      | 2026-05-31
            struck     | 2026-05-02  | invalid   | 2026-06-30
            never      | 2026-06-03  | duplicate | 2026-06-30
        """,
        extract="changes",
        ask="roll_forward",
        expect="""
            opening | received | closed | expected | closing
            2       | 0        | 1      | 1        | 1
        """,
    )


def test_a_restatement_stands_in_the_month_first_told(build):
    """Received in May as first told, then moved to June: one of the one request of May."""
    engine = build(
        request="""
            request_id | received_on | status | extracted_on
            moved      | 2026-05-30  | open   | 2026-05-31
            moved      | 2026-06-01  | open   | 2026-06-30
        """,
    )
    assert trust.restatements(engine).select("month", "after", "requests", "received").rows() == [
        ("2026-05", "later", 1, 1)
    ]
