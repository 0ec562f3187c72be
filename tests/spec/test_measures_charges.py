"""fee_charged_share, fee_basis_share: were patients charged at all, and is it on record how much it cost to copy?"""
# ruff: noqa: E501 - a table is as wide as its words

from roi_analytics import measures, models

REQUEST = """
    request_id | requester_kind | legal_path    | received_on | completed_on | status
    billed     | patient        | access        | 2026-03-25  | 2026-04-20   | fulfilled
    by_line    | patient        | access        | 2026-04-01  | 2026-04-20   | fulfilled
    free       | patient        | access        | 2026-04-01  | 2026-04-30   | fulfilled
    at_nought  | patient        | access        | 2026-04-01  | 2026-05-01   | fulfilled
    waived     | patient        | access        | 2026-04-01  | 2026-04-20   | fulfilled
    blank      | patient        | access        | 2026-04-01  | 2026-04-20   | fulfilled
    half_blank | patient        | access        | 2026-04-01  | 2026-04-20   | fulfilled
    denied     | patient        | access        | 2026-04-01  | 2026-04-20   | denied
    open       | patient        | access        | 2026-04-01  |              | open
    attorney   | attorney       | authorization | 2026-04-01  | 2026-04-20   | fulfilled
    somebody   | attorney       |               | 2026-04-01  | 2026-04-20   | fulfilled
    ended      | patient        | access        | 2026-04-01  | 2026-04-20   | unknown
    twice      | patient        | access        | 2026-04-01  | 2026-04-20   | duplicate
"""
DELIVERY = "request_id | sent_on | is_complete" + "".join(
    f"\n{name} | 2026-{day} | true"
    for name, day in {
        "billed": "04-20",
        "by_line": "04-20",
        "free": "04-30",
        "at_nought": "05-01",
        "waived": "04-20",
        "blank": "04-20",
        "half_blank": "04-20",
        "attorney": "04-20",
        "somebody": "04-20",
    }.items()
)
INVOICE = """
    invoice_id | request_id | sent_on    | amount_usd
    a          | billed     | 2026-05-02 | 10.00
    b          | waived     | 2026-04-15 | 8.00
    c          | blank      | 2026-04-15 |
    d          | attorney   | 2026-04-15 | 90.00
    e          | open       | 2026-04-15 | 5.00
    f          | half_blank | 2026-04-15 |
    g          | half_blank | 2026-04-16 | 3.00
"""
FEE_LINE = """
    request_id | line_no | kind        | amount_usd
    by_line    | 1       | postage     | 1.25
    at_nought  | 1       | portal_view | 0.00
    billed     | 1       | flat        |
"""


def test_charged_free_and_what_nobody_can_say(spec):
    """
    Counted on the day of the answer, whenever the bill came. What was waived was asked all the same. Denied, open and a
    duplicate are no cases, and what an attorney pays is never in it.
    """
    spec(
        request=REQUEST,
        delivery=DELIVERY,
        invoice=INVOICE,
        fee_line=FEE_LINE,
        payment="invoice_id | payment_no | amount_usd | kind\nb | 1 | 8.00 | waived",
        ask="fee_charged_share",
        expect="""
            case_id    | counted_on | month   | legal_path | value | standing       | reason
            billed     | 2026-04-20 | 2026-04 | access     | 1     | counted        |
            by_line    | 2026-04-20 | 2026-04 | access     | 1     | counted        |
            free       | 2026-04-30 | 2026-04 | access     | 0     | counted        |
            at_nought  | 2026-05-01 | 2026-05 | access     | 0     | counted        |
            waived     | 2026-04-20 | 2026-04 | access     | 1     | counted        |
            half_blank | 2026-04-20 | 2026-04 | access     | 1     | counted        |
            blank      | 2026-04-20 | 2026-04 | access     |       | not_assessable | the bill gives no amount
            somebody   | 2026-04-20 | 2026-04 | unknown    |       | not_assessable | the legal path is not known
            ended      | 2026-04-01 | 2026-04 | access     |       | not_assessable | the log does not say how it ended
        """,
    )


def test_a_log_without_bills_and_fee_lines_made_nothing_free(spec):
    spec(
        request="request_id | legal_path | received_on | completed_on | status\n1 | access | 2026-04-01 | 2026-04-20 | fulfilled",
        ask="fee_charged_share",
        expect="""
            case_id | value | standing       | reason
            1       |       | not_assessable | the provider feeds neither bills nor fee lines
        """,
    )


