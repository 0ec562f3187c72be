"""Disclosures without authorization: the evidence each must carry, its limits, and the accounting."""
# ruff: noqa: E501 - a table is as wide as its words

import pytest

from roi_analytics import law

EVIDENCE = [
    (
        row["law_rule"],
        row["purpose"],
        row["authority"].split(" | ")[0] if row["authority"] else "none",
        row["code"],
        row["way"],
    )
    for row in law.rows()
    if row["topic"] == "disclosure_evidence"
    and row["code"] not in ("only the eight listed items", "attestation")
    and row["way"] not in ("protective order", "own notice")
]


def disclosed(purpose: str, kind: str, day: str = "2026-03-10") -> dict[str, str]:
    """Three disclosures for one purpose, each on a paper of that kind."""
    return {
        "request": "request_id | legal_path | received_on"
        + "".join(f"\n{n} | public_authority | 2026-03-01" for n in (1, 2, 3)),
        "disclosure": "disclosure_id | request_id | purpose | disclosed_at"
        + "".join(f"\nx{n} | {n} | {purpose} | {day} 15:00:00" for n in (1, 2, 3)),
        "authority": "request_id | kind" + "".join(f"\n{n} | {kind}" for n in (1, 2, 3)),
    }


@pytest.mark.parametrize(("law_rule", "purpose", "kind", "element", "way"), EVIDENCE, ids=[row[0] for row in EVIDENCE])
def test_each_piece_of_evidence(spec, law_rule, purpose, kind, element, way):
    """45 CFR 164.512: told missing it is a finding, on file it is none, not recorded it cannot be judged."""
    others = [row[3] for row in EVIDENCE if row[1] == purpose and row[4] == way and row[3] != element]
    rest = "".join(f"\nx{n} | {other} | present" for other in others for n in (1, 2, 3))
    elsewhere = ("protective order sought or agreed", "entity's own notice") if way == "notice" else ()
    closed = "".join(f"\nx1 | {other} | missing" for other in elsewhere)
    certain = next(row["is_text"] for row in law.rows() if row["law_rule"] == law_rule)
    spec(
        **disclosed(purpose, kind),
        disclosure_evidence=f"disclosure_id | element | state\nx1 | {element} | missing\nx2 | {element} | present\nx3 | {element} | not_recorded{rest}{closed}",
        ask=f"select case_id, verdict, facts from disclosure_evidence_missing where law_rule = '{law_rule}'",
        expect=f"""
            case_id       | verdict        | facts
            x1/{law_rule} | {'apparent' if certain else 'check'} | Released 2026-03-10 for {purpose.replace('_', ' ')}, not on file: {element}.
            x3/{law_rule} | not_assessable | disclosure_evidence.state is not recorded for: {element}.
        """,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("way", "missing", "present"),
    [
        ("us-evidence-subpoena-order-assurance", "written assurance", "protective order sought or agreed"),
        ("us-evidence-subpoena-order-proof", "protective order sought or agreed", "written assurance"),
        ("us-evidence-subpoena-own-notice", "entity's own notice", ""),
    ],
)
def test_the_other_ways_to_answer_a_subpoena(spec, way, missing, present):
    """45 CFR 164.512(e)(1)(ii)(B), (vi): the way of which most is recorded is judged; as notice may have been given, to be checked."""
    rest = "".join(f"\nx{n} | {present} | present" for n in (1, 2)) if present else ""
    spec(
        **disclosed("judicial", "subpoena"),
        disclosure_evidence=f"disclosure_id | element | state\nx1 | {missing} | missing\nx2 | {missing} | present{rest}",
        ask=f"select case_id, verdict from disclosure_evidence_missing where law_rule = '{way}'",
        expect=f"case_id | verdict\nx1/{way} | check",
    )


