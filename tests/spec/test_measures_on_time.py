"""on_time: was each request answered by the day the law sets? Judged once that day had passed in the log's sight."""

from roi_analytics import measures

ASK = "on_time"


def request(rows: str, columns: str = "status") -> str:
    """Patients' own requests, received on 1 April 2026: due on 1 May (45 CFR 164.524(b)(2))."""
    lines = [line.strip() for line in rows.strip().splitlines()]
    header = f"request_id | requester_kind | legal_path | received_on | {columns}"
    return "\n".join([header] + [line.replace("|", "| patient | access | 2026-04-01 |", 1) for line in lines])


def test_the_due_day_itself_is_in_time_and_the_next_is_late(spec):
    """Due 2026-05-01 (45 CFR 164.524(b)(2)(i))."""
    spec(
        request=request(
            """
            early | 2026-04-10 | fulfilled
            last  | 2026-05-01 | fulfilled
            late  | 2026-05-02 | fulfilled
            open  |            | open
            """,
            "completed_on | status",
        ),
        ask=ASK,
        expect="""
            case_id | counted_on | month   | legal_path | value | standing | reason
            early   | 2026-05-01 | 2026-05 | access     | 1     | counted  |
            last    | 2026-05-01 | 2026-05 | access     | 1     | counted  |
            late    | 2026-05-01 | 2026-05 | access     | 0     | counted  |
            open    | 2026-05-01 | 2026-05 | access     | 0     | counted  |
        """,
    )


def test_before_the_due_day_was_seen_nobody_is_judged_the_quick_neither(spec):
    """Seen last on the due day itself: judging the early answers now would count the quick before the slow."""
    spec(
        as_of="2026-05-01",
        request=request("early | 2026-04-10 | fulfilled\nopen | | open", "completed_on | status"),
        ask=ASK,
        expect="""
            case_id | value | standing | reason
            early   |       | immature | not seen since its due day
            open    |       | immature | not seen since its due day
        """,
    )


def test_a_provider_that_stopped_sending_is_unseen_not_late(spec):
    """Its newest version is of 15 April; the clock stands at the end of June because another provider still sends."""
    spec(
        request="""
            request_id | provider_id | requester_kind | legal_path | received_on | status | extracted_on
            silent     | p1          | patient        | access     | 2026-04-01  | open   | 2026-04-15
            seen       | p2          | patient        | access     | 2026-04-01  | open   | 2026-06-30
        """,
        ask=ASK,
        expect="""
            case_id | value | standing
            silent  |       | immature
            seen    | 0     | counted
        """,
    )


def test_a_valid_extension_moves_the_day(spec):
    """Thirty days more after written notice with reason and date (45 CFR 164.524(b)(2)(ii))."""
    spec(
        request=request("1 | 2026-05-31 | fulfilled\n2 | 2026-05-31 | fulfilled", "completed_on | status"),
        extension="""
            request_id | ordinal | notified_on | reason           | promised_on
            1          | 1       | 2026-04-20  | off-site storage | 2026-05-28
        """,
        ask=ASK,
        expect="""
            case_id | counted_on | value
            1       | 2026-05-31 | 1
            2       | 2026-05-01 | 0
        """,
    )


def test_outcomes_of_their_own_are_in_no_on_time_rate(spec):
    """
    No records, withdrawn and redirected; duplicates and invalid entries; abandoned before it was due. What was
    abandoned after the due day had been late: the label at the end of a wait does not end the wait.
    """
    spec(
        request=request(
            """
            none      | 2026-04-09 | no_records
            withdrawn | 2026-04-09 | withdrawn
            sent_on   | 2026-04-09 | redirected
            twice     | 2026-04-09 | duplicate
            not_one   | 2026-04-09 | invalid
            given_up  | 2026-04-09 | abandoned
            too_late  | 2026-05-20 | abandoned
            """,
            "completed_on | status",
        ),
        ask=ASK,
        expect="""
            case_id  | value | standing
            too_late | 0     | counted
        """,
    )


def test_paths_without_a_deadline_are_no_cases_and_an_unknown_path_may_have_one(spec):
    """An attorney's authorization has no federal deadline; who asked without a path or a paper cannot be told."""
    spec(
        request="""
            request_id | requester_kind | legal_path    | received_on | status
            1          | attorney       | authorization | 2026-04-01  | open
            2          | attorney       |               | 2026-04-01  | open
            3          | court          | legal_process | 2026-04-01  | open
        """,
        ask=ASK,
        expect="""
            case_id | counted_on | legal_path | value | standing       | reason
            2       | 2026-04-01 | unknown    |       | not_assessable | the legal path is not known
        """,
    )


def test_a_log_that_cannot_show_it_is_not_assessable(spec):
    """Answered before it came in; ended in a way the log does not say."""
    spec(
        request=request("1 | 2026-03-20 | fulfilled\n2 | 2026-04-20 | unknown", "completed_on | status"),
        delivery="request_id | sent_on | outcome\n9 | 2026-04-02 | delivered",
        ask="select case_id, value, standing, reason is not null as has_reason from on_time",
        expect="""
            case_id | value | standing       | has_reason
            1       |       | not_assessable | true
            2       |       | not_assessable | true
        """,
    )


def test_the_figure_names_its_path_and_counts_what_it_leaves_out(build):
    engine = build(
        request=request(
            """
            1 | 2026-04-10 | fulfilled
            2 | 2026-05-02 | fulfilled
            3 | 2026-03-02 | fulfilled
            """,
            "completed_on | status",
        )
    )
    [row] = measures.show(engine, "on_time").to_dicts()
    assert (row["legal_path"], row["cases"], row["value"], row["not_assessable"]) == ("access", 2, 0.5, 1)
    assert row["low"] < 0.1 < 0.9 < row["high"]
    fixed = measures.show(engine, "on_time", legal_path="access")
    assert "legal_path" not in fixed.columns
    assert fixed["cases"].to_list() == [2]
