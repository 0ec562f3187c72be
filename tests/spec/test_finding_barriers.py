"""Barriers to asking, identity checks that delay, the form of the copy: each judged."""
# ruff: noqa: E501 - a table is as wide as its words

import pytest

BARRIER = "select case_id, verdict, law_rule, facts from unreasonable_barrier"
IDENTITY = "select case_id, verdict, law_rule, counted_on, facts from identity_check_delay"
FORM = "select case_id, verdict, law_rule, facts from format_not_given"


# -- unreasonable_barrier ----------------------------------------------------------------------------

REFUSALS = [
    ("X_IN_PERSON", "us-barrier-in-person", "requests taken in person only"),
    ("X_PORTAL_ONLY", "us-barrier-portal-only", "requests taken on the portal only"),
    ("X_MAIL_ONLY", "us-barrier-mail-only", "requests taken by post only"),
    ("X_FORM_ONLY", "us-barrier-own-form", "the own form of the provider required"),
]


@pytest.mark.parametrize(("ground", "law_rule", "words"), REFUSALS)
def test_a_person_turned_away_for_the_way_they_asked(spec, ground, law_rule, words):
    """HHS access guidance, unreasonable measures: guidance, so a person must look; what came of the request is told (45 CFR 164.524(c)(3))."""
    spec(
        request="""
            request_id | legal_path    | received_on | status
            1          | access        | 2026-03-01  | fulfilled
            2          | access        | 2026-03-01  | denied
            3          | authorization | 2026-03-01  | denied
            4          |               | 2026-03-01  | denied
        """,
        denial=f"""
            denial_id | request_id | ground   | denied_on
            d1        | 1          | {ground} | 2026-03-05
            d2        | 2          | R1       | 2026-03-05
            d3        | 3          | {ground} | 2026-03-05
            d4        | 4          | {ground} | 2026-03-05
        """,
        delivery="request_id | sent_on | is_complete\n1 | 2026-04-20 | true",
        ask=BARRIER,
        expect=f"""
            case_id | verdict        | law_rule   | facts
            d1      | check          | {law_rule} | Refused 2026-03-05: {words}, records given 2026-04-20.
            d4      | not_assessable | {law_rule} | request.legal_path is unknown: whether a person asked for their own record cannot be told.
        """,
    )


def test_a_provider_that_takes_requests_in_one_way_only(spec):
    """HHS access guidance: not in person only, not the portal only, not by post only. One other way open is enough here."""
    ways = "accepts_in_person | accepts_phone | accepts_mail | accepts_fax | accepts_email | accepts_portal"
    spec(
        request="provider_id | request_id | received_on\np1 | 1 | 2026-03-01",
        provider_procedure=f"""
            provider_id | valid_from | own_form_required | identity_copy_required | {ways}
            p1          | 2024-01-01 | false | false | true  | false | false | false | false | false
            p2          | 2024-01-01 | false | false | false | false | false | false | false | true
            p3          | 2024-01-01 | false | false | false | false | true  | false | false | false
            p4          | 2024-01-01 | false | false | true  | false | true  | false | false | false
        """,
        ask="select provider_id, case_id, verdict, facts from unreasonable_barrier",
        expect="""
            provider_id | case_id                | verdict | facts
            p1          | 2024-01-01/in_person   | check   | In force 2024-01-01 to 2026-06-30: requests taken in person only.
            p2          | 2024-01-01/portal_only | check   | In force 2024-01-01 to 2026-06-30: requests taken on the portal only.
            p3          | 2024-01-01/mail_only   | check   | In force 2024-01-01 to 2026-06-30: requests taken by post only.
        """,
    )


def test_a_provider_that_requires_its_own_form_or_a_copy_of_an_identity_document(spec):
    """HHS access guidance: lawful where it delays nobody, so a person must look. What ended in 2025 is counted there."""
    spec(
        provider_procedure="""
            valid_from | own_form_required | identity_copy_required | accepts_mail | accepts_email
            2024-01-01 | true              | true                   | true         | true
            2025-07-01 | false             | true                   | true         | true
        """,
        ask="select case_id, verdict, counted_on, facts from unreasonable_barrier",
        expect="""
            case_id                  | verdict | counted_on | facts
            2024-01-01/own_form      | check   | 2025-06-30 | In force 2024-01-01 to 2025-06-30: the own form of the provider required.
            2024-01-01/identity_copy | check   | 2025-06-30 | In force 2024-01-01 to 2025-06-30: a photocopy of an identity document required.
            2025-07-01/identity_copy | check   | 2026-06-30 | In force 2025-07-01 to 2026-06-30: a photocopy of an identity document required.
        """,
    )


