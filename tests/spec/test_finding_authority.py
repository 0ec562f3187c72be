"""What a release needs: an authorization on file that is signed, in force and whole; and a reason at the emergency door."""
# ruff: noqa: E501 - a table is as wide as its words

import pytest

DISCLOSURES = """
    disclosure_id | request_id | purpose       | disclosed_at
    x1            | 1          | authorization | 2026-03-10 15:00:00
    x2            | 2          | authorization | 2026-03-10 15:00:00
    x3            | 3          | authorization | 2026-03-10 15:00:00
    x4            | 4          | authorization | 2026-03-10 15:00:00
    x5            | 5          | authorization | 2026-03-10 15:00:00
    x6            | 6          | authorization | 2026-03-10 15:00:00
    x7            | 7          | authorization | 2026-03-10 15:00:00
"""
REQUESTS = "request_id | legal_path | received_on" + "".join(f"\n{n} | authorization | 2026-03-01" for n in range(1, 8))


def test_a_release_needs_an_authorization_on_file(spec):
    """45 CFR 164.508(a)(1). No row may be a paper not logged, and is to be checked; `none` is what the provider itself says."""
    spec(
        request=REQUESTS,
        disclosure=DISCLOSURES,
        authority="""
            request_id | kind                  | signed_on  | expires_on | revoked_on
            1          | none                  |            |            |
            3          | written_authorization | 2026-03-11 |            |
            4          | written_authorization | 2026-03-10 | 2026-03-10 | 2026-03-20
            5          | part2_consent         | 2026-03-01 |            |
            6          | written_authorization | 2025-03-01 | 2026-03-09 |
            7          | written_authorization | 2025-03-01 |            | 2026-03-10
            7          | subpoena              | 2026-03-01 |            |
        """,
        ask="select case_id, verdict, facts from release_without_authority",
        expect="""
            case_id | verdict  | facts
            x1      | apparent | Released 2026-03-10, authority recorded: none.
            x2      | check    | Released 2026-03-10, no authorization is recorded.
        """,
    )


@pytest.mark.parametrize(
    ("paper", "findings"),
    [
        (
            "2026-03-11 | |",
            "x1/signed_after | us-authorization-signed-after | check | Released 2026-03-10, authorization signed 2026-03-11, after the release.",
        ),
        ("2026-03-10 | 2026-03-10 | 2026-03-11", ""),
        (
            "2025-03-01 | 2026-03-09 |",
            "x1/expired | us-authorization-expired | apparent | Released 2026-03-10, authorization expired 2026-03-09.",
        ),
        (
            "2025-03-01 | | 2026-03-09",
            "x1/revoked | us-authorization-revoked | apparent | Released 2026-03-10, authorization revoked 2026-03-09.",
        ),
        (
            "2025-03-01 | | 2026-03-10",
            "x1/revoked | us-authorization-revoked | check | Released 2026-03-10, authorization revoked 2026-03-10.",
        ),
        (
            "| 2026-12-31 |",
            "x1/signed_after | us-authorization-signed-after | not_assessable | Released 2026-03-10, authority.signed_on is blank or not in the log.",
        ),
    ],
    ids=["signed after", "first day and last", "expired", "revoked", "revoked that day", "unsigned"],
)
def test_an_authorization_must_be_in_force_on_the_day_of_release(spec, paper, findings):
    """45 CFR 164.508(b)(2)(i), (ii), (v): signed before, not expired, not known to be revoked."""
    spec(
        request="request_id | legal_path | received_on\n1 | authorization | 2026-03-01",
        disclosure="disclosure_id | request_id | purpose | disclosed_at\nx1 | 1 | authorization | 2026-03-10 15:00:00",
        authority="request_id | kind | signed_on | expires_on | revoked_on\n1 | written_authorization | " + paper,
        ask="select case_id, law_rule, verdict, facts from authorization_defective",
        expect="case_id | law_rule | verdict | facts\n" + findings,
    )


def test_one_good_paper_is_enough(spec):
    """The best paper counts: an older form that expired does not matter."""
    spec(
        request="request_id | legal_path | received_on\n1 | authorization | 2026-03-01",
        disclosure="disclosure_id | request_id | purpose | disclosed_at\nx1 | 1 | authorization | 2026-03-10 15:00:00",
        authority="""
            request_id | kind                  | signed_on  | expires_on | revoked_on
            1          | written_authorization | 2025-03-01 | 2026-03-09 |
            1          | written_authorization | 2026-03-01 | 2026-12-31 |
        """,
        ask="select count(*) as findings from authorization_defective",
        expect="findings\n0",
    )


