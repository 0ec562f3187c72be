"""Every state's time for an answer, reckoned by hand for a request received on Tuesday, 1 December 2026."""
# ruff: noqa: E501 - a table is as wide as its words

import pytest
from small_tables import parse

from roi_analytics import law

DEADLINES = """
    law_rule                         | state | kind           | asked by                 | path          | need          | due
    ar-response-deadline             | AR    | hospital       | insurer                  | authorization |               | 2026-12-31
    ca-access-deadline               | CA    | hospital       | patient                  | access        |               | 2026-12-16
    ca-attorney-deadline             | CA    | hospital       | attorney                 | authorization |               | 2026-12-06
    co-response-deadline             | CO    | hospital       | patient                  | access        |               | 2026-12-15
    ct-response-deadline             | CT    | doctors_office | patient                  | access        |               | 2026-12-31
    ct-response-deadline-facility    | CT    | hospital       | attorney                 | authorization |               | 2026-12-31
    dc-response-deadline             | DC    | hospital       | attorney                 | authorization |               | 2026-12-31
    ga-response-deadline             | GA    | hospital       | patient                  | access        |               | 2026-12-31
    hi-response-deadline             | HI    | hospital       | attorney                 | authorization |               | 2026-12-15
    ia-response-deadline             | IA    | hospital       | patient                  | access        |               | 2026-12-31
    id-response-deadline             | ID    | hospital       | patient                  | access        |               | 2026-12-04
    ks-response-deadline             | KS    | hospital       | patient                  | access        |               | 2026-12-31
    la-response-deadline             | LA    | hospital       | attorney                 | authorization | benefit_claim | 2026-12-16
    md-response-deadline             | MD    | hospital       | patient                  | access        |               | 2026-12-31
    mi-response-deadline             | MI    | hospital       | patient                  | access        |               | 2026-12-31
    mn-response-deadline             | MN    | hospital       | patient                  | access        |               | 2026-12-31
    ne-response-deadline             | NE    | hospital       | patient                  | access        |               | 2026-12-31
    nj-response-deadline             | NJ    | hospital       | patient                  | access        |               | 2026-12-31
    nj-response-deadline-practitioner | NJ   | doctors_office | patient                  | access        |               | 2026-12-31
    nm-response-deadline             | NM    | hospital       | disability_determination | authorization |               | 2026-12-31
    pa-response-deadline             | PA    | hospital       | other                    | legal_process |               | 2026-12-31
    ri-response-deadline             | RI    | doctors_office | patient                  | access        |               | 2026-12-31
    tn-response-deadline             | TN    | doctors_office | patient                  | access        |               | 2026-12-15
    tx-response-deadline             | TX    | hospital       | patient                  | access        |               | 2026-12-16
    tx-response-deadline-physician   | TX    | doctors_office | patient                  | access        |               | 2026-12-22
    tx-access-deadline-electronic    | TX    | hospital       | patient                  | access        |               | 2026-12-22
    ut-response-deadline             | UT    | hospital       | patient                  | access        |               | 2026-12-31
    ut-response-deadline-attorney    | UT    | hospital       | attorney                 | authorization |               | 2026-12-31
    va-response-deadline             | VA    | hospital       | attorney                 | authorization |               | 2026-12-31
    wa-access-deadline               | WA    | hospital       | patient                  | access        |               | 2026-12-22
    wv-response-deadline             | WV    | hospital       | patient                  | access        |               | 2026-12-31
"""

COLUMNS, ROWS = parse(DEADLINES)
CASES = [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]

ELSEWHERE = {"mt-response-deadline", "sc-response-deadline"}
"""Montana's is for those outside HIPAA (see below); South Carolina's runs from discharge, which no log shows."""


