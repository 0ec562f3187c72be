"""denial_share: what share of the answered access requests was denied as a whole, and on what ground?"""

import pytest

from roi_analytics import measures

TABLES = {
    "request": """
        request_id | requester_kind | legal_path    | received_on | completed_on | status
        1          | patient        | access        | 2026-04-01  | 2026-04-20   | fulfilled
        2          | patient        | access        | 2026-04-01  | 2026-04-21   | denied
        3          | patient        | access        | 2026-04-01  | 2026-04-22   | denied
        4          | patient        | access        | 2026-04-01  | 2026-04-23   | fulfilled_partly
        5          | patient        | access        | 2026-04-01  | 2026-04-24   | no_records
        6          | patient        | access        | 2026-04-01  | 2026-04-24   | withdrawn
        7          | patient        | access        | 2026-04-01  |              | open
        8          | attorney       | authorization | 2026-04-01  | 2026-04-24   | denied
    """,
    "delivery": """
        request_id | sent_on    | outcome   | is_complete
        1          | 2026-04-20 | delivered | true
        4          | 2026-04-23 | delivered | false
    """,
    "denial": """
        denial_id | request_id | ground         | is_whole | denied_on  | notice_sent_on
        a         | 2          | U1             | true     | 2026-04-21 | 2026-04-21
        b         | 3          | X_UNPAID_CARE  | true     | 2026-05-02 | 2026-05-02
        c         | 4          | R1             | false    | 2026-04-23 | 2026-04-23
        d         | 8          | X_TECHNICALITY | true     | 2026-04-24 | 2026-04-24
    """,
    "correspondence": """
        letter_id | request_id | kind       | sent_on
        l         | 5          | no_records | 2026-04-24
    """,
}


def test_answered_requests_are_the_cases_and_partial_denials_stand_apart(spec):
    """No records, withdrawn and open are not in it; the path of an attorney's authorization is not either."""
    spec(
        **TABLES,
        ask="denial_share",
        expect="""
            case_id | counted_on | month   | ground        | extent | value | standing
            1       | 2026-04-20 | 2026-04 |               |        | 0     | counted
            2       | 2026-04-21 | 2026-04 | U1            | whole  | 1     | counted
            3       | 2026-05-02 | 2026-05 | X_UNPAID_CARE | whole  | 1     | counted
            4       | 2026-04-23 | 2026-04 |               | part   | 0     | counted
        """,
    )


def test_each_ground_stands_on_all_answered_requests_so_that_they_add_up(build):
    engine = build(**TABLES)
    whole = measures.show(engine, "denial_share", legal_path="access")
    by_ground = measures.show(engine, "denial_share", by="ground", legal_path="access")
    assert (whole["cases"].item(), whole["value"].item()) == (4, 0.5)
    assert by_ground.select("ground", "cases", "value").rows() == [("U1", 4, 0.25), ("X_UNPAID_CARE", 4, 0.25)]
    assert by_ground["value"].sum() == pytest.approx(whole["value"].item())


def test_by_extent_the_share_denied_in_part_is_told_apart(build):
    found = measures.show(build(**TABLES), "denial_share", by="extent", legal_path="access")
    assert found.select("extent", "cases", "value").rows() == [("part", 4, 0.25), ("whole", 4, 0.5)]
