"""What may be charged: by the page, by the flat option, by a table, with or without a basis, too late, or above a limit."""
# ruff: noqa: E501 - a table is as wide as its words

import pytest

ACCESS = """
    request_id | legal_path    | received_on | completed_on | status
    1          | access        | 2026-03-01  | 2026-03-10   | fulfilled
    2          | access        | 2026-03-01  | 2026-03-10   | fulfilled
    3          | access        | 2026-03-01  | 2026-03-10   | fulfilled
    4          | authorization | 2026-03-01  | 2026-03-10   | fulfilled
    5          |               | 2026-03-01  | 2026-03-10   | fulfilled
"""


def test_pages_are_no_price_of_an_electronic_copy(spec):
    """HHS guidance of 2016: guidance, so to be checked. Paper that is scanned may go by the page, and so may a paper copy."""
    spec(
        request=ACCESS,
        request_item="""
            request_id | item_no | held_as    | format_provided | outcome
            1          | 1       | electronic | portal          | provided
            2          | 1       | paper      | electronic      | provided
            3          | 1       |            | electronic      | provided
            4          | 1       | electronic | electronic      | provided
        """,
        fee_line="""
            request_id | line_no | kind     | amount_usd
            1          | 1       | per_page | 12.00
            2          | 1       | per_page | 12.00
            3          | 1       | per_page | 12.00
            4          | 1       | per_page | 12.00
        """,
        ask="select case_id, verdict, law_rule, facts from per_page_on_electronic",
        expect="""
            case_id | verdict        | law_rule               | facts
            1       | check          | us-per-page-electronic | USD 12.00 charged by the page on 2026-03-10 for a record kept and given electronically.
            3       | not_assessable | us-per-page-electronic | request_item.held_as is blank: whether electronic records were charged by the page cannot be told.
        """,
    )


def test_the_flat_option_is_six_fifty_all_in(spec):
    """HHS guidance of 2016-02-25: an option, so a higher flat price is to be checked, never more."""
    spec(
        request=ACCESS,
        fee_line="""
            request_id | line_no | kind    | amount_usd | method
            1          | 1       | flat    | 6.50       | flat_option
            1          | 2       | postage | 3.00       | flat_option
            2          | 1       | flat    | 6.50       | flat_option
            3          | 1       | flat    | 25.00      |
            4          | 1       | flat    | 25.00      | flat_option
            5          | 1       | flat    | 25.00      | flat_option
        """,
        ask="select case_id, verdict, law_rule, facts from flat_fee_above_option",
        expect="""
            case_id | verdict        | law_rule           | facts
            1       | check          | us-flat-fee-option | USD 9.50 charged by the flat option on 2026-03-10, which is USD 6.50 all in.
            3       | not_assessable | us-flat-fee-option | fee_line.method is blank: whether the flat option was used cannot be told.
            5       | not_assessable | us-flat-fee-option | request.legal_path is unknown: whose fee rule binds cannot be told.
        """,
    )


def test_a_states_table_is_no_basis_for_a_persons_own_copy(spec):
    """45 CFR 160.203(b), 164.524(c)(4). The amount may still be below the cost: to be checked."""
    spec(
        request=ACCESS,
        fee_line="""
            request_id | line_no | kind     | amount_usd | method
            1          | 1       | per_page | 30.00      | state_schedule
            2          | 1       | per_page | 30.00      | actual_cost
            3          | 1       | per_page | 30.00      |
            4          | 1       | per_page | 30.00      | state_schedule
            5          | 1       | per_page | 30.00      | state_schedule
        """,
        ask="select case_id, verdict, law_rule, facts from state_schedule_on_access",
        expect="""
            case_id | verdict        | law_rule          | facts
            1       | check          | us-state-schedule | USD 30.00 charged on 2026-03-10, the amount taken by a state schedule.
            3       | not_assessable | us-state-schedule | fee_line.method is blank: how the amount was reached cannot be told.
            5       | not_assessable | us-state-schedule | request.legal_path is unknown: whose fee rule binds cannot be told.
        """,
    )


