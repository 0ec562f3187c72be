"""A risk of information blocking: who is bound by it, and what shows it."""
# ruff: noqa: E501 - a table is as wide as its words

BLOCKING = "select case_id, verdict, law_rule, facts from information_blocking_risk"


# -- information_blocking_risk -----------------------------------------------------------------------


def test_a_fee_the_access_rule_does_not_allow_on_an_electronic_record(spec):
    """45 CFR 171.302(b): such a fee is under no exception; a risk, never a verdict. A fee for copying, and one on paper, are none."""
    spec(
        request="""
            request_id | legal_path    | received_on | completed_on | status
            1          | access        | 2026-03-01  | 2026-03-20   | fulfilled
            2          | access        | 2026-03-01  | 2026-03-20   | fulfilled
            3          | access        | 2021-03-01  | 2021-04-04   | fulfilled
            4          | authorization | 2026-03-01  | 2026-03-20   | fulfilled
        """,
        request_item="""
            request_id | held_as
            1          | electronic
            2          | paper
            3          | electronic
            4          | electronic
        """,
        fee_line="""
            request_id | line_no | kind             | amount_usd
            1          | 1       | search_retrieval | 25.00
            1          | 2       | labor_copying    | 4.00
            1          | 3       | portal_view      | 5.00
            2          | 1       | search_retrieval | 25.00
            3          | 1       | search_retrieval | 25.00
            4          | 1       | search_retrieval | 25.00
        """,
        ask=f"{BLOCKING} where law_rule = 'us-information-blocking-fee'",
        expect="""
            case_id | verdict | law_rule                    | facts
            1/1     | check   | us-information-blocking-fee | USD 25.00 charged for search retrieval on 2026-03-20, on a record kept electronically.
            1/3     | check   | us-information-blocking-fee | USD 5.00 charged for portal view on 2026-03-20, on a record kept electronically.
        """,
    )


def test_an_electronic_record_given_after_its_due_day(spec):
    """45 CFR 171.103, 171.301: unnecessary delay; no number of days is set. In time by the access rule, or on paper, is no sign of it."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  | 2026-04-20   | fulfilled
            2          | access     | 2026-03-01  | 2026-03-31   | fulfilled
            3          | access     | 2026-03-01  | 2026-04-20   | fulfilled
            4          | access     | 2026-03-01  |              | open
        """,
        request_item="""
            request_id | held_as
            1          | electronic
            2          | electronic
            3          | film
            4          | mixed
        """,
        ask=BLOCKING,
        expect="""
            case_id | verdict | law_rule                      | facts
            1       | check   | us-information-blocking-delay | Received 2026-03-01, due 2026-03-31, answered 2026-04-20, on a record kept electronically.
            4       | check   | us-information-blocking-delay | Received 2026-03-01, due 2026-03-31, no answer known when last seen 2026-06-30, on a record kept electronically.
        """,
    )


def test_a_health_insurer_is_no_actor_of_these_rules(spec):
    """45 CFR 171.102: providers, developers and networks; a health plan as such is none of them."""
    spec(
        provider="provider_id | kind\np1 | health_insurer",
        request="request_id | legal_path | received_on | completed_on | status\n1 | access | 2026-03-01 | 2026-04-20 | fulfilled",
        request_item="request_id | held_as\n1 | electronic",
        ask="select count(*) as findings from information_blocking_risk",
        expect="findings\n0",
    )


def test_a_risk_of_information_blocking_that_cannot_be_judged(spec):
    """How the record is kept is blank; a fee without an amount; an unknown path."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  | 2026-04-20   | fulfilled
            2          | access     | 2026-03-01  | 2026-03-20   | fulfilled
            3          |            | 2026-03-01  | 2026-03-20   | fulfilled
        """,
        request_item="request_id | held_as\n2 | electronic\n3 | electronic",
        fee_line="""
            request_id | line_no | kind             | amount_usd
            2          | 1       | search_retrieval |
            3          | 1       | search_retrieval | 25.00
        """,
        ask="select case_id, verdict, law_rule, missing from information_blocking_risk",
        expect="""
            case_id | verdict        | law_rule                      | missing
            1       | not_assessable | us-information-blocking-delay | request_item.held_as
            2/1     | not_assessable | us-information-blocking-fee   | fee_line.amount_usd
            3/1     | not_assessable | us-information-blocking-fee   | request.legal_path
        """,
    )
