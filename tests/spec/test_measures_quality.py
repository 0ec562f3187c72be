"""wrong_recipient_rate and released_again_share: did the records reach the right person, once?"""
# ruff: noqa: E501 - a table is as wide as its words

import pytest

from roi_analytics import measures

REQUEST = """
    request_id | legal_path    | received_on | completed_on | status
    1          | access        | 2026-04-01  | 2026-04-10   | fulfilled
    2          | authorization | 2026-04-01  | 2026-04-10   | fulfilled
"""


def test_each_handing_over_counts_by_what_became_of_it(spec):
    """45 CFR 164.502(a). Also one that came back, and the second of a request; without an outcome nobody can say."""
    spec(
        request=REQUEST,
        delivery="""
            delivery_id | request_id | made_available_on | sent_on    | method | outcome
            right       | 1          |                   | 2026-04-30 | portal | delivered
            wrong       | 1          |                   | 2026-05-01 | fax    | wrong_recipient
            back        | 2          | 2026-04-05        |            | mail   | returned
            blank       | 2          |                   | 2026-04-06 |        |
            stray       | 9          |                   | 2026-04-07 | mail   | failed
            undated     | 2          |                   |            | mail   | uncollected
        """,
        ask="wrong_recipient_rate",
        expect="""
            case_id | counted_on | month   | legal_path    | method       | value | standing       | reason
            right   | 2026-04-30 | 2026-04 | access        | portal       | 0     | counted        |
            wrong   | 2026-05-01 | 2026-05 | access        | fax          | 1     | counted        |
            back    | 2026-04-05 | 2026-04 | authorization | mail         | 0     | counted        |
            blank   | 2026-04-06 | 2026-04 | authorization | not_recorded |       | not_assessable | the log does not say what became of it
            stray   | 2026-04-07 | 2026-04 | unknown       | mail         | 0     | counted        |
            undated | 2026-04-01 | 2026-04 | authorization | mail         | 0     | counted        |
        """,
    )


def test_a_log_without_the_column_of_outcomes_found_nobody_wrong(spec):
    spec(
        request=REQUEST,
        delivery="delivery_id | request_id | sent_on\na | 1 | 2026-04-10",
        ask="wrong_recipient_rate",
        expect="case_id | value | standing\na | | not_assessable",
    )


def test_the_rate_is_per_thousand_deliveries_of_known_outcome(build):
    """One of eight, and two nobody can say of: 125 in a thousand, not 100."""
    outcomes = ["wrong_recipient", *["delivered"] * 7, "", ""]
    rows = "".join(f"\n{n} | 1 | 2026-04-10 | {outcome}" for n, outcome in enumerate(outcomes))
    engine = build(request=REQUEST, delivery=f"delivery_id | request_id | sent_on | outcome{rows}")
    [row] = measures.show(engine, "wrong_recipient_rate", legal_path="access").to_dicts()
    assert (row["cases"], row["value"], row["not_assessable"]) == (8, pytest.approx(125.0), 2)


def delivered(*rows: str) -> dict[str, str]:
    """Requests fulfilled on the days of their deliveries: request_id, recipient_kind, sent_on, outcome, is_complete."""
    ids = dict.fromkeys(row.split("|")[0].strip() for row in rows)
    requests = "".join(f"\n{name} | access | 2026-04-01 | 2026-04-10 | fulfilled" for name in ids)
    return {
        "request": f"request_id | legal_path | received_on | completed_on | status{requests}",
        "delivery": "request_id | recipient_kind | sent_on | outcome | is_complete\n" + "\n".join(rows),
    }


def test_the_whole_sent_again_after_it_had_arrived(spec):
    """Whatever became of the second: it was sent. Counted on the day of the first complete delivery."""
    spec(
        **delivered(
            "once     | patient | 2026-04-10 | delivered | true",
            "again    | patient | 2026-04-30 | delivered | true",
            "again    | patient | 2026-05-02 | delivered | true",
            "came_back | patient | 2026-04-10 | delivered | true",
            "came_back | patient | 2026-04-20 | returned  | true",
            "silent   | | 2026-04-10 | | true",
            "silent   | | 2026-04-11 | | true",
        ),
        ask="released_again_share",
        expect="""
            case_id   | counted_on | month   | legal_path | value | standing
            once      | 2026-04-10 | 2026-04 | access     | 0     | counted
            again     | 2026-04-30 | 2026-04 | access     | 1     | counted
            came_back | 2026-04-10 | 2026-04 | access     | 1     | counted
            silent    | 2026-04-10 | 2026-04 | access     | 1     | counted
        """,
    )


