"""What does a person go through who needs the records of several providers?"""
# ruff: noqa: E501 - a table is as wide as its words

from roi_analytics import measures

TWO_EACH = """
    provider_id | patient_id | person_id
    p1          | a          | answered
    p2          | a          | answered
    p1          | o          | open
    p2          | o          | open
    p1          | w          | withdrew
    p2          | w          | withdrew
    p1          | x          | not_said
    p2          | x          | not_said
"""

ENDS = """
    request_id | provider_id | patient_id | legal_path | received_on | completed_on | status    | channel
    a1         | p1          | a          | access     | 2026-01-01  | 2026-02-10   | fulfilled | mail
    a2         | p2          | a          | access     | 2026-01-21  | 2026-01-31   | denied    | mail
    a3         | p2          | a          | access     | 2026-01-22  | 2026-01-31   | denied    | mail
    o1         | p1          | o          | access     | 2026-01-01  | 2026-02-10   | fulfilled | mail
    o2         | p2          | o          | access     | 2026-01-21  |              | open      | portal
    w1         | p1          | w          | access     | 2026-01-01  | 2026-02-10   | fulfilled | mail
    w2         | p2          | w          | access     | 2026-01-21  | 2026-03-02   | withdrawn | portal
    x1         | p1          | x          | access     | 2026-01-01  | 2026-02-10   | fulfilled | mail
    x2         | p2          | x          | access     | 2026-01-21  |              | withdrawn | mail
"""


def test_the_persons_clock_runs_from_the_first_request_to_the_last_answer(spec):
    """Where one was withdrawn the person never got every answer; where one is open the need is, until last seen."""
    spec(
        patient=TWO_EACH,
        request=ENDS,
        ask="days_until_last_record",
        expect="""
            case_id                    | provider_id | counted_on | month   | legal_path | providers | value | standing       | outcome   | days | entered
            answered/access/2026-01-01 | p1          | 2026-01-01 | 2026-01 | access     | 2         | 40    | counted        | answered  | 40 | 0
            open/access/2026-01-01     | p2          | 2026-01-01 | 2026-01 | access     | 2         |       | counted        | open      | 180 | 0
            withdrew/access/2026-01-01 | p2          | 2026-01-01 | 2026-01 | access     | 2         |       | counted        | competing | 60 | 0
            not_said/access/2026-01-01 | p1          | 2026-01-01 | 2026-01 | access     | 2         |       | not_assessable |           | 40 | 0
        """,
    )


def test_a_need_is_open_as_long_as_one_of_its_requests_was_seen_open(spec):
    """p1 stopped sending on 31 January; p2 still showed its request open on 30 June, 180 days after the first."""
    spec(
        patient=TWO_EACH,
        request="""
            request_id | provider_id | patient_id | legal_path | received_on | status | extracted_on
            silent     | p1          | o          | access     | 2026-01-01  | open   | 2026-01-31
            seen       | p2          | o          | access     | 2026-01-21  | open   | 2026-06-30
        """,
        ask="days_until_last_record",
        expect="case_id | provider_id | outcome | days\nopen/access/2026-01-01 | p1 | open | 180",
    )


def test_a_need_that_came_into_view_late_was_not_watched_before(spec):
    """p2's request of 21 January is missing from its extract of 31 January: watched from 28 February, day 58 of the need."""
    spec(
        as_of="2026-02-28",
        patient=TWO_EACH,
        request="""
            request_id | provider_id | patient_id | legal_path | received_on | completed_on | status    | extracted_on
            a1         | p1          | a          | access     | 2026-01-01  | 2026-02-10   | fulfilled | 2026-02-28
            a2         | p2          | a          | access     | 2026-01-21  | 2026-02-22   | fulfilled | 2026-02-28
            o1         | p1          | o          | access     | 2026-01-01  | 2026-02-10   | fulfilled | 2026-02-28
            o2         | p2          | o          | access     | 2026-01-21  |              | open      | 2026-02-28
            w1         | p1          | w          | access     | 2026-01-01  | 2026-02-10   | fulfilled | 2026-02-28
            w2         | p2          | w          | access     | 2026-01-21  | 2026-02-28   | fulfilled | 2026-02-28
            other      | p2          | zed        | access     | 2026-01-21  |              | open      | 2026-01-31
        """,
        ask="days_until_last_record",
        expect="""
            case_id                    | standing       | reason                                             | entered | days
            answered/access/2026-01-01 | not_assessable | it had ended before the log first showed all of it | 58      | 52
            withdrew/access/2026-01-01 | not_assessable | it had ended before the log first showed all of it | 58      | 58
            open/access/2026-01-01     | counted        |                                                    | 58      | 58
        """,
    )


def test_the_bill_for_all_of_it(spec):
    """Nothing charged anywhere is nought; a bill without an amount is not known; while one is open it may grow."""
    spec(
        patient=TWO_EACH,
        request=ENDS,
        invoice="request_id | provider_id | sent_on | amount_usd\na1 | p1 | 2026-02-01 | 6.50\na2 | p2 | 2026-02-02 | 20.00\nx1 | p1 | 2026-02-01 |",
        ask="fees_for_all_records",
        expect="""
            case_id                    | providers | value | standing       | reason
            answered/access/2026-01-01 | 2         | 26.5  | counted        |
            open/access/2026-01-01     | 2         |       | immature       | one of its requests is still open
            withdrew/access/2026-01-01 | 2         | 0     | counted        |
            not_said/access/2026-01-01 | 2         |       | not_assessable | one of its bills gives no amount
        """,
    )


