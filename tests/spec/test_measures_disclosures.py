"""days_to_accounting, disclosure_accounted_share, evidence_complete_share, break_glass_reason_share: what the log must show."""
# ruff: noqa: E501 - a table is as wide as its words

import pytest

from roi_analytics import law, measures

# -- the accounting --------------------------------------------------------------------------------


def test_days_until_an_accounting_was_given_counting_those_still_owed(spec):
    """45 CFR 164.528(c)(1). A right of its own, so without a legal path. Missing from an earlier extract: watched from later."""
    spec(
        as_of="2026-05-31",
        accounting_request="""
            request_id | received_on | acted_on   | extracted_on
            given      | 2026-04-01  | 2026-05-31 | 2026-05-31
            given      | 2026-04-01  |            | 2026-04-30
            owed       | 2026-05-01  |            | 2026-05-31
            backwards  | 2026-05-02  | 2026-05-01 | 2026-05-31
            came_late  | 2026-04-10  |            | 2026-05-31
            too_late   | 2026-04-10  | 2026-04-20 | 2026-05-31
        """,
        ask="days_to_accounting",
        expect="""
            case_id   | counted_on | month   | state | value | standing       | outcome  | entered | days | reason
            given     | 2026-04-01 | 2026-04 | DE    | 60    | counted        | answered | 0       | 60   |
            owed      | 2026-05-01 | 2026-05 | DE    |       | counted        | open     | 0       | 30   |
            backwards | 2026-05-02 | 2026-05 | DE    |       | not_assessable | answered | 0       | -1   | accounting_request.received_on lies after the day it ended
            came_late | 2026-04-10 | 2026-04 | DE    |       | counted        | open     | 51      | 51   |
            too_late  | 2026-04-10 | 2026-04 | DE    |       | not_assessable | answered | 51      | 10   | it had ended before the log first showed it
        """,
    )


def test_given_in_some_month_is_on_no_day(spec):
    spec(
        accounting_request="request_id | received_on | acted_on\n1 | 2026-04-01 | 2026-05-01",
        load_note="load_id | source_row | code | column\naccounting_request | 2 | precision_month | acted_on",
        ask="days_to_accounting",
        expect="case_id | value | standing | reason\n1 | | not_assessable | a day of it is known to the month only",
    )


def test_a_log_without_the_day_it_was_given_owes_nothing_known(spec):
    spec(
        accounting_request="request_id | received_on\n1 | 2026-04-01",
        ask="days_to_accounting",
        expect="""
            case_id | outcome | value | standing       | reason
            1       |         |       | not_assessable | accounting_request.acted_on is not in the log
        """,
    )


ENTERED = [row["purpose"] for row in law.rows() if row["topic"] == "accounting_entry" and row["is_allowed"]]
KEPT_OUT = [row["purpose"] for row in law.rows() if row["topic"] == "accounting_entry" and not row["is_allowed"]]


@pytest.mark.parametrize("purpose", ENTERED)
def test_each_purpose_that_belongs_in_the_accounting(spec, purpose):
    """45 CFR 164.528(a)(1), (a)(2): entered, not entered, and not entered while the right is suspended."""
    spec(
        disclosure=f"""
            disclosure_id | purpose   | disclosed_at        | accounted_on | suspended_until
            entered       | {purpose} | 2026-03-31 15:00:00 | 2026-04-02   |
            left_out      | {purpose} | 2026-04-01 03:00:00 |              |
            suspended     | {purpose} | 2026-03-10 15:00:00 |              | 2026-06-30
            once          | {purpose} | 2026-03-10 15:00:00 |              | 2026-06-29
            all_the_same  | {purpose} | 2026-03-10 15:00:00 | 2026-03-11   | 2026-12-31
        """,
        ask="disclosure_accounted_share",
        expect=f"""
            case_id      | counted_on | month   | legal_path | purpose   | value | standing | reason
            entered      | 2026-03-31 | 2026-03 | unknown    | {purpose} | 1     | counted  |
            left_out     | 2026-03-31 | 2026-03 | unknown    | {purpose} | 0     | counted  |
            suspended    | 2026-03-10 | 2026-03 | unknown    | {purpose} |       | immature | suspended when last seen
            once         | 2026-03-10 | 2026-03 | unknown    | {purpose} | 0     | counted  |
            all_the_same | 2026-03-10 | 2026-03 | unknown    | {purpose} | 1     | counted  |
        """,
    )


