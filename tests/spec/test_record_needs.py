"""Record needs: which requests are one person's need, and what became of each at its provider?"""
# ruff: noqa: E501 - a table is as wide as its words

NEEDS = "select need_id, first_on, until_on from record_need"
DOORS = "select need_id, provider_id, request_id, is_bottleneck from record_need_request"

PATIENTS = """
    provider_id | patient_id | person_id
    p1          | 11         | ann
    p2          | 22         | ann
    p3          | 33         | ann
    p1          | 12         | bob
    p2          | 23         |
"""


# -- which requests are one need ---------------------------------------------------------------------


def test_requests_to_several_providers_within_the_window_are_one_need(spec):
    """
    Window of 120 days from the first: 1 January to 1 May. Two requests to one provider are no need, nor are two people's; an
    unlinked patient belongs to none; unlike legal paths stand apart.
    """
    spec(
        patient=PATIENTS,
        request="""
            request_id | provider_id | patient_id | legal_path    | received_on | status
            first      | p1          | 11         | access        | 2026-01-01  | open
            again      | p1          | 11         | access        | 2026-01-20  | open
            last_day   | p2          | 22         | access        | 2026-05-01  | open
            day_after  | p3          | 33         | access        | 2026-05-02  | open
            lawyer     | p3          | 33         | authorization | 2026-01-05  | open
            bobs       | p1          | 12         | access        | 2026-01-02  | open
            unlinked   | p2          | 23         | access        | 2026-01-03  | open
            twice      | p2          | 22         | access        | 2026-01-02  | duplicate
        """,
        ask="select need_id, request_id, asked_on from record_need_request",
        expect="""
            need_id               | request_id | asked_on
            ann/access/2026-01-01 | first      | 2026-01-01
            ann/access/2026-01-01 | again      | 2026-01-20
            ann/access/2026-01-01 | last_day   | 2026-05-01
        """,
    )


def test_what_comes_after_the_window_begins_a_new_need(spec):
    """Not one need for life: who asks every two months has a new one once 120 days from the first are over."""
    spec(
        patient=PATIENTS,
        request="""
            request_id | provider_id | patient_id | legal_path | received_on | status
            1          | p1          | 11         | access     | 2025-09-01  | open
            2          | p2          | 22         | access     | 2025-11-01  | open
            3          | p1          | 11         | access     | 2026-01-01  | open
            4          | p2          | 22         | access     | 2026-03-01  | open
            5          | p1          | 11         | access     | 2026-04-01  | open
        """,
        ask=NEEDS,
        expect="""
            need_id               | first_on   | until_on
            ann/access/2025-09-01 | 2025-09-01 | 2025-12-30
            ann/access/2026-01-01 | 2026-01-01 | 2026-05-01
        """,
    )


def test_a_request_with_no_other_door_in_reach_does_not_use_up_the_window(spec):
    """The first is alone: the next provider is asked 125 days later, but ten days after the second. Those two are the need."""
    spec(
        patient=PATIENTS,
        request="""
            request_id | provider_id | patient_id | legal_path | received_on | status
            alone      | p1          | 11         | access     | 2026-01-01  | open
            second     | p1          | 11         | access     | 2026-04-26  | open
            other      | p2          | 22         | access     | 2026-05-06  | open
        """,
        ask="select need_id, request_id from record_need_request",
        expect="""
            need_id               | request_id
            ann/access/2026-04-26 | second
            ann/access/2026-04-26 | other
        """,
    )


def test_the_sites_own_window_counts(spec):
    spec(
        target="record_need_window_days\n5",
        patient=PATIENTS,
        request="""
            request_id | provider_id | patient_id | legal_path | received_on | status
            1          | p1          | 11         | access     | 2026-01-01  | open
            2          | p2          | 22         | access     | 2026-01-07  | open
            3          | p3          | 33         | access     | 2026-01-07  | open
        """,
        ask=NEEDS,
        expect="""
            need_id               | first_on   | until_on
            ann/access/2026-01-07 | 2026-01-07 | 2026-01-12
        """,
    )


# -- the requests of a need, as a line of time --------------------------------------------------------

THREE_DOORS = """
    request_id | provider_id | patient_id | legal_path | received_on | completed_on | status    | channel
    quick      | p1          | 11         | access     | 2026-01-01  | 2026-01-08   | fulfilled | portal
    slow       | p2          | 22         | access     | 2026-01-03  | 2026-03-01   | denied    | mail
    none       | p3          | 33         | access     | 2026-02-01  | 2026-02-20   | no_records | mail
"""


def test_each_door_with_its_word_its_way_and_its_price(spec):
    """The procedure is the one valid on the day of asking; the fee is the bill's, else the lines', nought without either."""
    spec(
        patient=PATIENTS,
        request=THREE_DOORS,
        correspondence="request_id | provider_id | kind | sent_on\nslow | p2 | acknowledgement | 2026-01-10\nslow | p2 | denial | 2026-03-01\nnone | p3 | no_records | 2026-02-20",
        invoice="request_id | provider_id | sent_on | amount_usd\nquick | p1 | 2026-01-05 | 6.50\nquick | p1 | 2026-01-06 | 3.00",
        fee_line="request_id | provider_id | kind | amount_usd\nquick | p1 | flat | 20.00\nslow | p2 | flat | 12.00",
        provider_procedure="""
            provider_id | valid_from | own_form_required | identity_copy_required
            p1          | 2025-01-01 | true              | false
            p1          | 2026-01-01 | false             | false
            p1          | 2026-01-02 | true              | true
            p2          | 2025-01-01 | true              | true
            p3          | 2026-02-02 | true              | true
        """,
        ask="select provider_id, first_word_on, ended_on, outcome, days, own_form_required, identity_copy_required, has_procedure, fee_usd, is_bottleneck from record_need_request",
        expect="""
            provider_id | first_word_on | ended_on   | outcome    | days | own_form_required | identity_copy_required | has_procedure | fee_usd | is_bottleneck
            p1          | 2026-01-05    | 2026-01-08 | provided   | 7    | false             | false                  | true          | 9.50    | false
            p2          | 2026-01-10    | 2026-03-01 | denied     | 57   | true              | true                   | true          | 12.00   | true
            p3          | 2026-02-20    | 2026-02-20 | no_records | 19   |                   |                        | false         | 0.00    | false
        """,
    )


def test_the_bottleneck_is_the_one_open_longest_else_the_last_to_end(spec):
    """One whose end the log does not tell is none while another's is known."""
    spec(
        patient=PATIENTS + "    p1 | 14 | cid\n    p2 | 24 | cid\n    p3 | 34 | cid",
        request="""
            request_id | provider_id | patient_id | legal_path | received_on | completed_on | status
            ended_last | p1          | 11         | access     | 2026-01-01  | 2026-06-20   | fulfilled
            open_long  | p2          | 22         | access     | 2026-02-01  |              | open
            open_later | p3          | 33         | access     | 2026-03-01  |              | open
            first_end  | p1          | 14         | access     | 2026-01-01  | 2026-02-20   | fulfilled
            last_end   | p2          | 24         | access     | 2026-01-02  | 2026-02-21   | fulfilled
            no_end     | p3          | 34         | access     | 2026-01-01  |              | withdrawn
        """,
        ask=DOORS + " where is_bottleneck",
        expect="""
            need_id               | provider_id | request_id | is_bottleneck
            ann/access/2026-01-01 | p2          | open_long  | true
            cid/access/2026-01-01 | p2          | last_end   | true
        """,
    )