def test_a_way_of_taking_requests_that_cannot_be_judged(spec):
    """In person is open, and whether anything else is no column tells; whether the own form is required is blank."""
    spec(
        provider_procedure="""
            valid_from | own_form_required | identity_copy_required | accepts_in_person | accepts_mail | accepts_portal
            2024-01-01 |                   | false                  | true              | false        | false
        """,
        ask="select case_id, verdict, missing, facts from unreasonable_barrier",
        expect="""
            case_id              | verdict        | missing                              | facts
            2024-01-01/in_person | not_assessable | provider_procedure.accepts_phone     | provider_procedure.accepts_phone is blank or not in the log: whether people can ask in another way cannot be told.
            2024-01-01/own_form  | not_assessable | provider_procedure.own_form_required | provider_procedure.own_form_required is blank or not in the log: whether people can ask in another way cannot be told.
        """,
    )


# -- identity_check_delay ----------------------------------------------------------------------------


def test_an_identity_check_that_ended_more_than_ten_days_after_receipt(spec):
    """45 CFR 164.514(h) and HHS access guidance: the check may not delay. Ten days are house policy; a proof on file before is none."""
    spec(
        request="""
            request_id | legal_path    | received_on | identity_proof_on | status
            1          | access        | 2026-03-01  | 2026-03-03        | open
            2          | access        | 2026-03-01  | 2026-03-11        | open
            3          | access        | 2026-03-01  | 2026-03-12        | open
            4          | access        | 2026-03-01  | 2025-01-10        | open
            5          | authorization | 2026-03-01  | 2026-04-12        | open
            6          | access        | 2026-03-01  |                   | open
        """,
        request_event="request_id | stage | happened_at\n1 | identity_verified | 2026-03-20 15:00:00",
        ask=IDENTITY,
        expect="""
            case_id | verdict | law_rule          | counted_on | facts
            1       | check   | us-identity-check | 2026-03-20 | Received 2026-03-01, proof of identity 2026-03-03, identity verified 2026-03-20, days: 19.
            3       | check   | us-identity-check | 2026-03-12 | Received 2026-03-01, proof of identity 2026-03-12, days: 11.
        """,
    )


def test_an_identity_check_that_cannot_be_judged(spec):
    """The step has no day; whose request it is is unknown; dates known to the month only (45 CFR 164.514(h))."""
    spec(
        request="""
            request_id | legal_path | received_on | identity_proof_on | completed_on | status
            1          | access     | 2026-03-01  |                   |              | open
            2          |            | 2026-03-01  | 2026-04-12        |              | open
            3          | access     | 2026-03-01  | 2026-04-12        | 2026-05-01   | fulfilled
        """,
        request_event="request_id | stage | happened_at\n1 | identity_verified |",
        load_note="load_id | source_row | code | column\nrequest | 4 | precision_month | received_on",
        ask="select case_id, verdict, missing, facts from identity_check_delay",
        expect="""
            case_id | verdict        | missing                   | facts
            1       | not_assessable | request_event.happened_at | request_event.happened_at is blank: when the identity was verified cannot be told.
            2       | not_assessable | request.legal_path        | request.legal_path is unknown: whether a person asked for their own record cannot be told.
            3       | not_assessable | request.received_on       | request.received_on is known to the month only.
        """,
    )


# -- format_not_given --------------------------------------------------------------------------------