def test_a_cost_needs_a_record_of_it(spec):
    """45 CFR 164.524(c)(4): by actual or average cost, with a record valid on the day of the bill. The flat option needs none."""
    spec(
        request=ACCESS,
        fee_line="""
            request_id | line_no | kind          | amount_usd | method
            1          | 1       | labor_copying | 30.00      | actual_cost
            2          | 1       | labor_copying | 30.00      | average_cost
            3          | 1       | flat          | 6.50       | flat_option
        """,
        fee_basis="method | valid_from | document_ref\nactual_cost | 2026-03-11 | memo 4\naverage_cost | 2026-01-01 | memo 3",
        ask="select case_id, verdict, law_rule, facts from fee_without_basis",
        expect="""
            case_id | verdict | law_rule    | facts
            1       | check   | us-own-cost | USD 30.00 charged on 2026-03-10 by actual cost, the record of that cost begins 2026-03-11.
        """,
    )
    spec(
        request=ACCESS,
        fee_line="""
            request_id | line_no | kind          | amount_usd | method
            1          | 1       | labor_copying | 30.00      | actual_cost
            2          | 1       | labor_copying | 30.00      |
        """,
        ask="select case_id, verdict, facts from fee_without_basis",
        expect="""
            case_id | verdict        | facts
            1       | not_assessable | fee_basis.method is not in the log: how the amount was reached cannot be told.
            2       | not_assessable | fee_line.method is blank: how the amount was reached cannot be told.
        """,
    )


def test_the_fee_is_told_before_the_records_are_handed_over(spec):
    """HHS guidance: a bill or a notice before the records will do; one of the same day or later will not."""
    spec(
        request=ACCESS,
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | flat | 6\n2 | 1 | flat | 6\n3 | 1 | flat | 6\n4 | 1 | flat | 6",
        invoice="request_id | sent_on | amount_usd\n1 | 2026-03-10 | 6\n2 | 2026-03-09 | 6\n3 | 2026-03-10 | 6",
        correspondence="request_id | kind | sent_on\n3 | fee_notice | 2026-03-02",
        delivery="request_id | sent_on | is_complete\n1 | 2026-03-10 | true\n2 | 2026-03-10 | true\n3 | 2026-03-10 | true",
        ask="select case_id, verdict, law_rule, facts from fee_notice_missing",
        expect="""
            case_id | verdict | law_rule      | facts
            1       | check   | us-fee-notice | USD 6.00 charged, records handed over 2026-03-10, first told of the fee 2026-03-10.
        """,
    )
    spec(
        request=ACCESS,
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | flat | 6",
        invoice="request_id | sent_on | amount_usd\n1 | 2026-03-10 | 6",
        ask="select case_id, verdict, facts from fee_notice_missing",
        expect="""
            case_id | verdict        | facts
            1       | not_assessable | delivery.sent_on is blank or not in the log: whether the fee was told beforehand cannot be said.
        """,
    )


def test_a_first_bill_after_the_due_day_is_a_breach_of_the_clock(spec):
    """45 CFR 164.524(b)(2)(i): a bill stops no clock. An answer in time with a later bill is in order."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  |              | open
            2          | access     | 2026-03-01  |              | open
            3          | access     | 2026-03-01  | 2026-03-20   | fulfilled
            4          | access     | 2026-03-01  |              | open
            5          |            | 2026-03-01  |              | open
        """,
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | flat | 6\n2 | 1 | flat | 6\n3 | 1 | flat | 6\n4 | 1 | flat | 6\n5 | 1 | flat | 6",
        invoice="request_id | sent_on | amount_usd\n1 | 2026-04-01 | 6\n2 | 2026-03-31 | 6\n3 | 2026-04-01 | 6\n5 | 2026-04-01 | 6",
        ask="select case_id, verdict, law_rule, counted_on, facts from invoice_after_due",
        expect="""
            case_id | verdict        | law_rule        | counted_on | facts
            1       | apparent       | us-late-invoice | 2026-03-31 | Received 2026-03-01, due 2026-03-31, first billed 2026-04-01.
            4       | not_assessable | us-late-invoice | 2026-03-31 | invoice.sent_on is blank or not in the log: when the bill was sent cannot be told.
            5       | not_assessable | us-late-invoice | 2026-04-01 | request.legal_path is unknown: whether a deadline binds cannot be told.
        """,
    )


