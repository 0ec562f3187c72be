"""What the paper behind a release must say, for whom and how long: each judged."""
# ruff: noqa: E501 - a table is as wide as its words

import pytest


def released(path: str, kind: str = "written_authorization", elements: str = "") -> dict[str, str]:
    """Three releases of one path, each on a paper of its own."""
    return {
        "request": "request_id | legal_path | received_on" + "".join(f"\n{n} | {path} | 2026-03-01" for n in (1, 2, 3)),
        "disclosure": "disclosure_id | request_id | purpose | disclosed_at"
        + "".join(
            f"\nx{n} | {n} | {'directive' if path == 'directive' else 'authorization'} | 2026-03-10 15:00:00"
            for n in (1, 2, 3)
        ),
        "authority": "authority_id | request_id | kind | signed_on"
        + "".join(f"\na{n} | {n} | {kind} | 2026-03-01" for n in (1, 2, 3)),
        "authority_element": elements,
    }


@pytest.mark.parametrize("element", ["A1", "A2", "A3", "A4", "A5", "A6", "B1", "B2", "B3"])
def test_each_element_of_an_authorization(spec, element):
    """45 CFR 164.508(c)(1)-(2): six elements, three statements."""
    law_rule = f"us-authorization-{element.lower()}"
    spec(
        **released("authorization", elements=f"authority_id | element | state\na1 | {element} | missing\na2 | {element} | present\na3 | {element} | not_recorded"),
        ask=f"select case_id, verdict, facts from authorization_incomplete where law_rule = '{law_rule}'",
        expect=f"""
            case_id      | verdict        | facts
            a1/{element} | apparent       | Released 2026-03-10 on an authorization without {element}.
            a3/{element} | not_assessable | authority_element.state is not recorded for {element}: whether it is there cannot be told.
        """,
    )  # fmt: skip


def test_a_persons_own_request_needs_none_of_them(spec):
    """45 CFR 164.524: an access request is no authorization."""
    spec(
        **released("access", elements="authority_id | element | state\na1 | A1 | missing"),
        ask="select count(*) as findings from authorization_incomplete",
        expect="findings\n0",
    )


def test_a_log_without_elements_cannot_show_a_missing_one(spec):
    """One row a paper, not nine."""
    told = released("authorization")
    told.pop("authority_element")
    spec(
        **told,
        ask="select case_id, verdict, missing from authorization_incomplete",
        expect="""
            case_id | verdict        | missing
            a1      | not_assessable | authority_element.state
            a2      | not_assessable | authority_element.state
            a3      | not_assessable | authority_element.state
        """,
    )


@pytest.mark.parametrize("mark", ["C1", "C2", "C3"])
def test_each_mark_of_a_direction_to_a_third_party(spec, mark):
    """45 CFR 164.524(c)(3)(ii): written, signed, clear whom and where to send it."""
    law_rule = f"us-directive-{mark.lower()}"
    spec(
        **released("directive", elements=f"authority_id | element | state\na1 | {mark} | missing\na2 | {mark} | present\na3 | {mark} | not_recorded"),
        ask=f"select case_id, verdict, facts from directive_without_marks where law_rule = '{law_rule}'",
        expect=f"""
            case_id   | verdict        | facts
            a1/{mark} | apparent       | Released 2026-03-10 on a direction without {mark}.
            a3/{mark} | not_assessable | authority_element.state is not recorded for {mark}: whether it is there cannot be told.
        """,
    )  # fmt: skip


@pytest.mark.parametrize("element", [f"P{n}" for n in range(1, 11)])
def test_each_element_of_a_part2_consent(spec, element):
    """42 CFR 2.31(a), to be complied with from 2026-02-16; what was read in summaries only is to be checked."""
    law_rule = f"us-part2-{element.lower()}"
    verdict = "apparent" if element in ("P1", "P2", "P3") else "check"
    spec(
        **released("authorization", "part2_consent", f"authority_id | element | state\na1 | {element} | missing\na2 | {element} | not_required\na3 | {element} | not_recorded"),
        ask=f"select case_id, verdict, facts from part2_consent_incomplete where law_rule = '{law_rule}'",
        expect=f"""
            case_id      | verdict        | facts
            a1/{element} | {verdict}      | Released 2026-03-10 on a Part 2 consent without {element}.
            a3/{element} | not_assessable | authority_element.state is not recorded for {element}: whether it is there cannot be told.
        """,
    )  # fmt: skip