def test_no_states_deadline_is_left_out():
    known = {
        row["law_rule"] for row in law.rows() if row["topic"] == "response_deadline" and row["jurisdiction"] != "US"
    }
    assert known == {case["law_rule"] for case in CASES} | ELSEWHERE


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["law_rule"])
def test_a_states_time_for_an_answer(spec, case):
    """Calendar or business days from the request, or from the payment made that day; the citation stands in the law file."""
    tables = {
        "provider": f"provider_id | state | kind\np1 | {case['state']} | {case['kind']}",
        "request": f"""
            request_id | requester_kind     | legal_path     | stated_need          | is_written | received_on | status
            1          | {case["asked by"]} | {case["path"]} | {case["need"] or ""} | true       | 2026-12-01  | open
        """,
        "request_item": "request_id | item_no | format_requested\n1 | 1 | electronic",
        "invoice": "invoice_id | request_id | sent_on\ni1 | 1 | 2026-12-01",
        "payment": "invoice_id | paid_on | kind\ni1 | 2026-12-01 | paid",
    }
    spec(
        as_of="2027-01-31", **tables,
        ask=f"select base_due_on from deadline_candidate where law_rule = '{case['law_rule']}'",
        expect=f"base_due_on\n{case['due']}",
    )  # fmt: skip


def test_montanas_ten_days_are_for_those_outside_hipaa(spec):
    """MCA 50-16-541: at most 21 days with written reasons."""
    spec(
        as_of="2027-01-31",
        provider="provider_id | state | is_covered_entity\np1 | MT | false\np2 | MT | true",
        request="provider_id | request_id | requester_kind | is_written | received_on | status\np1 | 1 | patient | true | 2026-12-01 | open\np2 | 2 | patient | true | 2026-12-01 | open",
        ask="select request_id, law_rule, base_due_on, longest_due_on from deadline_candidate",
        expect="""
            request_id | law_rule             | base_due_on | longest_due_on
            1          | mt-response-deadline | 2026-12-11  | 2026-12-22
            2          | us-access-deadline   | 2026-12-31  | 2027-01-30
        """,
    )


def test_a_clock_that_runs_from_payment_has_no_day_before_it(spec):
    """Tex. HSC 241.154(a): no bill paid, no state day; the federal one does not wait."""
    spec(
        as_of="2027-01-31",
        provider="provider_id | state\np1 | TX",
        request="request_id | requester_kind | is_written | received_on | status\n1 | patient | true | 2026-12-01 | open",
        ask="select law_rule, base_due_on from deadline_candidate",
        expect="""
            law_rule                      | base_due_on
            tx-access-deadline-electronic | 2026-12-22
            us-access-deadline            | 2026-12-31
        """,
    )


def test_a_discharge_that_no_log_shows_starts_no_clock(spec):
    """S.C. Code 44-7-325: 45 days from the later of discharge and request."""
    spec(
        as_of="2027-01-31",
        provider="provider_id | state\np1 | SC",
        request="request_id | requester_kind | legal_path | received_on | status\n1 | attorney | authorization | 2026-12-01 | open",
        ask="select count(*) as deadlines from deadline_candidate",
        expect="deadlines\n0",
    )


def test_a_request_open_while_the_law_changed_keeps_the_law_of_its_day(spec):
    """45 CFR 164.524(b)(2) until 2013-03-25, and Ciox v. Azar of 2020-01-23 on directions for paper copies."""
    spec(
        request="""
            request_id | requester_kind | legal_path | received_on | completed_on | status
            1          | patient        | access     | 2013-03-10  | 2013-05-15   | fulfilled
            2          | patient        | directive  | 2020-01-22  | 2020-03-01   | fulfilled
            3          | patient        | directive  | 2020-01-23  | 2020-03-01   | fulfilled
        """,
        request_item="request_id | item_no | format_requested\n1 | 1 | paper\n2 | 1 | paper\n3 | 1 | paper",
        ask="select request_id, law_rule, citation from deadline_candidate",
        expect="""
            request_id | law_rule                         | citation
            1          | us-access-deadline-2003          | 45 CFR 164.524(b)(2)(i) (2003)
            1          | us-access-deadline-2003-off-site | 45 CFR 164.524(b)(2)(ii) (2003)
            2          | us-directive-deadline-2013       | 45 CFR 164.524(b)(2), (c)(3)(ii)
        """,
    )