def test_what_belongs_in_no_accounting_is_no_case(spec):
    """45 CFR 164.528(a)(1)(i)-(iv): treatment, the person's own copy and the like; also what rests on an authorization in force."""
    assert {"treatment", "individual_access", "authorization"} <= set(KEPT_OUT)
    rows = "".join(f"\n{purpose} | | {purpose} | 2026-03-10 15:00:00 |" for purpose in KEPT_OUT)
    spec(
        request="request_id | legal_path | received_on\n1 | public_authority | 2026-03-01\n2 | public_authority | 2026-03-01",
        disclosure="disclosure_id | request_id | purpose | disclosed_at | accounted_on\n"
        f"signed | 1 | oversight | 2026-03-10 15:00:00 |\nexpired | 2 | oversight | 2026-03-10 15:00:00 |{rows}",
        authority="""
            request_id | kind                  | signed_on  | expires_on | revoked_on
            1          | written_authorization | 2026-03-01 | 2026-03-10 |
            2          | written_authorization | 2026-03-01 | 2026-03-09 |
        """,
        ask="disclosure_accounted_share",
        expect="case_id | legal_path | value\nexpired | public_authority | 0",
    )


def test_what_the_log_does_not_say_of_the_accounting(spec):
    """No such column; no purpose, where the request may be of such a kind and where it is not."""
    spec(
        disclosure="disclosure_id | purpose | disclosed_at\nx | research | 2026-03-10 15:00:00",
        ask="disclosure_accounted_share",
        expect="""
            case_id | purpose  | value | standing       | reason
            x       | research |       | not_assessable | disclosure.accounted_on is not in the log
        """,
    )
    spec(
        request="request_id | legal_path | received_on\n1 | public_authority | 2026-03-01\n2 | treatment | 2026-03-01",
        disclosure="""
            disclosure_id | request_id | purpose | disclosed_at        | accounted_on
            x             | 1          |         | 2026-03-10 15:00:00 | 2026-03-11
            y             | 2          |         | 2026-03-10 15:00:00 |
        """,
        ask="disclosure_accounted_share",
        expect="""
            case_id | purpose      | value | standing       | reason
            x       | not_recorded |       | not_assessable | the log does not say what it was for
        """,
    )


# -- the evidence ----------------------------------------------------------------------------------


def disclosed(purpose: str, kind: str | None, ids: str, day: str = "2026-03-10") -> dict[str, str]:
    """Disclosures for one purpose, each on a request with a paper of that kind."""
    names = ids.split()
    papers = {"authority": "request_id | kind" + "".join(f"\n{n} | {kind}" for n in names)} if kind else {}
    return papers | {
        "request": "request_id | legal_path | received_on"
        + "".join(f"\n{n} | legal_process | 2026-03-01" for n in names),
        "disclosure": "disclosure_id | request_id | purpose | disclosed_at"
        + "".join(f"\n{n} | {n} | {purpose} | {day} 15:00:00" for n in names),
    }