def test_a_bill_after_the_end_of_a_request_or_without_a_day_is_no_breach_of_the_clock(spec):
    """Request 1 was withdrawn in time. Of two bills of request 2 one has no day: which came first cannot be told."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  | 2026-03-05   | withdrawn
            2          | access     | 2026-03-01  |              | open
        """,
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | flat | 6\n2 | 1 | flat | 6",
        invoice="request_id | sent_on | amount_usd\n1 | 2026-04-15 | 6\n2 | | 6\n2 | 2026-04-15 | 6",
        ask="select case_id, verdict, missing from invoice_after_due",
        expect="case_id | verdict | missing\n2 | not_assessable | invoice.sent_on",
    )


def test_two_electronic_forms_are_electronic(spec):
    """HHS guidance of 2016 on prices by the page: by e-mail and on the portal alike."""
    spec(
        request=ACCESS,
        request_item="""
            request_id | item_no | held_as    | format_provided | outcome
            1          | 1       | electronic | portal          | provided
            1          | 2       | electronic | electronic      | provided
        """,
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | per_page | 12.00",
        ask="select case_id, verdict from per_page_on_electronic",
        expect="case_id | verdict\n1 | check",
    )


@pytest.mark.parametrize(
    ("state", "law_rule", "kind", "need", "verdict"),
    [
        ("AZ", "az-free-copy", "patient", "care", "check"),
        ("AZ", "az-free-copy-patient", "patient", "benefit_appeal", "check"),
        ("CA", "ca-free-copy", "patient", "benefit_claim", "check"),
        ("CT", "ct-free-copy", "patient", "benefit_appeal", "check"),
        ("FL", "fl-free-copy", "patient", "care", "check"),
        ("MA", "ma-free-copy", "patient", "benefit_claim", "check"),
        ("MD", "md-free-copy", "patient", "benefit_claim", "check"),
        ("MN", "mn-free-copy", "patient", "care", "check"),
        ("NY", "ny-free-copy", "patient", "benefit_claim", "check"),
        ("NY", "ny-free-copy-attorney", "attorney", "benefit_claim", "check"),
        ("OH", "oh-free-copy", "executor", "benefit_claim", "check"),
        ("TX", "tx-free-copy", "patient", "benefit_claim", "check"),
        ("VT", "vt-free-copy", "patient", "benefit_claim", "check"),
        ("VA", "va-free-copy", "patient", "benefit_claim", "check"),
        ("WA", "wa-free-copy", "patient", "benefit_appeal", "check"),
    ],
)
def test_a_copy_that_the_state_makes_free(spec, state, law_rule, kind, need, verdict):
    """What it is wanted for decides; another need is in order, and one nobody logged cannot be judged. A bill without lines is to be checked."""
    path = "authorization" if kind == "attorney" else "access"
    spec(
        provider=f"provider_id | state\np1 | {state}",
        request=f"""
            request_id | requester_kind | legal_path | stated_need | received_on
            1          | {kind}         | {path}     | {need}      | 2026-03-01
            2          | {kind}         | {path}     | none        | 2026-03-01
            3          | {kind}         | {path}     |             | 2026-03-01
        """,
        invoice="request_id | sent_on | amount_usd\n1 | 2026-03-10 | 20\n2 | 2026-03-10 | 20\n3 | 2026-03-10 | 20",
        ask=f"select case_id, verdict from fee_where_copy_is_free where law_rule = '{law_rule}'",
        expect=f"case_id | verdict\n1/{law_rule} | {verdict}\n3/{law_rule} | not_assessable",
    )