def test_a_line_without_an_amount_is_no_free_copy_but_a_bill_of_nought_is(spec):
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            line       | access     | 2026-04-01  | 2026-04-20   | fulfilled
            bill       | access     | 2026-04-01  | 2026-04-20   | fulfilled
        """,
        fee_line="request_id | line_no | amount_usd\nline | 1 | 0.00\nline | 2 |\nbill | 1 |",
        invoice="invoice_id | request_id | amount_usd\na | bill | 0.00",
        ask="fee_charged_share",
        expect="""
            case_id | value | reason
            line    |       | the bill gives no amount
            bill    | 0     |
        """,
    )


def test_whether_and_how_much_stand_on_the_same_requests(build):
    """Two of four were asked for money; the middle of what was asked is of those two alone."""
    requests = "".join(f"\n{n} | access | 2026-04-01 | 2026-04-20 | fulfilled" for n in range(4))
    engine = build(
        request=f"request_id | legal_path | received_on | completed_on | status{requests}",
        invoice="invoice_id | request_id | amount_usd\na | 0 | 5.00\nb | 1 | 25.00\nc | 2 | 0.00",
    )
    [share] = measures.show(engine, "fee_charged_share", legal_path="access").to_dicts()
    [amount] = measures.show(engine, "fee_charged", legal_path="access").to_dicts()
    assert (share["cases"], share["value"]) == (4, 0.5)
    assert (amount["cases"], amount["value"]) == (2, 15.0)


CHARGED = "request_id | legal_path | requester_kind | received_on\n" + "\n".join(
    f"{name} | access | patient | 2026-04-01"
    for name in ("average", "actual", "early", "mixed", "flat", "schedule", "no_method", "part", "unsaid", "no_lines")
)
LINES = """
    request_id | line_no | kind          | amount_usd | method
    average    | 1       | labor_copying | 4.00       | average_cost
    actual     | 1       | labor_copying | 4.00       | actual_cost
    early      | 1       | labor_copying | 4.00       | average_cost
    mixed      | 1       | labor_copying | 4.00       | average_cost
    mixed      | 2       | supplies      | 1.00       | actual_cost
    flat       | 1       | flat          | 6.00       | flat_option
    schedule   | 1       | per_page      | 9.00       | state_schedule
    no_method  | 1       | flat          | 6.00       |
    part       | 1       | labor_copying | 4.00       | average_cost
    part       | 2       | supplies      | 1.00       |
    unsaid     | 1       | flat          | 6.00       | unknown
    attorney   | 1       | labor_copying | 90.00      | average_cost
    somebody   | 1       | labor_copying | 90.00      | average_cost
"""
BILLS = "invoice_id | request_id | sent_on | amount_usd\n" + "\n".join(
    f"{name} | {name} | 2026-{'01-31' if name == 'early' else '04-15'} | 5.00"
    for name in ("average", "actual", "early", "mixed", "flat", "schedule", "no_method", "part", "unsaid", "no_lines")
)
BASIS = """
    method       | valid_from | wage_usd_per_hour | minutes | document_ref
    average_cost | 2026-02-01 | 21.00             | 9       |
    actual_cost  | 2026-01-01 | 21.00             |         |
"""
THEIRS = "\nattorney | authorization | attorney | 2026-04-01\nsomebody | | attorney | 2026-04-01"


def test_a_charge_at_cost_has_its_basis_on_record(spec):
    """
    45 CFR 164.524(c)(4). Valid on the day of the bill, and holding what it takes: a wage without minutes does not. The flat
    option needs none, and a state's table is another question. A bill that does not name its method cannot be judged.
    """
    spec(
        request=CHARGED + THEIRS,
        fee_line=LINES,
        invoice=BILLS,
        fee_basis=BASIS,
        ask="fee_basis_share",
        expect="""
            case_id   | counted_on | method       | value | standing       | reason
            average   | 2026-04-15 | average_cost | 1     | counted        |
            actual    | 2026-04-15 | actual_cost  | 0     | counted        |
            early     | 2026-01-31 | average_cost | 0     | counted        |
            mixed     | 2026-04-15 | mixed        | 1     | counted        |
            no_method | 2026-04-15 | not_recorded |       | not_assessable | the log does not say how the amount was reached
            part      | 2026-04-15 | average_cost |       | not_assessable | the log does not say how the amount was reached
            unsaid    | 2026-04-15 | unknown      |       | not_assessable | the log does not say how the amount was reached
            no_lines  | 2026-04-15 | not_recorded |       | not_assessable | the log does not say how the amount was reached
            somebody  | 2026-04-01 | average_cost |       | not_assessable | the legal path is not known
        """,
    )


def test_a_charge_off_the_record_is_the_finding_and_the_rest_is_not(build):
    """The count and the findings are one: what is nought here is what fee_without_basis finds."""
    engine = build(request=CHARGED, fee_line=LINES, invoice=BILLS, fee_basis=BASIS)
    found = measures.findings(engine, rule="fee_without_basis", verdict="check")
    assert sorted(found["case_id"]) == ["actual", "early"]
    assert sorted(measures.cases(engine, "fee_basis_share", value=0)["case_id"]) == ["actual", "early"]


def test_a_provider_that_feeds_no_records_of_its_costs_is_not_without_them(spec):
    spec(
        request=CHARGED,
        fee_line="request_id | line_no | amount_usd | method\naverage | 1 | 4.00 | average_cost",
        ask="fee_basis_share",
        expect="""
            case_id | value | standing       | reason
            average |       | not_assessable | the provider feeds no records of how its fees are reached
        """,
    )


def test_records_of_costs_whose_provider_is_a_column_count_for_those_they_name(build):
    engine = build(
        request="request_id | provider_id | legal_path | received_on\n1 | p1 | access | 2026-04-01\n1 | p2 | access | 2026-04-01",
        fee_line="request_id | provider_id | line_no | amount_usd | method\n1 | p1 | 1 | 4.00 | average_cost\n1 | p2 | 1 | 4.00 | average_cost",
        fee_basis="provider_id | method | valid_from | document_ref\np1 | actual_cost | 2026-01-01 | memo",
        only=set(),
    )
    engine.run("update feed set provider_id = null")
    models.build(engine, only={"fee_basis_share"})
    assert measures.cases(engine, "fee_basis_share").select("provider_id", "value").rows() == [("p1", 0), ("p2", None)]
