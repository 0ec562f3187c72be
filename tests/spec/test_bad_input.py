"""What a log may hold and no law can judge: told as not assessable with the column, never a verdict and never an error."""
# ruff: noqa: E501 - a table is as wide as its words

import pytest


@pytest.mark.parametrize("pages", ["", "-12"])
def test_pages_that_are_missing_or_negative(spec, pages):
    """No sum can be reckoned for them (O.C.G.A. 31-33-3)."""
    spec(
        provider="provider_id | state\np1 | GA",
        request="request_id | requester_kind | legal_path | received_on\n1 | attorney | authorization | 2024-08-01",
        request_item=f"request_id | item_no | format_provided | pages_paper\n1 | 1 | paper | {pages}",
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | per_page | 500",
        ask="select verdict, missing from fee_above_schedule",
        expect="verdict | missing\nnot_assessable | request_item.pages_paper",
    )


def test_a_fee_without_a_kind(spec):
    """Neither the four costs of 45 CFR 164.524(c)(4) nor a state's schedule can be held against it."""
    tables = {
        "provider": "provider_id | state\np1 | GA",
        "request": "request_id | requester_kind | legal_path | received_on\n1 | patient | access | 2024-08-01\n2 | attorney | authorization | 2024-08-01",
        "request_item": "request_id | item_no | format_provided | pages_paper\n2 | 1 | paper | 30",
        "fee_line": "request_id | line_no | kind | amount_usd\n1 | 1 | | 5\n2 | 1 | | 500",
    }
    spec(
        **tables, ask="select case_id, verdict, missing from prohibited_fee_component",
        expect="case_id | verdict | missing\n1/1 | not_assessable | fee_line.kind",
    )  # fmt: skip
    spec(
        **tables, ask="select case_id, verdict, missing from fee_above_schedule",
        expect="case_id | verdict | missing\n2 | not_assessable | fee_line.amount_usd",
    )  # fmt: skip


@pytest.mark.parametrize("state", ["", "ON"])
def test_a_provider_without_a_state_or_outside_the_51(spec, state):
    """Without a state federal law alone is known; outside the fifty states and the District no law of ours binds."""
    spec(
        provider=f"provider_id | state\np1 | {state}",
        request="request_id | legal_path | received_on | completed_on | status\n1 | access | 2026-03-01 | 2026-06-01 | fulfilled",
        ask="select count(*) as findings from answered_late where verdict = 'apparent'",
        expect=f"findings\n{0 if state else 1}",
    )


def test_an_unknown_kind_of_requester_has_an_unknown_path(spec):
    """Who asks does not decide, and no paper is on file: no deadline, and nothing is called late."""
    spec(
        request="request_id | requester_kind | received_on | completed_on | status\n1 | unknown | 2026-03-01 | 2026-06-01 | fulfilled",
        ask="select legal_path, legal_path_source, legal_path_reason from request",
        expect="""
            legal_path | legal_path_source | legal_path_reason
            unknown    | unknown           | No paper on file, and who asks does not decide: unknown.
        """,
    )
    spec(
        request="request_id | requester_kind | received_on | completed_on | status\n1 | unknown | 2026-03-01 | 2026-06-01 | fulfilled",
        ask="select verdict, missing from answered_late",
        expect="verdict | missing\nnot_assessable | request.legal_path",
    )


def test_a_date_before_the_law_began(spec):
    """45 CFR 164.524 applied from 2003-04-14 on: for what came before no deadline is known."""
    spec(
        request="request_id | legal_path | received_on | completed_on | status\n1 | access | 2003-04-13 | 2003-12-01 | fulfilled\n2 | access | 2003-04-14 | 2003-12-01 | fulfilled",
        ask="select case_id, verdict from answered_late",
        expect="case_id | verdict\n1 | not_assessable\n2 | apparent",
    )
