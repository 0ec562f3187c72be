"""restated_share, noted_share, rows_quarantined: how far can what the logs say be relied on?"""
# ruff: noqa: E501 - a table is as wide as its words

import datetime as dt

import pytest

from roi_analytics import measures, models
from roi_analytics.tables import TABLES

# -- changed after the fact ------------------------------------------------------------------------

TWICE = """
    request_id | legal_path | received_on | completed_on | status     | extracted_on
    steady     | access     | 2026-04-01  | 2026-04-09   | fulfilled  | 2026-04-30
    steady     | access     | 2026-04-01  | 2026-04-09   | fulfilled  | 2026-05-31
    ended      | access     | 2026-04-01  |              | open       | 2026-04-30
    ended      | access     | 2026-04-01  | 2026-05-04   | fulfilled  | 2026-05-31
    moved      | access     | 2026-04-01  | 2026-04-09   | fulfilled  | 2026-04-30
    moved      | access     | 2026-04-08  | 2026-04-09   | fulfilled  | 2026-05-31
    redated    | access     | 2026-04-01  | 2026-05-09   | fulfilled  | 2026-04-30
    redated    | access     | 2026-04-01  | 2026-04-29   | fulfilled  | 2026-05-31
    twofold    | access     | 2026-04-01  | 2026-04-20   | denied     | 2026-04-30
    twofold    | access     | 2026-04-01  | 2026-04-22   | fulfilled  | 2026-05-31
    erased     | access     | 2026-04-01  | 2026-04-20   | fulfilled  | 2026-04-30
    erased     | access     | 2026-04-01  | 2026-04-20   | duplicate  | 2026-05-31
    grounds    | access     | 2026-04-01  | 2026-04-20   | denied     | 2026-04-30
    grounds    | access     | 2026-04-01  | 2026-04-20   | denied     | 2026-05-31
    new        | access     | 2026-05-04  | 2026-05-09   | fulfilled  | 2026-05-31
"""
GROUND = """
    denial_id | request_id | ground | denied_on  | extracted_on
    d1        | grounds    | U5     | 2026-04-20 | 2026-04-30
    d1        | grounds    | R1     | 2026-04-20 | 2026-05-31
"""


def test_the_past_was_changed_or_it_was_not_or_it_was_shown_once(spec):
    """
    A first answer and the end of an open request are news. To call an answered request a duplicate rewrites it, so that
    duplicates are cases here.
    """
    spec(
        as_of="2026-05-31",
        request=TWICE,
        denial=GROUND,
        ask="restated_share",
        expect="""
            case_id | counted_on | month   | legal_path | changed      | value | standing | reason
            steady  | 2026-04-01 | 2026-04 | access     |              | 0     | counted  |
            ended   | 2026-04-01 | 2026-04 | access     |              | 0     | counted  |
            moved   | 2026-04-08 | 2026-04 | access     | received_on  | 1     | counted  |
            redated | 2026-04-01 | 2026-04 | access     | completed_on | 1     | counted  |
            twofold | 2026-04-01 | 2026-04 | access     | several      | 1     | counted  |
            erased  | 2026-04-01 | 2026-04 | access     | status       | 1     | counted  |
            grounds | 2026-04-01 | 2026-04 | access     | ground       | 1     | counted  |
            new     | 2026-05-04 | 2026-05 | access     |              |       | immature | shown once so far
        """,
    )


def test_a_feed_of_changes_shows_a_row_again_by_leaving_it_alone(spec):
    """It sends a row when it changes: what the extract of May does not name stands as April told it."""
    spec(
        as_of="2026-05-31",
        extract="changes",
        request="""
            request_id | received_on | completed_on | status    | extracted_on
            untouched  | 2026-04-01  | 2026-04-09   | fulfilled | 2026-04-30
            new        | 2026-05-04  | 2026-05-09   | fulfilled | 2026-05-31
        """,
        ask="restated_share",
        expect="""
            case_id   | value | standing
            untouched | 0     | counted
            new       |       | immature
        """,
    )


def test_what_was_changed_adds_up_over_all_that_was_shown_again(build):
    engine = build(as_of="2026-05-31", request=TWICE, denial=GROUND)
    [whole] = measures.show(engine, "restated_share", legal_path="access").to_dicts()
    assert (whole["cases"], whole["value"], whole["immature"]) == (7, pytest.approx(5 / 7), 1)
    parts = measures.show(engine, "restated_share", by="changed", legal_path="access")
    assert sorted(parts["changed"]) == ["completed_on", "ground", "received_on", "several", "status"]
    assert parts["cases"].to_list() == [7] * 5
    assert parts["value"].sum() == pytest.approx(whole["value"])


# -- loaded with a note ----------------------------------------------------------------------------