def test_between_effect_and_compliance_a_part2_consent_is_to_be_checked(spec):
    """42 CFR 2.31 in the text effective 2024-04-16, to be complied with from 2026-02-16."""
    spec(
        request="request_id | legal_path | received_on\n1 | authorization | 2026-02-01",
        disclosure="disclosure_id | request_id | purpose | disclosed_at\nx1 | 1 | authorization | 2026-02-15 15:00:00",
        authority="authority_id | request_id | kind | signed_on\na1 | 1 | part2_consent | 2026-02-01",
        authority_element="authority_id | element | state\na1 | P1 | missing",
        ask="select case_id, verdict from part2_consent_incomplete where law_rule = 'us-part2-p1'",
        expect="case_id | verdict\na1/P1 | check",
    )


def test_records_go_to_whom_the_authorization_names(spec):
    """
    45 CFR 164.508(a)(1): to be checked, because a copy for the person needs no name on the form.

    What came back or was not fetched reached nobody; an access request has no recipient of that kind.
    """
    spec(
        request="request_id | legal_path | received_on\n1 | authorization | 2026-03-01\n2 | access | 2026-03-01\n3 | unknown | 2026-03-01",
        delivery="""
            delivery_id | request_id | sent_on    | is_named_in_authority | outcome
            v1          | 1          | 2026-03-10 | false                 | delivered
            v2          | 1          | 2026-03-10 | true                  | delivered
            v3          | 1          | 2026-03-10 |                       | delivered
            v4          | 1          | 2026-03-10 | false                 | returned
            v5          | 1          | 2026-03-10 | false                 | uncollected
            v6          | 2          | 2026-03-10 | false                 | delivered
            v7          | 3          | 2026-03-10 | false                 | delivered
            v8          | 3          | 2026-03-10 |                       | delivered
        """,
        ask="select case_id, verdict, law_rule, facts from authorization_out_of_scope",
        expect="""
            case_id | verdict        | law_rule               | facts
            v1      | check          | us-authorization-scope | Handed over 2026-03-10, recorded: the recipient is not named in the authorization.
            v3      | not_assessable | us-authorization-scope | delivery.is_named_in_authority is blank or not in the log: whether the recipient was named cannot be told.
            v7      | not_assessable | us-authorization-scope | request.legal_path is unknown: what the release had to rest on cannot be told.
        """,
    )


def test_records_that_reached_the_wrong_one(spec):
    """45 CFR 164.502(a)."""
    spec(
        request="request_id | legal_path | received_on\n1 | access | 2026-03-01",
        delivery="""
            delivery_id | request_id | sent_on    | outcome
            v1          | 1          | 2026-03-10 | wrong_recipient
            v2          | 1          | 2026-03-10 | returned
            v3          | 1          | 2026-03-10 |
        """,
        ask="select case_id, verdict, law_rule, facts from wrong_recipient",
        expect="""
            case_id | verdict        | law_rule           | facts
            v1      | apparent       | us-right-recipient | Handed over 2026-03-10, outcome recorded: wrong recipient.
            v3      | not_assessable | us-right-recipient | delivery.outcome is blank or not in the log: whom the records reached cannot be told.
        """,
    )


def test_a_representative_proves_the_authority_first(spec):
    """45 CFR 164.514(h)(1): to be checked, because it may have been known. The day of release is soon enough."""
    spec(
        request="request_id | requester_kind | received_on\n1 | guardian | 2026-03-01\n2 | guardian | 2026-03-01\n3 | executor | 2026-03-01\n4 | parent | 2026-03-01\n5 | health_care_agent | 2026-03-01\n6 | patient | 2026-03-01",
        disclosure="disclosure_id | request_id | purpose | disclosed_at"
        + "".join(f"\nx{n} | {n} | individual_access | 2026-03-10 15:00:00" for n in range(1, 7)),
        authority="""
            request_id | kind                  | signed_on  | proof_received_on
            1          | guardianship          |            | 2026-03-11
            2          | guardianship          |            | 2026-03-10
            3          | next_of_kin           |            | 2026-03-01
            4          | parent_of_minor       |            |
            5          | written_authorization | 2026-03-09 |
            6          | none                  |            |
        """,
        ask="select case_id, verdict, law_rule, facts from representative_without_proof",
        expect="""
            case_id | verdict        | law_rule                | facts
            x1      | check          | us-representative-proof | Released 2026-03-10 to the guardian, proof of authority received 2026-03-11.
            x3      | check          | us-representative-proof | Released 2026-03-10 to the executor, no paper that gives the authority on file.
            x4      | not_assessable | us-representative-proof | authority.proof_received_on is blank or not in the log: whether the authority was proved by then cannot be told.
        """,
    )


