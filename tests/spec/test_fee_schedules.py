"""A bill against a state's schedule: what is above it, what cannot be certain, and a person's own copy under a cap."""
# ruff: noqa: E501 - a table is as wide as its words

import pytest


def test_above_the_schedule_the_lawful_amount_and_the_difference_are_told(spec):
    """O.C.G.A. 31-33-3 in the amounts of 2024-07-01: 20 pages at 0.97 and 10 at 0.83, a search 25.88. Postage passes through."""
    spec(
        provider="provider_id | state\np1 | GA",
        request="""
            request_id | requester_kind | legal_path    | stated_need | received_on
            1          | attorney       | authorization | litigation  | 2024-08-01
            2          | attorney       | authorization | litigation  | 2024-08-01
            3          | attorney       | authorization | litigation  | 2024-08-01
            4          | attorney       | authorization | litigation  | 2025-08-01
            5          | attorney       | authorization | litigation  | 2024-08-01
            6          | attorney       | authorization | litigation  | 2024-08-01
        """,
        request_item="request_id | item_no | format_provided | pages_paper\n1 | 1 | paper | 30\n2 | 1 | paper | 30\n3 | 1 | paper |\n4 | 1 | paper | 30\n5 | 1 | paper | 30\n6 | 1 | paper | 30",
        fee_line="""
            request_id | line_no | kind             | amount_usd
            1          | 1       | per_page         | 27.71
            1          | 2       | search_retrieval | 25.88
            2          | 1       | per_page         | 27.70
            2          | 2       | search_retrieval | 25.88
            2          | 3       | postage          | 9.00
            3          | 1       | per_page         | 27.70
            4          | 1       | per_page         | 40.00
            5          | 1       | per_page         |
            5          | 2       | postage          | 9.00
        """,
        invoice="""
            request_id | sent_on    | amount_usd
            1          | 2024-08-10 | 53.59
            2          | 2024-08-10 | 62.58
            3          | 2024-08-10 | 27.70
            4          | 2025-08-10 | 40.00
            5          | 2024-08-10 | 36.70
            6          | 2024-08-10 | 80.00
        """,
        ask="select case_id, verdict, law_rule, missing, facts from fee_above_schedule",
        expect="""
            case_id | verdict        | law_rule          | missing                       | facts
            1       | apparent       | ga-copy-fee-paper |                               | USD 53.59 charged on 2024-08-10 for 30 pages on paper, allowed USD 53.58 (O.C.G.A. 31-33-3), difference USD 0.01.
            3       | not_assessable | ga-copy-fee-paper | request_item.pages_paper      | request_item.pages_paper is blank: the sum allowed cannot be told.
            4       | not_assessable | ga-copy-fee-paper | law_rule.amounts_confirmed_to | USD 40.00 charged on 2025-08-10 for 30 pages on paper, last confirmed limit USD 27.70 (O.C.G.A. 31-33-3), confirmed to 2025-06-30: the limit on that day is not known.
            5       | not_assessable | ga-copy-fee-paper | fee_line.amount_usd           | fee_line.kind or fee_line.amount_usd is blank: what was charged for cannot be told.
            6       | check          | ga-copy-fee-paper |                               | USD 80.00 charged on 2024-08-10 for 30 pages on paper, allowed USD 53.58 (O.C.G.A. 31-33-3), difference USD 26.42.
        """,
    )


def test_a_schedule_for_certain_needs_binds_only_those(spec):
    """N.C.G.S. 90-411 is for suits and disability claims only."""
    spec(
        provider="provider_id | state\np1 | NC",
        request="""
            request_id | requester_kind | legal_path    | stated_need | received_on
            1          | attorney       | authorization | litigation  | 2026-03-01
            2          | attorney       | authorization | care        | 2026-03-01
            3          | attorney       | authorization |             | 2026-03-01
        """,
        request_item="request_id | item_no | format_provided | pages_paper\n1 | 1 | paper | 30\n2 | 1 | paper | 30\n3 | 1 | paper | 30",
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | per_page | 30\n2 | 1 | per_page | 30\n3 | 1 | per_page | 30",
        invoice="request_id | sent_on | amount_usd\n1 | 2026-03-10 | 30\n2 | 2026-03-10 | 30\n3 | 2026-03-10 | 30",
        ask="select case_id, verdict, missing from fee_above_schedule",
        expect="case_id | verdict | missing\n1 | apparent | \n3 | not_assessable | request.stated_need",
    )