def test_the_day_of_release_is_the_providers_own(spec):
    """20:00 on 10 March in New York is past midnight in UTC; a form signed on the 11th came after."""
    spec(
        request="request_id | legal_path | received_on\n1 | authorization | 2026-03-01",
        disclosure="disclosure_id | request_id | purpose | disclosed_at\nx1 | 1 | authorization | 2026-03-11 00:00:00",
        authority="request_id | kind | signed_on | expires_on | revoked_on\n1 | written_authorization | 2026-03-11 | |",
        ask="select case_id, verdict, counted_on from authorization_defective",
        expect="case_id | verdict | counted_on\nx1/signed_after | check | 2026-03-10",
    )


def test_other_releases_are_not_judged_here(spec):
    """To the person, for treatment, by legal process: other questions, other evidence."""
    spec(
        request="""
            request_id | legal_path    | received_on
            1          | access        | 2026-03-01
            2          | treatment     | 2026-03-01
            3          | legal_process | 2026-03-01
            4          |               | 2026-03-01
        """,
        disclosure="""
            disclosure_id | request_id | purpose           | disclosed_at
            x1            | 1          | individual_access | 2026-03-10 15:00:00
            x2            | 2          | treatment         | 2026-03-10 15:00:00
            x3            | 3          | judicial          | 2026-03-10 15:00:00
            x4            | 4          | public_health     | 2026-03-10 15:00:00
        """,
        authority="request_id | kind\n1 | none\n2 | none\n3 | none",
        ask="select count(*) as findings from release_without_authority",
        expect="findings\n0",
    )


def test_a_release_whose_path_or_papers_the_log_cannot_show(spec):
    """The path is unknown; no table of papers."""
    spec(
        request="request_id | legal_path | received_on\n1 | | 2026-03-01\n2 | authorization | 2026-03-01",
        disclosure="""
            disclosure_id | request_id | purpose       | disclosed_at
            x1            | 1          | other         | 2026-03-10 15:00:00
            x2            | 2          | authorization | 2026-03-10 15:00:00
        """,
        ask="select case_id, verdict, facts from release_without_authority",
        expect="""
            case_id | verdict        | facts
            x1      | not_assessable | Released 2026-03-10, request.legal_path is unknown: what it had to rest on cannot be told.
            x2      | not_assessable | Released 2026-03-10, authority.kind is blank or not in the log.
        """,
    )


def test_a_release_on_an_authorization_without_a_request_is_still_judged(spec):
    """The disclosure says what it rested on; no request, so no paper can be tied to it."""
    spec(
        request="request_id | legal_path | received_on\n9 | authorization | 2026-03-01",
        disclosure="disclosure_id | request_id | purpose | disclosed_at\nx1 | | authorization | 2026-03-10 15:00:00",
        authority="request_id | kind | signed_on\n9 | written_authorization | 2026-03-01",
        ask="select case_id, verdict, legal_path from release_without_authority",
        expect="case_id | verdict | legal_path\nx1 | check | unknown",
    )


def test_the_emergency_door_wants_a_typed_reason(spec):
    """House policy; the rule (45 CFR 164.312(a)(2)(ii)) asks for a procedure. Blanks are no reason."""
    spec(
        access_event="""
            event_id | opened_at           | patient_id | is_break_glass | break_glass_reason
            e1       | 2026-03-11 02:00:00 | m1         | true           |
            e2       | 2026-03-11 02:00:00 | m1         | true           | unconscious in the emergency room
            e3       | 2026-03-11 02:00:00 | m1         | false          |
            e4       | 2026-03-11 02:00:00 | m1         |                |
        """,
        ask="select case_id, verdict, counted_on, facts from break_glass_without_reason",
        expect="""
            case_id | verdict | counted_on | facts
            e1      | check   | 2026-03-10 | Break-the-glass access on 2026-03-10, the reason is blank.
        """,
    )


def test_a_log_without_reasons_cannot_show_a_missing_one(spec):
    spec(
        access_event="event_id | opened_at | patient_id | is_break_glass\ne1 | 2026-03-11 15:00:00 | m1 | true",
        ask="select case_id, verdict, facts from break_glass_without_reason",
        expect="""
            case_id | verdict        | facts
            e1      | not_assessable | Break-the-glass access on 2026-03-11, access_event.break_glass_reason is not in the log.
        """,
    )