NOTED = """
    request_id | legal_path | patient_id | requester_kind | received_on | status     | extracted_on
    clean      | access     | ann        | patient        | 2026-04-01  | open       | 2026-05-31
    mended     | access     | bob        | patient        | 2026-04-02  | open       | 2026-04-30
    mended     | access     | bob        | patient        | 2026-04-02  | open       | 2026-05-31
    month_only | access     | cyd        | patient        | 2026-04-01  | open       | 2026-05-31
    two_notes  | access     | dot        | patient        | 2026-04-03  | duplicate  | 2026-05-31
    asked      | access     | eve        | patient        | 2026-04-04  | open       | 2026-05-31
    asked_too  | access     | eve        | patient        | 2026-04-04  | open       | 2026-05-31
"""
NOTES = """
    load_id | source_row | code             | column      | provider_id
    request | 3          | value_unmapped   | status      | p1
    request | 5          | precision_month  | received_on | p1
    request | 6          | value_unmapped   | status      | p1
    request | 6          | new_year_slip    |             | p1
    other   | 2          | value_unmapped   | status      | p1
"""


def test_a_note_on_the_newest_version_counts_and_one_that_was_mended_does_not(spec):
    """Notes of the loader, and those that only several rows show; a note on another table's row is none on the request."""
    spec(
        as_of="2026-05-31",
        request=NOTED,
        load_note=NOTES,
        ask="noted_share",
        expect="""
            case_id    | counted_on | legal_path | note               | value | standing
            clean      | 2026-04-01 | access     |                    | 0     | counted
            mended     | 2026-04-02 | access     |                    | 0     | counted
            month_only | 2026-04-01 | access     | precision_month    | 1     | counted
            two_notes  | 2026-04-03 | access     | several            | 1     | counted
            asked      | 2026-04-04 | access     | possible_duplicate | 1     | counted
            asked_too  | 2026-04-04 | access     | possible_duplicate | 1     | counted
        """,
    )


def test_the_notes_add_up_over_all_requests(build):
    engine = build(as_of="2026-05-31", request=NOTED, load_note=NOTES)
    rows = measures.show(engine, "noted_share", by="note", legal_path="access").to_dicts()
    assert {row["note"]: (row["cases"], row["value"]) for row in rows} == {
        "possible_duplicate": (6, pytest.approx(2 / 6)),
        "precision_month": (6, pytest.approx(1 / 6)),
        "several": (6, pytest.approx(1 / 6)),
    }


# -- held out --------------------------------------------------------------------------------------


def refused(table: str, extract: str = "full") -> dict[str, str]:
    """Rows of one feed held out in April and in May, one of them in both."""
    return {
        "provider": "provider_id\np1",
        "load_run": f"""
            load_id | feed | table_name | source_file   | extract   | extracted_on
            april   | f    | {table}    | april.csv     | {extract} | 2026-04-30
            may     | f    | {table}    | may.csv       | {extract} | 2026-05-31
        """,
        "feed": f"feed | table_name | extract | provider_id\nf | {table} | {extract} | p1",
        "quarantine": """
            load_id | source_row | provider_id | extracted_on | on_date    | code            | raw
            april   | 2          | p1          | 2026-04-30   | 2026-04-03 | unparsable_date | {}
            may     | 2          | p1          | 2026-05-31   | 2026-04-03 | unparsable_date | {}
            may     | 7          | p1          | 2026-05-31   |            | value_unknown   | {}
            may     | 9          |             |              |            | column_count    | {}
        """,
    }


def test_each_row_held_out_of_the_newest_extract(spec):
    """Refused in April and not mended in May it is one row; without a day of its own it is counted on that of its extract."""
    spec(
        **refused("request"),
        ask="rows_quarantined",
        expect="""
            case_id     | provider_id | counted_on | month   | table_name | code            | value | standing
            f/may.csv/2 | p1          | 2026-04-03 | 2026-04 | request    | unparsable_date | 1     | counted
            f/may.csv/7 | p1          | 2026-05-31 | 2026-05 | request    | value_unknown   | 1     | counted
            f/may.csv/9 | not_known   | 2026-05-31 | 2026-05 | request    | column_count    | 1     | counted
        """,
    )


@pytest.mark.parametrize("table", TABLES)
def test_a_log_that_only_grows_is_short_of_every_row_ever_refused(build, table):
    """The count agrees with what is told beside every figure of that table."""
    engine = build(**refused(table), only={"rows_quarantined", "held_out"})
    kept = "rows_newest" if TABLES[table].versions else "rows_ever"
    assert len(measures.cases(engine, "rows_quarantined")) == (3 if TABLES[table].versions else 4)
    assert engine.value(f"select sum({kept}) from held_out") == (3 if TABLES[table].versions else 4)


def test_a_feed_of_changes_sends_no_row_twice(build):
    engine = build(**refused("request", extract="changes"), only={"rows_quarantined", "held_out"})
    [row] = measures.show(engine, "rows_quarantined").to_dicts()
    assert (row["value"], row["cases"], row["low"]) == (4.0, 4, None)


def test_held_out_as_of_an_earlier_day(build):
    engine = build(**refused("request"), only={"rows_quarantined"})
    models.build(engine, as_of=dt.date(2026, 4, 30), only={"rows_quarantined"})
    assert measures.cases(engine, "rows_quarantined")["case_id"].to_list() == ["f/april.csv/2"]