def test_lateness_takes_from_the_fee_in_the_district(spec):
    """D.C. Code 3-1210.12(a)(3)(B): after day 60 the fee falls by 15 dollars a day. 50 pages at 0.88 are 44.00, less 30.00 for two days."""
    spec(
        provider="provider_id | state\np1 | DC",
        request="request_id | requester_kind | legal_path | received_on | completed_on | status\n1 | attorney | authorization | 2026-03-01 | 2026-05-02 | fulfilled",
        request_item="request_id | item_no | format_provided | pages_paper\n1 | 1 | paper | 50",
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | per_page | 44",
        ask="select reduction_usd, lawful_usd from fee_limit",
        expect="reduction_usd | lawful_usd\n30.00 | 14.00",
    )


def test_a_persons_own_copy_costs_not_more_than_the_states_cap(spec):
    """Cal. HSC 123110: 0.25 a page is a ceiling inside a cost-based fee, so the words are "not more than", never "lawful"."""
    spec(
        provider="provider_id | state\np1 | CA",
        request="""
            request_id | requester_kind | legal_path | received_on
            1          | patient        |            | 2026-03-01
            2          | patient        |            | 2026-03-01
            3          | patient        |            | 2026-03-01
        """,
        request_item="request_id | item_no | format_provided | pages_paper\n1 | 1 | paper | 40\n2 | 1 | paper | 40\n3 | 1 | paper |",
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | per_page | 10.01\n2 | 1 | per_page | 10\n2 | 2 | postage | 7\n3 | 1 | per_page | 10",
        invoice="request_id | sent_on | amount_usd\n1 | 2026-03-01 | 10.01\n2 | 2026-03-01 | 17\n3 | 2026-03-01 | 10",
        ask="select case_id, verdict, law_rule, facts from patient_fee_above_cap",
        expect="""
            case_id | verdict        | law_rule          | facts
            1       | apparent       | ca-copy-fee-paper | USD 10.01 charged on 2026-03-01 for 40 pages on paper, not more than USD 10.00 (Cal. HSC 123110), cost basis not shown.
            3       | not_assessable | ca-copy-fee-paper | request_item.pages_paper is blank, or of no price in this law: the cap cannot be told.
        """,
    )


GEORGIA = {
    "provider": "provider_id | state\np1 | GA",
    "request": "request_id | requester_kind | legal_path | stated_need | received_on\n1 | attorney | authorization | litigation | 2024-08-01",
    "invoice": "request_id | sent_on | amount_usd\n1 | 2024-08-10 | 50.00",
}


@pytest.mark.parametrize(
    ("items", "lines", "verdict", "missing"),
    [
        ("1 | 1 | paper | paper | 30 | ", "1 | 1 | per_page | 50.00", "apparent", ""),
        (
            "1 | 1 | paper | paper | 30 | \n1 | 2 | electronic | electronic | 200 | ",
            "1 | 1 | per_page | 50.00",
            "not_assessable",
            "request_item.format_provided",
        ),
        (
            "1 | 1 | paper | paper | 30 | \n1 | 2 | film | paper | 9 | ",
            "1 | 1 | per_page | 50.00",
            "not_assessable",
            "request_item.format_provided",
        ),
        ("1 | 1 | paper | paper | 30 | 2", "1 | 1 | per_page | 50.00", "not_assessable", "request_item.images"),
        ("1 | 1 | paper | paper |  | 0", "1 | 1 | per_page | 50.00", "not_assessable", "request_item.pages_paper"),
        ("1 | 1 | paper | paper | 30 | ", "1 | 1 | flat | 54.00", "check", ""),
        ("1 | 1 | paper | paper | 30 | ", "1 | 1 | per_page | 60.00\n1 | 2 | other | -10.00", "check", ""),
    ],
    ids=[
        "plain",
        "a form without a price",
        "film without a price",
        "images without a price",
        "pages blank",
        "one flat price",
        "a credit",
    ],
)
def test_a_bill_that_cannot_be_certain(spec, items, lines, verdict, missing):
    """What the law gives no price for may be lawful; one flat price may hold the search (53.58 in all); a credit corrects the bill."""
    spec(
        **GEORGIA,
        request_item=f"request_id | item_no | held_as | format_provided | pages_paper | images\n{items}",
        fee_line=f"request_id | line_no | kind | amount_usd\n{lines}",
        ask="select verdict, missing from fee_above_schedule",
        expect=f"verdict | missing\n{verdict} | {missing}",
    )


def test_a_flat_price_within_copy_and_search_is_in_order(spec):
    """O.C.G.A. 31-33-3: 27.70 for thirty pages and 25.88 for the search."""
    spec(
        **GEORGIA,
        request_item="request_id | item_no | format_provided | pages_paper\n1 | 1 | paper | 30",
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | flat | 53.58",
        ask="select count(*) as findings from fee_above_schedule",
        expect="findings\n0",
    )