def test_every_piece_one_missing_one_not_recorded(spec):
    """45 CFR 164.512(j)(1)(i): whose belief, and someone able to lessen the threat. What is not required is not lacking."""
    spec(
        **disclosed("serious_threat", None, "whole excused lacks lacks_one unsaid silent"),
        disclosure_evidence="""
            disclosure_id | element                        | state
            whole         | who believed what, when, source | present
            whole         | able to lessen the threat      | present
            excused       | who believed what, when, source | present
            excused       | able to lessen the threat      | not_required
            lacks         | who believed what, when, source | present
            lacks         | able to lessen the threat      | missing
            lacks_one     | who believed what, when, source | missing
            unsaid        | who believed what, when, source | present
            unsaid        | able to lessen the threat      | not_recorded
        """,
        ask="evidence_complete_share",
        expect="""
            case_id   | counted_on | legal_path    | purpose        | value | standing       | reason
            whole     | 2026-03-10 | legal_process | serious_threat | 1     | counted        |
            excused   | 2026-03-10 | legal_process | serious_threat | 1     | counted        |
            lacks     | 2026-03-10 | legal_process | serious_threat | 0     | counted        |
            lacks_one | 2026-03-10 | legal_process | serious_threat | 0     | counted        |
            unsaid    | 2026-03-10 | legal_process | serious_threat |       | not_assessable | the log does not say of each piece whether it is on file
            silent    | 2026-03-10 | legal_process | serious_threat |       | not_assessable | the log does not say of each piece whether it is on file
        """,
    )


def test_one_whole_way_is_enough_and_the_way_most_recorded_is_judged(build):
    """45 CFR 164.512(e)(1)(ii), (vi): notice, protective order or the entity's own notice. What is nought is what the finding finds."""
    engine = build(
        **disclosed("judicial", "subpoena", "own_notice other_way begun lacks short"),
        disclosure_evidence="""
            disclosure_id | element                           | state
            own_notice    | entity's own notice               | present
            other_way     | written assurance                 | present
            other_way     | protective order sought or agreed | present
            other_way     | proof of notice to the individual | missing
            short         | entity's own notice               | present
            short         | written assurance                 | present
            short         | proof of notice to the individual | missing
            short         | objections resolved               | present
            begun         | protective order sought or agreed | present
            lacks         | written assurance                 | present
            lacks         | proof of notice to the individual | missing
            lacks         | objections resolved               | present
        """,
    )
    cases = measures.cases(engine, "evidence_complete_share")
    found = dict(cases.select("case_id", "value").rows())
    assert found == {"own_notice": 1, "other_way": 1, "short": 1, "begun": None, "lacks": 0}
    found = measures.findings(engine, rule="disclosure_evidence_missing", verdict="check")
    assert set(found["case_id"].str.split("/").list.first()) == {"lacks"}


def test_beyond_the_closed_list_is_another_question(spec):
    """45 CFR 164.512(f)(2): the list stands in for process where it was kept; where it was not, process may be on file."""
    spec(
        **disclosed("law_enforcement", None, "within beyond neither"),
        disclosure_evidence="""
            disclosure_id | element                     | state
            within        | only the eight listed items | present
            beyond        | only the eight listed items | missing
            neither       | only the eight listed items | missing
            neither       | process id                  | missing
        """,
        ask="evidence_complete_share",
        expect="case_id | value | standing\nwithin | 1 | counted\nbeyond | | not_assessable\nneither | 0 | counted",
    )


def test_an_attestation_comes_beside_where_the_log_speaks_of_it(spec):
    """45 CFR 164.509 (2024), vacated in June 2025: few disclosures needed one, and no column tells which."""
    spec(
        **disclosed("oversight", None, "lacks has silent alone", day="2025-03-10"),
        disclosure_evidence="""
            disclosure_id | element     | state
            lacks         | agency      | present
            lacks         | attestation | missing
            has           | agency      | present
            has           | attestation | present
            silent        | agency      | present
            alone         | attestation | present
        """,
        ask="evidence_complete_share",
        expect="""
            case_id | value | standing
            lacks   | 0     | counted
            has     | 1     | counted
            silent  | 1     | counted
            alone   |       | not_assessable
        """,
    )