def test_a_way_begun_and_not_recorded_to_its_end_cannot_be_judged(spec):
    """45 CFR 164.512(e)(1)(iv): a protective order is sought, and of the written assurance the log has no word."""
    spec(
        **disclosed("judicial", "subpoena"),
        disclosure_evidence="""
            disclosure_id | element                           | state
            x1            | protective order sought or agreed | present
            x2            | protective order sought or agreed | present
            x2            | written assurance                 | present
            x3            | entity's own notice               | present
        """,
        ask="select case_id, verdict, facts from disclosure_evidence_missing",
        expect="""
            case_id                                 | verdict        | facts
            x1/us-evidence-subpoena-order-assurance | not_assessable | disclosure_evidence.state is not recorded for: written assurance.
        """,
    )


def test_one_whole_way_is_enough_for_a_subpoena(spec):
    """45 CFR 164.512(e)(1)(ii): a protective order in place of notice. Where another way is open and not recorded, to be checked."""
    spec(
        **disclosed("judicial", "subpoena"),
        disclosure_evidence="""
            disclosure_id | element                            | state
            x1            | written assurance                  | present
            x1            | protective order sought or agreed  | present
            x1            | proof of notice to the individual  | missing
            x2            | written assurance                  | missing
            x2            | protective order sought or agreed  | missing
            x2            | proof of notice to the individual  | missing
            x2            | objections resolved                | missing
            x3            | entity's own notice                | present
        """,
        ask="select case_id, verdict from disclosure_evidence_missing",
        expect="""
            case_id                                     | verdict
            x2/us-evidence-subpoena-notice-assurance    | check
            x2/us-evidence-subpoena-notice-objections   | check
            x2/us-evidence-subpoena-notice-proof        | check
        """,
    )


def test_where_every_way_lacks_something_nothing_allowed_the_answer_to_a_subpoena(spec):
    """45 CFR 164.512(e)(1)(ii). An order beside the subpoena is a way too; so is the person's own authorization, which ends the question."""
    requests = {
        "request": "request_id | legal_path | received_on"
        + "".join(f"\n{n} | legal_process | 2026-03-01" for n in range(1, 5)),
        "disclosure": "disclosure_id | request_id | purpose | disclosed_at"
        + "".join(f"\nx{n} | {n} | judicial | 2026-03-10 15:00:00" for n in range(1, 5)),
        "authority": """
            request_id | kind                  | signed_on  | expires_on | revoked_on
            1          | subpoena              |            |            |
            2          | subpoena              |            |            |
            3          | subpoena              |            |            |
            3          | written_authorization | 2026-03-01 | 2026-12-31 |
            4          | subpoena              |            |            |
            4          |                       |            |            |
        """,
    }
    lacks = "".join(
        f"\nx{n} | written assurance | missing\nx{n} | entity's own notice | missing\nx{n} | proof of notice to the individual | present\nx{n} | objections resolved | present"
        for n in range(1, 5)
    )
    spec(
        **requests,
        disclosure_evidence=f"disclosure_id | element | state{lacks}\nx2 | order id | present",
        ask="select case_id, verdict, facts from disclosure_evidence_missing",
        expect="""
            case_id                                  | verdict  | facts
            x1/us-evidence-subpoena-notice-assurance | apparent | Released 2026-03-10 for judicial, not on file: written assurance.
            x4/us-evidence-subpoena-notice-assurance | check    | Released 2026-03-10 for judicial, not on file: written assurance.
        """,
    )


def test_law_enforcement_may_have_what_finds_someone_without_process(spec):
    """45 CFR 164.512(f)(2): the closed list in place of process. A warrant on file without its number is to be checked."""
    ask = "select case_id, verdict from disclosure_evidence_missing"
    spec(
        **disclosed("law_enforcement", "none"),
        disclosure_evidence="""
            disclosure_id | element                     | state
            x1            | process id                  | missing
            x2            | process id                  | missing
            x2            | only the eight listed items | present
            x3            | relevant and material       | present
            x3            | specific and limited        | missing
            x3            | de-identified data would not do | present
        """,
        ask=ask,
        expect="""
            case_id                                  | verdict
            x1/us-evidence-law-enforcement-process   | check
            x3/us-evidence-administrative-limits     | check
        """,
    )