@pytest.mark.parametrize("outcome", ["returned", "failed", "uncollected", "wrong_recipient"])
def test_what_had_not_arrived_is_sent_for_the_first_time(spec, outcome):
    spec(
        **delivered(
            f"1 | patient | 2026-04-10 | {outcome}  | true",
            "1 | patient | 2026-04-20 | delivered | true",
        ),
        ask="released_again_share",
        expect="case_id | value | standing\n1 | 0 | counted",
    )


def test_parts_forms_and_other_recipients_are_no_second_release(spec):
    """A part before or after the whole; the whole in two forms on one day; a copy for somebody else."""
    spec(
        **delivered(
            "part_first | patient  | 2026-04-05 | delivered | false",
            "part_first | patient  | 2026-04-10 | delivered | true",
            "part_last  | patient  | 2026-04-10 | delivered | true",
            "part_last  | patient  | 2026-04-20 | delivered | false",
            "two_forms  | patient  | 2026-04-10 | delivered | true",
            "two_forms  | patient  | 2026-04-10 | delivered | true",
            "two_people | patient  | 2026-04-10 | delivered | true",
            "two_people | attorney | 2026-04-20 | delivered | true",
            "no_day     | patient  | 2026-04-10 | delivered | true",
            "no_day     | patient  |            | delivered | false",
            "only_part  | patient  | 2026-04-10 | delivered | false",
        ),
        ask="released_again_share",
        expect="""
            case_id    | value | standing
            part_first | 0     | counted
            part_last  | 0     | counted
            two_forms  | 0     | counted
            two_people | 0     | counted
            no_day     | 0     | counted
        """,
    )


def test_a_part_given_and_the_rest_denied_was_never_delivered_completely(spec):
    """It is answered, and no case: there is no whole that could be sent again."""
    told = delivered("1 | patient | 2026-04-10 | delivered | false", "2 | patient | 2026-04-10 | delivered | true")
    spec(
        **told | {"request": told["request"].replace("fulfilled", "fulfilled_partly")},
        denial="denial_id | request_id | item_no | ground | notice_sent_on | is_whole\nd | 1 | 1 | U1 | 2026-04-11 | false",
        ask="select case_id, value, outcome from released_again_share inner join request_case on request_id = case_id",
        expect="case_id | value | outcome\n2 | 0 | provided",
    )


def test_where_the_log_does_not_mark_the_whole_nobody_can_say(spec):
    """One unmarked delivery is the whole. Of two the later may be a part or the whole again; so may one after the whole."""
    spec(
        **delivered(
            "one   | patient | 2026-04-10 | delivered |",
            "two   | patient | 2026-04-10 | delivered |",
            "two   | patient | 2026-04-20 | delivered |",
            "after | patient | 2026-04-10 | delivered | true",
            "after | patient | 2026-04-20 | delivered |",
            "dated | patient | 2026-04-10 | delivered | true",
            "dated | patient |            | delivered | true",
        ),
        ask="released_again_share",
        expect="""
            case_id | value | standing       | reason
            one     | 0     | counted        |
            two     |       | not_assessable | the log does not say which delivery was the whole
            after   |       | not_assessable | the log does not say which delivery was the whole
            dated   |       | not_assessable | a delivery of it has no day
        """,
    )


def test_a_provider_that_feeds_no_deliveries_did_not_send_once(spec):
    spec(
        request=REQUEST,
        ask="released_again_share",
        expect="""
            case_id | counted_on | legal_path    | value | standing       | reason
            1       | 2026-04-10 | access        |       | not_assessable | the provider feeds no deliveries
            2       | 2026-04-10 | authorization |       | not_assessable | the provider feeds no deliveries
        """,
    )