def test_a_free_copy_told_in_words(spec):
    """N.Y. Pub. Health Law 17; KRS 422.317, whose condition no column tells."""
    ask = "select verdict, missing, facts from fee_where_copy_is_free"
    request = "request_id | requester_kind | stated_need | received_on\n1 | patient | benefit_claim | 2026-03-01"
    invoice = "request_id | sent_on | amount_usd\n1 | 2026-03-10 | 20"
    spec(
        provider="provider_id | state\np1 | NY", request=request, invoice=invoice, ask=ask,
        expect="verdict | missing | facts\ncheck | | USD 20.00 charged on 2026-03-10, records wanted for: benefit claim.",
    )  # fmt: skip
    spec(
        provider="provider_id | state\np1 | KY", request=request, invoice=invoice, ask=ask,
        expect="verdict | missing | facts\nnot_assessable | request.stated_need | It is free on a condition that request.stated_need does not tell.",
    )  # fmt: skip


def test_the_first_accounting_in_twelve_months_is_free(spec):
    """45 CFR 164.528(c)(2). The second within a year may cost; a fee nobody logged cannot be judged. The log may begin late: to be checked."""
    spec(
        accounting_request="""
            request_id | patient_id | received_on | acted_on   | fee_usd
            a1         | m1         | 2026-01-10  | 2026-02-01 | 15.00
            a2         | m1         | 2026-05-10  | 2026-06-01 | 15.00
            a3         | m2         | 2026-01-10  | 2026-02-01 | 0.00
            a4         | m3         | 2026-01-10  | 2026-02-01 |
            a5         |            | 2026-01-10  | 2026-02-01 | 15.00
            a6         | m4         | 2026-06-10  |            |
        """,
        ask="select case_id, verdict, law_rule, facts from accounting_fee",
        expect="""
            case_id | verdict        | law_rule          | facts
            a1      | check          | us-accounting-fee | Accounting asked for 2026-01-10, USD 15.00 charged, no earlier one in the log.
            a4      | not_assessable | us-accounting-fee | accounting_request.fee_usd is blank or not in the log: whether it was charged cannot be told.
            a5      | not_assessable | us-accounting-fee | accounting_request.patient_id is blank: whether it was the first in a year cannot be told.
        """,
    )


def test_the_year_between_two_accountings_ends_on_its_day(spec):
    """45 CFR 164.528(c)(2), over the leap day of 2024: asked for on 15 January, the next is free again on 15 January."""
    spec(
        accounting_request="""
            request_id | patient_id | received_on | acted_on   | fee_usd
            a1         | m1         | 2024-01-15  | 2024-02-01 | 0.00
            a2         | m1         | 2025-01-14  | 2025-02-01 | 15.00
            b1         | m2         | 2024-01-15  | 2024-02-01 | 0.00
            b2         | m2         | 2025-01-15  | 2025-02-01 | 15.00
        """,
        ask="select case_id, verdict from accounting_fee",
        expect="case_id | verdict\nb2 | apparent",
    )


def test_looking_is_free_by_state_law_too(spec):
    """ORC 3701.74: a statute, so apparent; the federal guidance alone would be to be checked. SDCL 36-2-16.3 for the portal."""
    spec(
        provider="provider_id | state\np1 | OH\np2 | SD",
        request="provider_id | request_id | requester_kind | received_on\np1 | 1 | patient | 2026-03-01\np2 | 2 | patient | 2026-03-01",
        fee_line="provider_id | request_id | line_no | kind | amount_usd\np1 | 1 | 1 | inspection | 7\np2 | 2 | 1 | portal_view | 7",
        ask="select case_id, verdict, law_rule from fee_on_free_channel",
        expect="case_id | verdict | law_rule\n1 | apparent | oh-inspection-fee\n2 | apparent | sd-portal-fee",
    )
