"""answered_within and days_to_answer: how long do requests take, counting the ones still open?"""

import pytest

from roi_analytics import measures

TARGET = "answered_within_days\n10"


def test_one_zero_and_not_yet_known(spec):
    """Target ten days. Day ten is within; open on day ten is not; open before day ten cannot be told yet."""
    spec(
        target=TARGET,
        as_of="2026-04-30",
        request="""
            request_id | legal_path | received_on | completed_on | status
            same_day   | access     | 2026-04-01  | 2026-04-01   | fulfilled
            on_ten     | access     | 2026-04-01  | 2026-04-11   | denied
            on_eleven  | access     | 2026-04-01  | 2026-04-12   | no_records
            withdrawn  | access     | 2026-04-01  | 2026-04-03   | withdrawn
            open_long  | access     | 2026-04-20  |              | open
            open_young | access     | 2026-04-21  |              | open
        """,
        ask="answered_within",
        expect="""
            case_id    | value | standing | outcome   | entered | days
            same_day   | 1     | counted  | answered  | 0       | 0
            on_ten     | 1     | counted  | answered  | 0       | 10
            on_eleven  | 0     | counted  | answered  | 0       | 11
            withdrawn  | 0     | counted  | competing | 0       | 2
            open_long  | 0     | counted  | open      | 0       | 10
            open_young |       | immature | open      | 0       | 9
        """,
    )


def test_open_requests_end_where_their_own_provider_last_showed_them(spec):
    """Not at the clock: a provider that stopped sending is unseen, not slow."""
    spec(
        request="""
            request_id | provider_id | received_on | status | extracted_on
            1          | p1          | 2026-04-01  | open   | 2026-04-15
            2          | p2          | 2026-04-01  | open   | 2026-06-30
        """,
        ask="days_to_answer",
        expect="""
            case_id | value | outcome | days
            1       |       | open    | 14
            2       |       | open    | 90
        """,
    )


def test_a_row_missing_from_an_earlier_extract_was_watched_only_from_the_later(spec):
    """Received on 1 April; the extract of 30 April does not have it, that of 31 May does: watched from day 60 on."""
    rows = """
        request_id | received_on | completed_on | status    | extracted_on
        steady     | 2026-04-01  |              | open      | 2026-04-30
        steady     | 2026-04-01  |              | open      | 2026-05-31
        late_open  | 2026-04-01  |              | open      | 2026-05-31
        late_ended | 2026-04-01  | 2026-04-20   | fulfilled | 2026-05-31
        new        | 2026-05-04  |              | open      | 2026-05-31
    """
    spec(
        request=rows,
        as_of="2026-05-31",
        ask="days_to_answer",
        expect="""
            case_id    | standing       | reason                                   | entered | days
            steady     | counted        |                                          | 0       | 60
            late_open  | counted        |                                          | 60      | 60
            late_ended | not_assessable | it had ended before the log first showed it | 60   | 19
            new        | counted        |                                          | 0       | 27
        """,
    )


def test_five_columns_are_enough(spec):
    """No legal path, no deliveries, no law: days and target still stand, under the path unknown."""
    spec(
        request="""
            request_id | received_on | completed_on | status
            1          | 2026-04-01  | 2026-04-05   | fulfilled
        """,
        ask="answered_within",
        expect="""
            case_id | legal_path | value
            1       | unknown    | 1
        """,
    )


def test_a_log_without_status_answers_by_its_day_of_completion(spec):
    spec(
        request="""
            request_id | received_on | completed_on
            1          | 2026-04-01  | 2026-04-05
            2          | 2026-04-01  |
        """,
        ask="days_to_answer",
        expect="""
            case_id | value | outcome
            1       | 4     | answered
            2       |       | open
        """,
    )


@pytest.fixture
def half_open(build):
    """Of eight requests of one day four were answered on day 2, four are open on day 29: closed-only says 100 %."""
    answered = "\n".join(f"a{number} | access | 2026-04-01 | 2026-04-03 | fulfilled" for number in range(4))
    still_open = "\n".join(f"o{number} | access | 2026-04-01 | | open" for number in range(4))
    rows = "request_id | legal_path | received_on | completed_on | status\n" + answered + "\n" + still_open
    return build(request=rows, target=TARGET, as_of="2026-04-30")


def test_open_requests_count(half_open):
    [row] = measures.show(half_open, "answered_within", by="month").to_dicts()
    assert (row["month"], row["cases"], row["value"], row["at_risk"]) == ("2026-04", 8, 0.5, 4)
    assert 0.15 < row["low"] < 0.5 < row["high"] < 0.9


def test_a_median_that_is_reached_and_a_ninth_tenth_that_is_not(half_open):
    [row] = measures.show(half_open, "days_to_answer").to_dicts()
    assert (row["cases"], row["value"], row["p90"], row["last_day"]) == (8, 2, None, 29)


def test_competing_outcomes_are_not_censored(build):
    """Two answered on day 4 after two withdrew on day 2: half were answered, not all of those who stayed."""
    engine = build(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-04-01  | 2026-04-05   | fulfilled
            2          | access     | 2026-04-01  | 2026-04-05   | denied
            3          | access     | 2026-04-01  | 2026-04-03   | withdrawn
            4          | access     | 2026-04-01  | 2026-04-03   | abandoned
        """
    )
    assert measures.show(engine, "answered_within")["value"].to_list() == pytest.approx([0.5])


def test_a_month_too_young_has_no_share_but_is_shown(build):
    engine = build(
        as_of="2026-04-30",
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-04-20  | 2026-04-21   | fulfilled
            2          | access     | 2026-04-20  |              | open
        """,
    )
    [row] = measures.show(engine, "answered_within", by="month").to_dicts()
    assert (row["month"], row["cases"], row["value"], row["immature"], row["at_risk"]) == ("2026-04", 1, None, 1, 0)