def test_a_bill_for_what_no_item_tells_cannot_be_judged(spec):
    """O.C.G.A. 31-33-3: without a form and pages no sum can be reckoned."""
    spec(
        **GEORGIA,
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | per_page | 500",
        ask="select verdict, missing from fee_above_schedule",
        expect="verdict | missing\nnot_assessable | request_item.pages_paper",
    )


@pytest.mark.parametrize(("images", "findings"), [("3", "0"), ("2", "1")])
def test_images_by_the_piece(spec, images, findings):
    """Va. Code 8.01-413(B6): 25 dollars each, for a series or study, so that more is to be checked."""
    spec(
        provider="provider_id | state\np1 | VA",
        request="request_id | requester_kind | legal_path | received_on\n1 | attorney | authorization | 2026-03-01",
        request_item=f"request_id | item_no | format_provided | pages_electronic | images\n1 | 1 | media | 0 | {images}",
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | per_page | 75",
        invoice="request_id | sent_on | amount_usd\n1 | 2026-03-10 | 75",
        ask="select count(*) filter (where verdict = 'check') as findings from fee_above_schedule",
        expect=f"findings\n{findings}",
    )


@pytest.mark.parametrize(
    ("kind", "path", "verdict"), [("patient", "access", "apparent"), ("attorney", "authorization", "check")]
)
def test_new_yorks_price_is_the_patients_own_attorneys(spec, kind, path, verdict):
    """N.Y. Pub. Health Law 18(2)(e); Halio v. IOD: whose attorney asks no column tells."""
    spec(
        provider="provider_id | state\np1 | NY",
        request=f"request_id | requester_kind | legal_path | received_on\n1 | {kind} | {path} | 2026-03-01",
        request_item="request_id | item_no | format_provided | pages_paper\n1 | 1 | paper | 100",
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | per_page | 150",
        invoice="request_id | sent_on | amount_usd\n1 | 2026-03-10 | 150",
        ask=f"select verdict from {'patient_fee_above_cap' if kind == 'patient' else 'fee_above_schedule'}",
        expect=f"verdict\n{verdict}",
    )


def test_georgias_table_is_not_for_disability_claims(spec):
    """O.C.G.A. 31-33-3. Where the need is not logged the bill is to be checked."""
    spec(
        provider="provider_id | state\np1 | GA",
        request="request_id | requester_kind | legal_path | stated_need | received_on\n1 | attorney | authorization | benefit_claim | 2024-08-01\n2 | attorney | authorization | | 2024-08-01",
        request_item="request_id | item_no | format_provided | pages_paper\n1 | 1 | paper | 30\n2 | 1 | paper | 30",
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | per_page | 60\n2 | 1 | per_page | 60",
        invoice="request_id | sent_on | amount_usd\n1 | 2024-08-10 | 60\n2 | 2024-08-10 | 60",
        ask="select case_id, verdict from fee_above_schedule",
        expect="case_id | verdict\n2 | check",
    )


def test_a_cap_on_the_whole_binds_a_persons_own_copy_too(spec):
    """La. R.S. 40:1165.1: 100 dollars for a digital copy in all; medium certainty, so to be checked."""
    spec(
        provider="provider_id | state\np1 | LA",
        request="request_id | requester_kind | received_on\n1 | patient | 2026-03-01\n2 | patient | 2026-03-01",
        request_item="request_id | item_no | format_provided | pages_electronic\n1 | 1 | electronic | 900\n2 | 1 | electronic | 900",
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | labor_copying | 400\n2 | 1 | labor_copying | 100",
        invoice="request_id | sent_on | amount_usd\n1 | 2026-03-10 | 400\n2 | 2026-03-10 | 100",
        ask="select case_id, verdict, law_rule, facts from patient_fee_above_cap",
        expect="""
            case_id | verdict | law_rule   | facts
            1       | check   | la-fee-cap | USD 400.00 charged on 2026-03-10, not more than USD 100.00 (La. R.S. 40:1165.1), cost basis not shown.
        """,
    )


def test_lateness_leaves_what_the_whole_schedule_allows_less_the_days(spec):
    """D.C. Code 3-1210.12: 44.00 for fifty pages and 22.88 for the search, less 30.00 for two days, leave 36.88."""
    spec(
        provider="provider_id | state\np1 | DC",
        request="request_id | requester_kind | legal_path | received_on | completed_on | status\n1 | attorney | authorization | 2026-03-01 | 2026-05-02 | fulfilled",
        request_item="request_id | item_no | format_provided | pages_paper\n1 | 1 | paper | 50",
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | per_page | 44\n1 | 2 | search_retrieval | 22.88",
        ask="select reduction_usd, lawful_usd from fee_limit",
        expect="reduction_usd | lawful_usd\n30.00 | 36.88",
    )
