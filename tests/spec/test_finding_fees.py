"""prohibited_fee_component and fee_on_free_channel: what a person's own copy may not cost."""
# ruff: noqa: E501 - a table is as wide as its words

REQUEST = """
    request_id | legal_path    | received_on | completed_on | status
    1          | access        | 2026-03-01  | 2026-03-10   | fulfilled
    2          | authorization | 2026-03-01  | 2026-03-10   | fulfilled
    3          |               | 2026-03-01  | 2026-03-10   | fulfilled
"""


def test_only_four_costs_may_be_charged(spec):
    """45 CFR 164.524(c)(4): labour for copying, supplies, postage, an agreed summary. Certification, rush and other are arguable."""
    spec(
        request=REQUEST,
        fee_line="""
            request_id | line_no | kind             | amount_usd
            1          | 1       | labor_copying    | 4.00
            1          | 2       | supplies         | 1.00
            1          | 3       | postage          | 2.00
            1          | 4       | summary          | 5.00
            1          | 5       | search_retrieval | 25.00
            1          | 6       | verification     | 3.00
            1          | 7       | certification    | 3.00
            1          | 8       | rush             | 3.00
            1          | 9       | other            | 3.00
            1          | 10      | search_retrieval | 0.00
            1          | 11      | per_page         | 3.00
            1          | 12      | portal_upload    | 3.00
            2          | 1       | search_retrieval | 25.00
        """,
        ask="select case_id, verdict, law_rule, citation, facts from prohibited_fee_component",
        expect="""
            case_id | verdict  | law_rule                | citation             | facts
            1/5     | apparent | us-fee-search-retrieval | 45 CFR 164.524(c)(4) | USD 25.00 charged for search retrieval on 2026-03-10.
            1/6     | apparent | us-fee-verification     | 45 CFR 164.524(c)(4) | USD 3.00 charged for verification on 2026-03-10.
            1/7     | check    | us-fee-certification    | 45 CFR 164.524(c)(4) | USD 3.00 charged for certification on 2026-03-10.
            1/8     | check    | us-fee-rush             | 45 CFR 164.524(c)(4) | USD 3.00 charged for rush on 2026-03-10.
            1/9     | check    | us-fee-other            | 45 CFR 164.524(c)(4) | USD 3.00 charged for other on 2026-03-10.
        """,
    )


def test_the_month_of_a_fee_is_the_month_of_its_bill(spec):
    spec(
        request=REQUEST,
        fee_line="request_id | line_no | kind | amount_usd\n1 | 1 | verification | 3.00",
        invoice="request_id | sent_on | amount_usd\n1 | 2026-04-02 | 3.00",
        ask="select case_id, counted_on from prohibited_fee_component",
        expect="case_id | counted_on\n1/1 | 2026-04-02",
    )


def test_a_fee_whose_make_up_is_not_shown_cannot_be_judged(spec):
    """A line without a kind or an amount, a bill without lines, a path nobody knows."""
    spec(
        request=REQUEST,
        fee_line="""
            request_id | line_no | kind         | amount_usd
            1          | 1       |              | 4.00
            1          | 2       | verification |
            3          | 1       | verification | 4.00
        """,
        ask="select case_id, verdict, facts from prohibited_fee_component",
        expect="""
            case_id | verdict        | facts
            1/1     | not_assessable | fee_line.kind is blank: what was charged for cannot be told.
            1/2     | not_assessable | fee_line.amount_usd is blank for verification.
            3/1     | not_assessable | request.legal_path is unknown: whose fee rule binds cannot be told.
        """,
    )
    spec(
        request=REQUEST,
        invoice="request_id | sent_on | amount_usd\n1 | 2026-03-09 | 20.00\n2 | 2026-03-09 | 20.00",
        ask="select case_id, verdict, facts from prohibited_fee_component",
        expect="""
            case_id | verdict        | facts
            1       | not_assessable | USD 20.00 billed, and the log has no fee_line.kind: what was charged for cannot be told.
        """,
    )


def test_inspection_and_viewing_on_a_portal_are_free(spec):
    """HHS FAQ 2035 and the questions on fees: guidance, so a matter to check. Labour for an upload may be charged."""
    spec(
        request="""
            request_id | legal_path    | received_on | completed_on | status
            1          | access        | 2026-03-01  | 2026-03-10   | fulfilled
            2          | access        | 2026-03-01  | 2026-03-10   | fulfilled
            3          | access        | 2026-03-01  | 2026-03-10   | fulfilled
            4          | access        | 2026-03-01  | 2026-03-10   | fulfilled
            5          | authorization | 2026-03-01  | 2026-03-10   | fulfilled
        """,
        fee_line="""
            request_id | line_no | kind          | amount_usd
            1          | 1       | portal_view   | 5.00
            2          | 1       | inspection    | 7.00
            3          | 1       | portal_upload | 5.00
            4          | 1       | inspection    | 0.00
            5          | 1       | inspection    | 7.00
        """,
        request_item="request_id | item_no | format_provided | outcome\n3 | 1 | portal | provided",
        ask="select case_id, verdict, law_rule, facts from fee_on_free_channel",
        expect="""
            case_id | verdict | law_rule            | facts
            1       | check   | us-free-portal-view | USD 5.00 charged for portal view on 2026-03-10.
            2       | check   | us-free-inspection  | USD 7.00 charged for inspection on 2026-03-10.
        """,
    )


def test_any_fee_where_all_that_was_given_was_inspection(spec):
    """Of request 2 one item was copied; of request 3 the copied item was denied, so inspection is all that was given."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  | 2026-03-10   | fulfilled
            2          | access     | 2026-03-01  | 2026-03-10   | fulfilled
            3          | access     | 2026-03-01  | 2026-03-10   | fulfilled
        """,
        request_item="""
            request_id | item_no | format_provided | outcome
            1          | 1       | inspection      | provided
            2          | 1       | inspection      | provided
            2          | 2       | paper           | provided
            3          | 1       | inspection      | provided
            3          | 2       | paper           | denied
        """,
        invoice="request_id | sent_on | amount_usd\n1 | 2026-03-09 | 4.00\n2 | 2026-03-09 | 4.00\n3 | 2026-03-09 | 4.00",
        ask="select case_id, verdict, facts from fee_on_free_channel",
        expect="""
            case_id | verdict | facts
            1       | check   | USD 4.00 charged for inspection on 2026-03-09.
            3       | check   | USD 4.00 charged for inspection on 2026-03-09.
        """,
    )


def test_a_fee_on_a_channel_nobody_recorded_cannot_be_judged(spec):
    """A bill, and neither a line nor an item that tells what was given. A line for copying shows that it was not inspection."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  | 2026-03-10   | fulfilled
            2          | access     | 2026-03-01  | 2026-03-10   | fulfilled
            3          |            | 2026-03-01  | 2026-03-10   | fulfilled
            4          | access     | 2026-03-01  | 2026-03-10   | fulfilled
        """,
        invoice="request_id | sent_on | amount_usd\n1 | 2026-03-09 | 4.00",
        fee_line="""
            request_id | line_no | kind          | amount_usd
            2          | 1       | labor_copying | 4.00
            3          | 1       | portal_view   | 4.00
            4          | 1       | portal_view   |
        """,
        ask="select case_id, verdict, facts from fee_on_free_channel",
        expect="""
            case_id | verdict        | facts
            1       | not_assessable | request_item.format_provided is blank: whether anything but inspection was given cannot be told.
            3       | not_assessable | request.legal_path is unknown: whose fee rule binds cannot be told.
            4       | not_assessable | fee_line.amount_usd is blank for a channel that is free.
        """,
    )