def test_a_disclosure_of_unknown_purpose_cannot_be_judged(spec):
    """45 CFR 164.512, 164.528: where the request may be of such a kind."""
    told = {
        "request": "request_id | legal_path | received_on\n1 | public_authority | 2026-03-01\n2 | treatment | 2026-03-01",
        "disclosure": "disclosure_id | request_id | purpose | disclosed_at | accounted_on"
        + "".join(f"\nx{n} | {n} | | 2026-03-10 15:00:00 |" for n in (1, 2)),
    }
    for finding in ("disclosure_evidence_missing", "disclosure_not_accounted"):
        spec(
            **told,
            ask=f"select case_id, verdict, missing from {finding}",
            expect="case_id | verdict | missing\nx1 | not_assessable | disclosure.purpose",
        )


def test_a_log_without_evidence_has_one_row_a_disclosure(spec):
    told = disclosed("judicial", "subpoena")
    spec(
        **told,
        ask="select case_id, verdict, missing from disclosure_evidence_missing",
        expect="""
            case_id | verdict        | missing
            x1      | not_assessable | disclosure_evidence.state
            x2      | not_assessable | disclosure_evidence.state
            x3      | not_assessable | disclosure_evidence.state
        """,
    )


@pytest.mark.parametrize("purpose", ["judicial", "law_enforcement", "oversight", "decedent"])
def test_the_attestation_was_asked_for_from_december_2024_to_june_2025(spec, purpose):
    """45 CFR 164.509 (2024), vacated in Purl v. HHS: whether it concerned reproductive care no log tells, so to be checked."""
    ask = f"select case_id, verdict from disclosure_evidence_missing where law_rule = 'us-attestation-{purpose.replace('_', '-')}'"
    evidence = "disclosure_id | element | state\nx1 | attestation | missing\nx2 | attestation | present\nx3 | attestation | not_recorded"
    spec(
        **disclosed(purpose, "subpoena", "2025-06-18"), disclosure_evidence=evidence, ask=ask,
        expect=f"case_id | verdict\nx1/us-attestation-{purpose.replace('_', '-')} | check\nx3/us-attestation-{purpose.replace('_', '-')} | not_assessable",
    )  # fmt: skip
    spec(
        **disclosed(purpose, "subpoena", "2025-06-19"),
        disclosure_evidence=evidence,
        ask=ask,
        expect="case_id | verdict",
    )


def test_without_process_law_enforcement_gets_eight_items_and_no_more(spec):
    """
    45 CFR 164.512(f)(2): to be checked, because victims, deaths and crimes on the premises have rules of their own.

    With a warrant, or its number on file, the list does not bind.
    """
    evidence = """
        disclosure_id | element                     | state
        x1            | only the eight listed items | missing
        x2            | only the eight listed items | present
        x3            | only the eight listed items | not_recorded
    """
    ask = "select case_id, verdict, law_rule, facts from law_enforcement_beyond_list"
    spec(
        **disclosed("law_enforcement", "none"), disclosure_evidence=evidence, ask=ask,
        expect="""
            case_id | verdict        | law_rule                         | facts
            x1      | check          | us-evidence-law-enforcement-list | Released 2026-03-10 to law enforcement without process on file, recorded as missing: only the eight listed items.
            x3      | not_assessable | us-evidence-law-enforcement-list | disclosure_evidence.state is not recorded for: only the eight listed items.
        """,
    )  # fmt: skip
    spec(
        **disclosed("law_enforcement", "warrant"), disclosure_evidence=evidence, ask=ask,
        expect="case_id | verdict | law_rule | facts",
    )  # fmt: skip
    papers_not_logged = disclosed("law_enforcement", "none")
    papers_not_logged.pop("authority")
    spec(
        **papers_not_logged,
        disclosure_evidence="""
            disclosure_id | element                     | state
            x1            | only the eight listed items | missing
            x2            | only the eight listed items | missing
            x2            | process id                  | present
            x3            | only the eight listed items | present
        """,
        ask="select case_id, verdict, missing from law_enforcement_beyond_list",
        expect="case_id | verdict | missing\nx1 | not_assessable | authority.kind",
    )