def test_paper_given_where_an_electronic_copy_was_asked_for_and_held(spec):
    """45 CFR 164.524(c)(2)(ii): paper is not the fallback. Another electronic form is one; a paper record need not be scanned here."""
    spec(
        request="""
            request_id | legal_path    | received_on | completed_on | status
            1          | access        | 2026-03-01  | 2026-03-20   | fulfilled
            2          | access        | 2026-03-01  |              | open
            3          | authorization | 2026-03-01  | 2026-03-20   | fulfilled
        """,
        request_item="""
            request_id | item_no | held_as    | format_requested | format_provided | outcome
            1          | 1       | electronic | electronic       | paper           | provided
            1          | 2       | electronic | media            | portal          | provided
            1          | 3       | paper      | electronic       | paper           | provided
            1          | 4       | mixed      | portal           | paper           | provided
            1          | 5       | electronic | electronic       | inspection      | provided
            1          | 6       | electronic | electronic       |                 | denied
            2          | 1       | electronic | electronic       |                 |
            3          | 1       | electronic | electronic       | paper           | provided
        """,
        ask=FORM,
        expect="""
            case_id | verdict  | law_rule             | facts
            1/1     | apparent | us-format-electronic | Asked for electronic, kept as electronic, given as paper on 2026-03-20.
            1/4     | check    | us-format-electronic | Asked for portal, kept as mixed, given as paper on 2026-03-20.
            1/5     | check    | us-format-electronic | Asked for electronic, kept as electronic, given as inspection on 2026-03-20.
        """,
    )


def test_before_the_omnibus_rule_had_to_be_kept_it_was_no_breach(spec):
    """In force 2013-03-26, to be kept from 2013-09-23 (78 FR 5566): before the first day no duty, between the two a matter to check."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2013-02-01  | 2013-02-20   | fulfilled
            2          | access     | 2013-05-01  | 2013-05-20   | fulfilled
            3          | access     | 2013-09-10  | 2013-09-23   | fulfilled
        """,
        request_item="""
            request_id | held_as    | format_requested | format_provided | outcome
            1          | electronic | electronic       | paper           | provided
            2          | electronic | electronic       | paper           | provided
            3          | electronic | electronic       | paper           | provided
        """,
        ask="select case_id, verdict from format_not_given where request_id in ('1', '2', '3')",
        expect="case_id | verdict\n2/2 | check\n3/3 | apparent",
    )


def test_in_an_idaho_hospital_the_patient_chooses(spec):
    """IDAPA 16.03.14 (hospital patient rights), of medium certainty: paper or electronic, wherever the record is."""
    spec(
        provider="provider_id | state\np1 | ID",
        request="""
            request_id | legal_path | requester_kind | received_on | completed_on | status
            1          | access     | patient        | 2026-03-01  | 2026-03-20   | fulfilled
            2          | access     | guardian       | 2026-03-01  | 2026-03-20   | fulfilled
        """,
        request_item="""
            request_id | item_no | held_as    | format_requested | format_provided | outcome
            1          | 1       | electronic | paper            | portal          | provided
            1          | 2       | electronic | electronic       | paper           | provided
            1          | 3       | electronic | paper            | paper           | provided
            2          | 1       | electronic | paper            | portal          | provided
        """,
        ask=FORM,
        expect="""
            case_id | verdict  | law_rule             | facts
            1/1     | check    | id-format-right      | Asked for paper, kept as electronic, given as portal on 2026-03-20.
            1/2     | apparent | us-format-electronic | Asked for electronic, kept as electronic, given as paper on 2026-03-20.
        """,
    )


def test_a_form_that_cannot_be_judged(spec):
    """How the record is kept, what was asked for, what was given, or whose request it is, is blank."""
    spec(
        request="""
            request_id | legal_path | received_on | completed_on | status
            1          | access     | 2026-03-01  | 2026-03-20   | fulfilled
            2          |            | 2026-03-01  | 2026-03-20   | fulfilled
        """,
        request_item="""
            request_id | item_no | held_as    | format_requested | format_provided
            1          | 1       |            | electronic       | paper
            1          | 2       | electronic |                  | paper
            1          | 3       | electronic | electronic       |
            2          | 1       | electronic | electronic       | paper
        """,
        ask="select case_id, verdict, missing, facts from format_not_given",
        expect="""
            case_id | verdict        | missing                       | facts
            1/1     | not_assessable | request_item.held_as          | request_item.held_as is blank or not in the log: whether the form asked for was given cannot be told.
            1/2     | not_assessable | request_item.format_requested | request_item.format_requested is blank or not in the log: whether the form asked for was given cannot be told.
            1/3     | not_assessable | request_item.format_provided  | request_item.format_provided is blank or not in the log: whether the form asked for was given cannot be told.
            2/1     | not_assessable | request.legal_path            | request.legal_path is unknown: whether a person asked for their own record cannot be told.
        """,
    )