def test_papers_that_point_elsewhere_and_purposes_nobody_wrote_down(spec):
    """A warrant is no way to answer a court; without its purpose nobody knows what a disclosure needs. An authorization needs nothing."""
    told = disclosed("judicial", "warrant", "elsewhere")
    told["request"] += "\nnameless | public_authority | 2026-03-01\nsigned | legal_process | 2026-03-01"
    told["disclosure"] += (
        "\nnameless | nameless | | 2026-03-10 15:00:00\nsigned | signed | judicial | 2026-03-10 15:00:00"
    )
    told["authority"] = """
        request_id | kind                  | signed_on  | expires_on | revoked_on
        elsewhere  | warrant               |            |            |
        signed     | written_authorization | 2026-03-01 | 2026-12-31 |
    """
    spec(
        **told,
        ask="evidence_complete_share",
        expect="""
            case_id   | purpose      | value | standing       | reason
            elsewhere | judicial     |       | not_assessable | the paper on file points to none of the ways to make it
            nameless  | not_recorded |       | not_assessable | the log does not say what it was for
        """,
    )


# -- breaking the glass ----------------------------------------------------------------------------


def test_a_reason_is_whatever_was_typed(spec):
    """House policy. Blanks are no reason; counted by the place's own clock; a failed try and machines are no cases."""
    spec(
        workforce_member="user_id | role\nu1 | nurse\nu2 | clerk",
        user_account="login | user_id | actor_kind\nann | u1 | human\nrobot | | service",
        access_event="""
            event_id | opened_at           | user_id | login | actor_kind | user_role | department | is_break_glass | break_glass_reason | outcome
            typed    | 2026-04-01 03:00:00 | u1      |       |            |           | emergency  | true           | patient collapsed  | success
            blank    | 2026-04-02 15:00:00 |         | ann   |            |           | emergency  | true           |                    |
            own_role | 2026-04-02 15:00:00 | u2      |       | human      | physician | surgery    | true           | consult            |
            routine  | 2026-04-02 15:00:00 | u1      |       |            |           | emergency  | false          |                    |
            unsaid   | 2026-04-02 15:00:00 | u1      |       |            |           | emergency  |                |                    |
            failed   | 2026-04-02 15:00:00 | u1      |       |            |           | emergency  | true           |                    | serious_failure
            machine  | 2026-04-02 15:00:00 |         | robot |            |           |            | true           |                    |
            nobody   | 2026-04-02 15:00:00 |         | x     | unknown    |           |            | true           |                    |
        """,
        ask="break_glass_reason_share",
        expect="""
            case_id  | counted_on | month   | department | role      | value | standing       | reason
            typed    | 2026-03-31 | 2026-03 | emergency  | nurse     | 1     | counted        |
            blank    | 2026-04-02 | 2026-04 | emergency  | nurse     | 0     | counted        |
            own_role | 2026-04-02 | 2026-04 | surgery    | physician | 1     | counted        |
            nobody   | 2026-04-02 | 2026-04 |            |           |       | not_assessable | whether a person opened it is not known
        """,
    )


def test_spaces_are_no_reason_and_the_clock_on_the_wall_tells_the_day(build):
    engine = build(
        access_event="""
            event_id | opened_at           | local_at            | user_id | is_break_glass | break_glass_reason
            1        | 2026-04-02 15:00:00 | 2026-03-31 23:00:00 | u1      | true           | x
        """,
        only={"break_glass_reason_share"},
    )
    engine.run("update access_event_log set break_glass_reason = '  '")
    rows = measures.cases(engine, "break_glass_reason_share")
    assert rows.select("month", "value").rows() == [("2026-03", 0)]


def test_a_log_without_the_column_of_reasons_has_none_missing(spec):
    spec(
        access_event="event_id | opened_at | user_id | is_break_glass\n1 | 2026-04-02 15:00:00 | u1 | true",
        ask="break_glass_reason_share",
        expect="""
            case_id | value | standing       | reason
            1       |       | not_assessable | access_event.break_glass_reason is not in the log
        """,
    )