def test_a_court_order_allows_what_it_says(spec):
    """45 CFR 164.512(e)(1)(i): to be checked, because a missing proof of the limit is not that more was given. A subpoena is no order."""
    evidence = """
        disclosure_id | element                              | state
        x1            | only what the order expressly allows | missing
        x2            | only what the order expressly allows | present
        x3            | order id                             | present
    """
    ask = "select case_id, verdict, law_rule, facts from court_order_exceeded"
    offends = "x1 | check | us-court-order-limit | Released 2026-03-10 on a court order, recorded as missing: only what the order expressly allows."
    spec(
        **disclosed("judicial", "court_order"), disclosure_evidence=evidence, ask=ask,
        expect=f"""
            case_id | verdict        | law_rule             | facts
            {offends}
            x3      | not_assessable | us-court-order-limit | disclosure_evidence.state is not recorded for: only what the order expressly allows.
        """,
    )  # fmt: skip
    spec(
        **disclosed("judicial", "subpoena"),
        disclosure_evidence=evidence,
        ask=ask,
        expect=f"case_id | verdict | law_rule | facts\n{offends}",
    )


@pytest.mark.parametrize(
    "purpose",
    ["public_health", "law_enforcement", "serious_threat", "judicial", "oversight", "research", "decedent", "required_by_law"],
)  # fmt: skip
def test_each_purpose_that_belongs_in_the_accounting(spec, purpose):
    """45 CFR 164.528(a)(1): no number of days, so to be checked. The right may be suspended; disclosures to the person never belong."""
    spec(
        disclosure=f"""
            disclosure_id | purpose           | disclosed_at        | accounted_on | suspended_until
            x1            | {purpose}         | 2026-03-10 15:00:00 |              |
            x2            | {purpose}         | 2026-03-10 15:00:00 | 2026-03-11   |
            x3            | {purpose}         | 2026-03-10 15:00:00 |              | 2026-12-31
            x4            | individual_access | 2026-03-10 15:00:00 |              |
        """,
        ask="select case_id, verdict, facts from disclosure_not_accounted",
        expect=f"case_id | verdict | facts\nx1 | check | Released 2026-03-10 for {purpose.replace('_', ' ')}, not in the accounting when last seen 2026-06-30.",
    )
    spec(
        disclosure=f"disclosure_id | purpose | disclosed_at\nx1 | {purpose} | 2026-03-10 15:00:00",
        ask="select case_id, verdict, missing from disclosure_not_accounted",
        expect="case_id | verdict | missing\nx1 | not_assessable | disclosure.accounted_on",
    )


def test_what_rests_on_an_authorization_is_in_no_accounting(spec):
    """45 CFR 164.528(a)(1)(iv): also where an agency asked."""
    spec(
        request="request_id | legal_path | received_on\n1 | public_authority | 2026-03-01\n2 | public_authority | 2026-03-01",
        disclosure="""
            disclosure_id | request_id | purpose   | disclosed_at        | accounted_on
            x1            | 1          | oversight | 2026-03-10 15:00:00 |
            x2            | 2          | oversight | 2026-03-10 15:00:00 |
        """,
        authority="""
            request_id | kind                  | signed_on  | expires_on | revoked_on
            1          | written_authorization | 2026-03-01 | 2026-03-10 |
            2          | written_authorization | 2026-03-01 | 2026-03-09 |
        """,
        ask="select case_id, verdict from disclosure_not_accounted",
        expect="case_id | verdict\nx2 | check",
    )