def test_without_a_log_of_fees_nobody_knows_what_it_cost(spec):
    spec(
        patient=TWO_EACH,
        request=ENDS,
        ask="select distinct value, standing, reason from fees_for_all_records",
        expect="value | standing | reason\n | not_assessable | one of its providers feeds no fees",
    )


def test_a_need_may_gain_a_request_until_its_window_is_over(spec):
    """120 days from 1 January end with 1 May: on that day one may still come, on the next none can."""
    tables = {"patient": TWO_EACH, "request": "\n".join(ENDS.splitlines()[:5])}
    for measure in ("days_until_last_record", "fees_for_all_records", "procedures_for_all_records"):
        spec(**tables, as_of="2026-05-01", ask=measure, expect="is_window_over\nfalse")
        spec(**tables, as_of="2026-05-02", ask=measure, expect="is_window_over\ntrue")


PROCEDURES = """
    provider_id | valid_from | own_form_required | identity_copy_required
    p1          | 2025-01-01 | true              | false
    p2          | 2025-01-01 | true              | false
"""


def test_different_sets_of_channel_form_and_proof_of_identity_are_counted(spec):
    """Alike at both providers is one procedure; by mail here and through a portal there are two."""
    spec(
        patient=TWO_EACH,
        request=ENDS + "    x3 | p2 | x | access | 2026-01-22 | 2026-01-23 | fulfilled |",
        provider_procedure=PROCEDURES,
        ask="procedures_for_all_records",
        expect="""
            case_id                    | value | standing       | reason
            answered/access/2026-01-01 | 1     | counted        |
            open/access/2026-01-01     | 2     | counted        |
            withdrew/access/2026-01-01 | 2     | counted        |
            not_said/access/2026-01-01 |       | not_assessable | the channel, or what one of its providers wanted, is not in the log
        """,
    )


def test_a_way_that_is_not_in_the_log_is_not_counted(spec):
    """Not fed at all; not fed by one of the two; fed, and blank for the form or for the proof of identity."""
    tables = {"patient": TWO_EACH, "request": "\n".join(ENDS.splitlines()[:5])}
    ask = "select value, standing, reason from procedures_for_all_records"
    missing = "value | standing | reason\n | not_assessable | how one of its providers took requests is not in the log"
    spec(**tables, ask=ask, expect=missing)
    spec(**tables, provider_procedure="\n".join(PROCEDURES.splitlines()[:3]), ask=ask, expect=missing)
    blank = "value | standing | reason\n | not_assessable | the channel, or what one of its providers wanted, is not in the log"
    for unsaid in ("true |", "| false"):
        said = PROCEDURES.replace("| true              | false", f"| {unsaid}", 1)
        spec(**tables, provider_procedure=said, ask=ask, expect=blank)


def test_how_many_requests_have_a_known_person(spec):
    """p3's log of patients has the column and leaves it blank; p1's request names no patient of the log."""
    spec(
        patient="provider_id | patient_id | person_id\np1 | 11 | ann\np3 | 33 |",
        request="""
            request_id | provider_id | patient_id | legal_path | received_on | status
            1          | p1          | 11         | access     | 2026-01-01  | open
            2          | p1          | 99         | access     | 2026-01-01  | open
            3          | p2          | 22         | access     | 2026-01-01  | open
            4          | p3          | 33         | access     | 2026-01-01  | open
        """,
        ask="linked_share",
        expect="""
            case_id | value | standing       | reason
            1       | 1     | counted        |
            2       | 0     | counted        |
            3       |       | not_assessable | the provider feeds no number that is the same across providers
            4       | 0     | counted        |
        """,
    )


def test_the_figures_stand_by_legal_path_and_number_of_providers(build):
    engine = build(
        patient=TWO_EACH, request=ENDS, provider_procedure=PROCEDURES, only={"procedures_for_all_records", "held_out"}
    )
    [row] = measures.show(engine, "procedures_for_all_records", by="providers").to_dicts()
    assert (row["providers"], row["legal_path"], row["cases"], row["value"], row["p90"]) == (2, "access", 4, 1.5, 2)


def test_an_open_need_is_not_watched_after_it_was_last_seen(spec):
    """One request was last seen open on day 30; the other came into view on day 59: the need was never in view as a whole."""
    spec(
        patient="""
            patient_id | provider_id | person_id
            m1         | p1          | ann
            m2         | p2          | ann
        """,
        request="""
            request_id | provider_id | patient_id | legal_path | received_on | completed_on | status    | extracted_on
            slow       | p1          | m1         | access     | 2026-01-01  |              | open      | 2026-01-31
            late       | p2          | m2         | access     | 2026-01-10  | 2026-01-20   | fulfilled | 2026-03-01
            other      | p2          | m2         | access     | 2026-02-20  |              | open      | 2026-02-28
        """,
        as_of="2026-03-01",
        ask="select outcome, standing from days_until_last_record",
        expect="""
            outcome | standing
            open    | not_assessable
        """,
    )
