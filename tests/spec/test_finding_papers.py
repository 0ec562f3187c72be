"""What the paper behind a release must say, and which records need a paper of their own."""
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
    """45 CFR 164.508(a)(1). What came back reached nobody; an access request has no recipient of that kind."""
    spec(
        request="request_id | legal_path | received_on\n1 | authorization | 2026-03-01\n2 | access | 2026-03-01",
        delivery="""
            delivery_id | request_id | sent_on    | is_named_in_authority | outcome
            v1          | 1          | 2026-03-10 | false                 | delivered
            v2          | 1          | 2026-03-10 | true                  | delivered
            v3          | 1          | 2026-03-10 |                       | delivered
            v4          | 1          | 2026-03-10 | false                 | returned
            v5          | 2          | 2026-03-10 | false                 | delivered
        """,
        ask="select case_id, verdict, law_rule, facts from authorization_out_of_scope",
        expect="""
            case_id | verdict        | law_rule               | facts
            v1      | apparent       | us-authorization-scope | Handed over 2026-03-10 to a recipient whom the authorization does not name, as the log says.
            v3      | not_assessable | us-authorization-scope | delivery.is_named_in_authority is blank or not in the log: whether the recipient was named cannot be told.
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
        request="request_id | requester_kind | received_on"
        + "".join(f"\n{n} | guardian | 2026-03-01" for n in range(1, 5)),
        disclosure="disclosure_id | request_id | purpose | disclosed_at"
        + "".join(f"\nx{n} | {n} | individual_access | 2026-03-10 15:00:00" for n in range(1, 5)),
        authority="""
            request_id | kind         | proof_received_on
            1          | guardianship | 2026-03-11
            2          | guardianship | 2026-03-10
            3          | none         |
            4          | guardianship |
        """,
        ask="select case_id, verdict, law_rule, facts from representative_without_proof",
        expect="""
            case_id | verdict        | law_rule                | facts
            x1      | check          | us-representative-proof | Released 2026-03-10 to a guardian, proof of authority received 2026-03-11.
            x3      | check          | us-representative-proof | Released 2026-03-10 to a guardian, no paper that gives the authority on file.
            x4      | not_assessable | us-representative-proof | authority.proof_received_on is blank or not in the log: whether the authority was proved cannot be told.
        """,
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
        patient=f"patient_id | birth_on\nm1 | {last_day_minor}\nm2 | {first_day_of_age}\nm3 |\nm4 | {first_day_of_age}",
        request="request_id | requester_kind | patient_id | received_on"
        + "".join(f"\n{n} | parent | m{n} | 2026-03-01" for n in range(1, 5)),
        disclosure="disclosure_id | request_id | purpose | disclosed_at"
        + "".join(f"\nx{n} | {n} | individual_access | 2026-03-10 15:00:00" for n in range(1, 5)),
        authority="request_id | kind\n4 | guardianship",
        ask="select case_id, verdict, law_rule, facts from parent_of_adult",
        expect=f"""
            case_id | verdict        | law_rule   | facts
            x2      | check          | {law_rule} | Released 2026-03-10 to a parent, the child being of age.
            x3      | not_assessable | {law_rule} | patient.birth_on is blank or not in the log: whether the child was of age cannot be told.
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
        ask="select case_id, verdict from parent_of_adult",
        expect="case_id | verdict\nx2 | check",
    )


def test_part2_records_need_their_own_consent(spec):
    """42 CFR 2.31: an authorization is none. Treatment may have been an emergency, so to be checked; access needs none."""
    spec(
        request="""
            request_id | legal_path    | received_on
            1          | authorization | 2026-03-01
            2          | authorization | 2026-03-01
            3          | treatment     | 2026-03-01
            4          | access        | 2026-03-01
            5          | authorization | 2026-03-01
        """,
        request_item="""
            request_id | item_no | record_set    | is_part2_record
            1          | 1       | substance_use | true
            2          | 1       | substance_use | true
            3          | 1       | substance_use | true
            4          | 1       | substance_use | true
            5          | 1       | substance_use |
        """,
        disclosure="""
            disclosure_id | request_id | purpose           | disclosed_at
            x1            | 1          | authorization     | 2026-03-10 15:00:00
            x2            | 2          | authorization     | 2026-03-10 15:00:00
            x3            | 3          | treatment         | 2026-03-10 15:00:00
            x4            | 4          | individual_access | 2026-03-10 15:00:00
            x5            | 5          | authorization     | 2026-03-10 15:00:00
        """,
        authority="""
            request_id | kind                  | signed_on  | expires_on | revoked_on
            1          | written_authorization | 2026-03-01 | 2026-12-31 |
            2          | part2_consent         | 2026-03-01 | 2026-12-31 |
        """,
        ask="select case_id, verdict, law_rule, facts from part2_without_consent",
        expect="""
            case_id | verdict        | law_rule         | facts
            x1      | apparent       | us-part2-consent | Released 2026-03-10 for authorization, Part 2 records, no Part 2 consent in force on file.
            x3      | check          | us-part2-consent | Released 2026-03-10 for treatment, Part 2 records, no Part 2 consent in force on file.
            x5      | not_assessable | us-part2-consent | request_item.is_part2_record is blank: whether a consent was needed cannot be told.
        """,
    )


def test_psychotherapy_notes_need_an_authorization(spec):
    """45 CFR 164.508(a)(2), also for payment; the writer's own treatment apart, so treatment is to be checked. Notes in the chart are none."""
    spec(
        request="""
            request_id | legal_path    | received_on
            1          | payment       | 2026-03-01
            2          | authorization | 2026-03-01
            3          | treatment     | 2026-03-01
            4          | payment       | 2026-03-01
            5          | payment       | 2026-03-01
        """,
        request_item="""
            request_id | item_no | record_set          | notes_kept_separate
            1          | 1       | psychotherapy_notes | true
            2          | 1       | psychotherapy_notes | true
            3          | 1       | psychotherapy_notes | true
            4          | 1       | psychotherapy_notes | false
            5          | 1       | psychotherapy_notes |
        """,
        disclosure="""
            disclosure_id | request_id | purpose       | disclosed_at
            x1            | 1          | payment       | 2026-03-10 15:00:00
            x2            | 2          | authorization | 2026-03-10 15:00:00
            x3            | 3          | treatment     | 2026-03-10 15:00:00
            x4            | 4          | payment       | 2026-03-10 15:00:00
            x5            | 5          | payment       | 2026-03-10 15:00:00
        """,
        authority="request_id | kind | signed_on | expires_on | revoked_on\n2 | written_authorization | 2026-03-01 | 2026-12-31 |",
        ask="select case_id, verdict, law_rule, facts from psychotherapy_notes_released",
        expect="""
            case_id | verdict        | law_rule               | facts
            x1      | apparent       | us-psychotherapy-notes | Released 2026-03-10 for payment, psychotherapy notes kept apart, no authorization in force on file.
            x3      | check          | us-psychotherapy-notes | Released 2026-03-10 for treatment, psychotherapy notes kept apart, no authorization in force on file.
            x5      | not_assessable | us-psychotherapy-notes | request_item.notes_kept_separate is blank: whether they were psychotherapy notes cannot be told.
        """,
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