def test_the_request_may_tell_the_day_of_proof_where_no_papers_are_logged(spec):
    """45 CFR 164.514(h)(1)."""
    spec(
        request="""
            request_id | requester_kind | received_on | authority_proof_on
            1          | guardian       | 2026-03-01  | 2026-03-11
            2          | guardian       | 2026-03-01  | 2026-03-10
            3          | guardian       | 2026-03-01  |
        """,
        disclosure="disclosure_id | request_id | purpose | disclosed_at"
        + "".join(f"\nx{n} | {n} | individual_access | 2026-03-10 15:00:00" for n in (1, 2, 3)),
        ask="select case_id, verdict, missing from representative_without_proof",
        expect="case_id | verdict | missing\nx1 | check |\nx3 | not_assessable | authority.proof_received_on",
    )


@pytest.mark.parametrize(
    ("state", "law_rule", "last_day_minor", "first_day_of_age"),
    [
        ("DE", "us-majority-policy", "2008-03-11", "2008-03-10"),
        ("AL", "al-age-of-majority", "2007-03-11", "2007-03-10"),
        ("NE", "ne-age-of-majority", "2007-03-11", "2007-03-10"),
        ("MS", "ms-age-of-majority", "2005-03-11", "2005-03-10"),
    ],
)
def test_a_parent_of_one_who_is_of_age(spec, state, law_rule, last_day_minor, first_day_of_age):
    """Of age at 18, at 19 in Alabama and Nebraska, at 21 in Mississippi: from the birthday on. A guardianship is authority of its own."""
    spec(
        provider=f"provider_id | state\np1 | {state}",
        patient=f"patient_id | birth_on\nm1 | {last_day_minor}\nm2 | {first_day_of_age}\nm3 |\nm4 | {first_day_of_age}\nm5 | {first_day_of_age}",
        request="request_id | requester_kind | patient_id | received_on"
        + "".join(f"\n{n} | parent | m{n} | 2026-03-01" for n in range(1, 6)),
        disclosure="disclosure_id | request_id | purpose | disclosed_at"
        + "".join(f"\nx{n} | {n} | individual_access | 2026-03-10 15:00:00" for n in range(1, 6)),
        authority="request_id | kind\n2 | parent_of_minor\n4 | guardianship\n5 |",
        ask="select case_id, verdict, law_rule, facts from parent_of_adult",
        expect=f"""
            case_id | verdict        | law_rule   | facts
            x2      | check          | {law_rule} | Released 2026-03-10 to a parent, the child being of age, no other authority on file.
            x3      | not_assessable | {law_rule} | patient.birth_on is blank or not in the log: whether a parent could still act for the child cannot be told.
            x5      | not_assessable | {law_rule} | authority.kind is blank or not in the log: whether a parent could still act for the child cannot be told.
        """,
    )


def test_who_was_born_on_29_february_is_of_age_on_1_march(spec):
    """In a year without that day."""
    spec(
        patient="patient_id | birth_on\nm1 | 2008-02-29",
        request="request_id | requester_kind | patient_id | received_on\n1 | parent | m1 | 2026-02-01\n2 | parent | m1 | 2026-02-01",
        disclosure="""
            disclosure_id | request_id | purpose           | disclosed_at
            x1            | 1          | individual_access | 2026-02-28 15:00:00
            x2            | 2          | individual_access | 2026-03-01 15:00:00
        """,
        authority="request_id | kind\n1 | parent_of_minor\n2 | parent_of_minor",
        ask="select case_id, verdict from parent_of_adult",
        expect="case_id | verdict\nx2 | check",
    )


def test_an_authorization_lapses_in_nebraska_after_a_year(spec):
    """Neb. Rev. Stat. 71-8403(1): where the form names no end. On day 365 it still carries; a blank end may stand for an event."""
    spec(
        provider="provider_id | state\np1 | NE",
        request="request_id | legal_path | received_on"
        + "".join(f"\n{n} | authorization | 2026-03-01" for n in (1, 2, 3)),
        disclosure="disclosure_id | request_id | purpose | disclosed_at"
        + "".join(f"\nx{n} | {n} | authorization | 2026-03-10 15:00:00" for n in (1, 2, 3)),
        authority="""
            authority_id | request_id | kind                  | signed_on  | expires_on | revoked_on
            a1           | 1          | written_authorization | 2025-03-09 |            |
            a2           | 2          | written_authorization | 2025-03-10 |            |
            a3           | 3          | written_authorization | 2025-03-09 |            |
        """,
        authority_element="authority_id | element | state\na1 | A5 | missing\na2 | A5 | missing\na3 | A1 | present",
        ask="select case_id, verdict from authorization_defective where law_rule = 'ne-authorization-expiry'",
        expect="case_id | verdict\nx1/lapsed | apparent\nx3/lapsed | check",
    )
