"""fee_charged: what were patients asked to pay for their own records?"""

from roi_analytics import measures

REQUEST = """
    request_id | requester_kind | legal_path    | received_on | completed_on | status
    1          | patient        | access        | 2026-04-01  | 2026-04-20   | fulfilled
    2          | patient        | access        | 2026-04-01  | 2026-04-20   | fulfilled
    3          | attorney       | authorization | 2026-04-01  | 2026-04-20   | fulfilled
    4          | attorney       |               | 2026-04-01  | 2026-04-20   | fulfilled
    5          | patient        | access        | 2026-04-01  | 2026-04-20   | fulfilled
"""


def test_the_bills_of_a_request_together_counted_on_the_day_of_the_first(spec):
    """What an attorney pays is never in this figure; one whose path is not known may be a patient's own."""
    spec(
        request=REQUEST,
        invoice="""
            invoice_id | request_id | sent_on    | amount_usd
            a          | 1          | 2026-04-15 | 10.00
            b          | 1          | 2026-05-02 | 2.50
            c          | 3          | 2026-04-15 | 90.00
            d          | 4          | 2026-04-15 | 90.00
        """,
        ask="fee_charged",
        expect="""
            case_id | counted_on | month   | legal_path | value | standing       | reason
            1       | 2026-04-15 | 2026-04 | access     | 12.5  | counted        |
            4       | 2026-04-15 | 2026-04 | unknown    |       | not_assessable | the legal path is not known
        """,
    )


def test_fee_lines_stand_in_where_no_bill_gives_an_amount(spec):
    """Counted on the day of the answer where no bill was sent; nothing asked is another question."""
    spec(
        request=REQUEST,
        invoice="invoice_id | request_id | sent_on | amount_usd\na | 2 | 2026-04-18 |",
        fee_line="""
            request_id | line_no | kind          | amount_usd
            1          | 1       | labor_copying | 3.00
            1          | 2       | postage       | 1.25
            2          | 1       | flat          | 5.00
            5          | 1       | portal_view   | 0.00
        """,
        ask="fee_charged",
        expect="""
            case_id | counted_on | value
            1       | 2026-04-20 | 4.25
            2       | 2026-04-18 | 5
        """,
    )


def test_the_middle_of_what_was_charged_not_pulled_down_by_what_was_free(build):
    engine = build(
        request=REQUEST,
        fee_line="""
            request_id | line_no | kind | amount_usd
            1          | 1       | flat | 5.00
            2          | 1       | flat | 25.00
            5          | 1       | flat | 0.00
        """,
    )
    [row] = measures.show(engine, "fee_charged", legal_path="access").to_dicts()
    assert (row["cases"], row["value"], row["p90"], row["low"]) == (2, 15.0, 25.0, None)
