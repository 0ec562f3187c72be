"""Grounds for a denial: the list of 45 CFR 164.524(a)(1)-(3) is closed, each ground has its condition, some a professional."""
# ruff: noqa: E501 - a table is as wide as its words

import pytest

ASK = "select case_id, verdict, citation from denial_without_lawful_ground"


def test_reasons_that_are_no_ground(spec):
    """Rule text where the reason is plainly none; to be checked where the facts or guidance decide."""
    spec(
        request="request_id | legal_path | received_on\n1 | access | 2026-03-01",
        denial="""
            denial_id | request_id | ground           | denied_on
            d1        | 1          | X_UNPAID_CARE    | 2026-03-10
            d2        | 1          | X_INSURER_UNPAID | 2026-03-10
            d3        | 1          | X_MOTIVE         | 2026-03-10
            d4        | 1          | X_WORKLOAD       | 2026-03-10
            d5        | 1          | X_TECHNICALITY   | 2026-03-10
            d6        | 1          | X_NO_REASON      | 2026-03-10
            d7        | 1          | X_STATE_LAW      | 2026-03-10
            d8        | 1          | X_FORM_ONLY      | 2026-03-10
            d9        | 1          | X_COPY_INVOICE   | 2026-03-10
        """,
        ask=ASK,
        expect="""
            case_id | verdict  | citation
            d1      | apparent | 45 CFR 164.524(a)(1)-(3)
            d2      | apparent | 45 CFR 164.524(a)(1)-(3)
            d3      | apparent | 45 CFR 164.524(a)(1)-(3)
            d4      | apparent | 45 CFR 164.524(a)(1)-(3)
            d5      | apparent | 45 CFR 164.524(a)(1)-(3)
            d6      | apparent | 45 CFR 164.524(d)(2)(i)
            d7      | apparent | 45 CFR 160.203(b), 45 CFR 164.524(a)(1)-(3)
            d8      | check    | HHS access guidance, 45 CFR 164.524(c)(3)
            d9      | check    | 45 CFR 164.524(a)(1)-(3), (c)(4)
        """,
    )


def test_a_lawful_ground_and_another_path_are_no_offence(spec):
    """Naming a lawful ground is no proof of its conditions; those are other questions. An authorization may be declined."""
    spec(
        request="request_id | legal_path | received_on\n1 | access | 2026-03-01\n2 | authorization | 2026-03-01",
        denial="""
            denial_id | request_id | ground         | denied_on
            d1        | 1          | U1             | 2026-03-10
            d2        | 1          | U5             | 2026-03-10
            d3        | 1          | R1             | 2026-03-10
            d4        | 1          | R3             | 2026-03-10
            d5        | 2          | X_TECHNICALITY | 2026-03-10
        """,
        ask="select count(*) as findings from denial_without_lawful_ground",
        expect="findings\n0",
    )


def test_the_newest_word_on_the_ground_counts(spec):
    """A ground that was changed is a restatement; the finding reads the newest version."""
    spec(
        request="request_id | legal_path | received_on\n1 | access | 2026-03-01",
        denial="""
            denial_id | request_id | ground   | denied_on  | extracted_on
            d1        | 1          | X_MOTIVE | 2026-03-10 | 2026-04-30
            d1        | 1          | R1       | 2026-03-10 | 2026-05-31
        """,
        ask="select count(*) as findings from denial_without_lawful_ground",
        expect="findings\n0",
    )


def test_a_ground_or_path_that_is_not_recorded_cannot_be_judged(spec):
    spec(
        request="request_id | legal_path | received_on\n1 | access | 2026-03-01\n2 | | 2026-03-01",
        denial="""
            denial_id | request_id | ground   | denied_on
            d1        | 1          |          | 2026-03-10
            d2        | 2          | X_MOTIVE | 2026-03-10
        """,
        ask="select case_id, verdict, facts from denial_without_lawful_ground",
        expect="""
            case_id | verdict        | facts
            d1      | not_assessable | denial.ground is blank: on what ground it was denied on 2026-03-10 cannot be told.
            d2      | not_assessable | request.legal_path is unknown: whether the grounds for denial are limited by law cannot be told.
        """,
    )


def test_a_reviewable_ground_needs_a_licensed_professional(spec):
    """45 CFR 164.524(a)(3): endangerment and harm are for a licensed health care professional to judge. Other grounds are not."""
    spec(
        request="request_id | legal_path | received_on\n1 | access | 2026-03-01\n2 | | 2026-03-01\n3 | authorization | 2026-03-01",
        denial="""
            denial_id | request_id | ground | denied_on  | decider_is_licensed
            d1        | 1          | R1     | 2026-03-10 | false
            d2        | 1          | R2     | 2026-03-10 | true
            d3        | 1          | U5     | 2026-03-10 | false
            d4        | 1          | R3     | 2026-03-10 |
            d5        | 1          |        | 2026-03-10 | false
            d6        | 2          | R1     | 2026-03-10 | false
            d7        | 3          | R1     | 2026-03-10 | false
        """,
        ask="select case_id, verdict, law_rule, facts from denial_without_licensed_decider",
        expect="""
            case_id | verdict        | law_rule            | facts
            d1      | apparent       | us-licensed-decider | Denied 2026-03-10 on the reviewable ground R1, the decider logged as not licensed.
            d4      | not_assessable | us-licensed-decider | denial.decider_is_licensed is blank or not in the log: who decided cannot be told.
            d5      | not_assessable | us-licensed-decider | denial.ground is blank: whether a licensed professional had to decide cannot be told.
            d6      | not_assessable | us-licensed-decider | request.legal_path is unknown: whether a licensed professional had to decide cannot be told.
        """,
    )


def test_harm_by_a_representative_needs_a_representative(spec):
    """45 CFR 164.524(a)(3)(iii). Who asks under a power of attorney is one, whatever else the log calls them."""
    spec(
        request="""
            request_id | requester_kind | legal_path | received_on
            1          | patient        | access     | 2026-03-01
            2          | guardian       | access     | 2026-03-01
            3          | family_member  | access     | 2026-03-01
            4          | family_member  | access     | 2026-03-01
            5          |                | access     | 2026-03-01
        """,
        authority="request_id | kind\n3 | health_care_power_of_attorney",
        denial="""
            denial_id | request_id | ground | denied_on
            d1        | 1          | R3     | 2026-03-10
            d2        | 2          | R3     | 2026-03-10
            d3        | 3          | R3     | 2026-03-10
            d4        | 4          | R3     | 2026-03-10
            d5        | 5          | R3     | 2026-03-10
        """,
        ask="select case_id, verdict, law_rule, facts from ground_without_conditions",
        expect="""
            case_id | verdict        | law_rule                    | facts
            d1      | apparent       | us-ground-r3-representative | Denied 2026-03-10 on ground R3, harm by a representative, asked by: patient.
            d4      | check          | us-ground-r3-representative | Denied 2026-03-10 on ground R3, harm by a representative, asked by: family member.
            d5      | not_assessable | us-ground-r3-representative | Denied 2026-03-10 on ground R3, request.requester_kind is unknown: whether its condition is met cannot be told.
        """,
    )


@pytest.mark.parametrize(
    ("ground", "law_rule", "words", "missing"),
    [
        (
            "U2",
            "us-ground-u2-correctional",
            ": that the provider acts for a correctional institution is not in the log.",
            "provider.kind",
        ),
        (
            "U4",
            "us-ground-u4-privacy-act",
            ": that the records stand under the Privacy Act is not in the log.",
            "provider.kind",
        ),
        ("U3", "us-ground-evidence", ": the facts it stands on are not in the log.", ""),
        ("U5", "us-ground-evidence", ": the facts it stands on are not in the log.", ""),
        ("R2", "us-ground-evidence", ": the facts it stands on are not in the log.", ""),
    ],
)
def test_a_lawful_ground_whose_condition_is_not_in_a_log(spec, ground, law_rule, words, missing):
    """
    45 CFR 164.524(a)(2)(ii)-(v), (a)(3)(ii): the facts must be on file, so a person must look.

    A provider of another kind (p2) may be an institution or an agency itself. Danger to life (R1) has no condition but
    the professional's judgment; an authorization binds nobody.
    """
    other = f"p2/d4 | not_assessable | {law_rule} | {missing}" if missing else f"p2/d4 | check | {law_rule} |"
    spec(
        provider="provider_id | kind\np1 | hospital\np2 | other",
        request="""
            provider_id | request_id | legal_path    | received_on
            p1          | 1          | access        | 2026-03-01
            p1          | 2          |               | 2026-03-01
            p1          | 3          | authorization | 2026-03-01
            p2          | 4          | access        | 2026-03-01
        """,
        denial=f"""
            provider_id | denial_id | request_id | ground   | denied_on
            p1          | d1        | 1          | {ground} | 2026-03-10
            p1          | d2        | 2          | {ground} | 2026-03-10
            p1          | d3        | 3          | {ground} | 2026-03-10
            p2          | d4        | 4          | {ground} | 2026-03-10
            p1          | d5        | 1          | R1       | 2026-03-10
        """,
        ask="select provider_id || '/' || case_id as denial, verdict, law_rule, missing from ground_without_conditions",
        expect=f"""
            denial | verdict        | law_rule   | missing
            p1/d1  | check          | {law_rule} |
            p1/d2  | not_assessable | {law_rule} | request.legal_path
            {other}
        """,
    )
    spec(
        request="request_id | legal_path | received_on\n1 | access | 2026-03-01",
        denial=f"denial_id | request_id | ground | denied_on\nd1 | 1 | {ground} | 2026-03-10",
        ask="ground_without_conditions",
        expect=f"facts\nDenied 2026-03-10 on ground {ground}{words}",
    )


def test_psychotherapy_notes_are_notes_kept_apart(spec):
    """
    45 CFR 164.501: notes of a session that are kept separate from the rest of the record; those in the chart are none.

    The same ground covers what was compiled for a proceeding: other notes (d3), and notes of no kind (d4), are to be
    checked, and a laboratory report (d6) is no note of a session at all. Of d7 the log has no item.
    """
    tables = {
        "request": "request_id | legal_path | received_on\n1 | access | 2026-03-01\n2 | | 2026-03-01\n3 | access | 2026-03-01",
        "request_item": """
            request_id | item_no | record_set          | notes_kept_separate
            1          | 1       | psychotherapy_notes | false
            1          | 2       | psychotherapy_notes | true
            1          | 3       | mental_health       | false
            1          | 4       |                     | false
            1          | 5       | psychotherapy_notes |
            1          | 6       | laboratory          |
            2          | 1       | psychotherapy_notes | false
        """,
        "denial": """
            denial_id | request_id | item_no | ground | denied_on
            d1        | 1          | 1       | U1     | 2026-03-10
            d2        | 1          | 2       | U1     | 2026-03-10
            d3        | 1          | 3       | U1     | 2026-03-10
            d4        | 1          | 4       | U1     | 2026-03-10
            d5        | 1          | 5       | U1     | 2026-03-10
            d6        | 1          | 6       | U1     | 2026-03-10
            d7        | 3          |         | U1     | 2026-03-10
            d8        | 2          | 1       | U1     | 2026-03-10
        """,
    }
    spec(
        **tables,
        ask="select case_id, verdict, law_rule, facts from psychotherapy_notes_not_separate",
        expect="""
            case_id | verdict        | law_rule              | facts
            d1      | apparent       | us-ground-u1-separate | Denied 2026-03-10 on ground U1, logged as not kept separate: psychotherapy notes.
            d3      | check          | us-ground-u1-separate | Denied 2026-03-10 on ground U1, logged as not kept separate: mental health.
            d4      | check          | us-ground-u1-separate | Denied 2026-03-10 on ground U1, logged as not kept separate: notes of a kind not recorded.
            d5      | not_assessable | us-ground-u1-separate | request_item.notes_kept_separate is blank or not in the log: whether what was denied on 2026-03-10 was psychotherapy notes cannot be told.
            d7      | not_assessable | us-ground-u1-separate | request_item.record_set is blank or not in the log: whether what was denied on 2026-03-10 was psychotherapy notes cannot be told.
            d8      | not_assessable | us-ground-u1-separate | request.legal_path is unknown: whether the grounds for denial are limited by law cannot be told.
        """,
    )
    spec(
        **tables,
        ask="ground_without_conditions",
        expect="""
            case_id | verdict | law_rule                 | facts
            d6      | check   | us-ground-u1-compilation | Denied 2026-03-10 on ground U1 for records other than notes: that they were compiled for a proceeding is not in the log.
        """,
    )


def test_one_item_not_kept_apart_decides_of_a_whole_record_refused(spec):
    """45 CFR 164.501. Notes kept apart are in order; the notes refused with them are not, and the bill must be looked at."""
    tables = {
        "request": "request_id | legal_path | received_on | status\n1 | access | 2026-03-01 | denied",
        "request_item": """
            request_id | item_no | record_set          | notes_kept_separate
            1          | 1       | psychotherapy_notes | true
            1          | 2       | psychotherapy_notes | false
            1          | 3       | billing             |
        """,
        "denial": "denial_id | request_id | ground | denied_on\nd1 | 1 | U1 | 2026-03-10",
    }
    spec(**tables, ask="psychotherapy_notes_not_separate", expect="case_id | verdict\nd1 | apparent")
    spec(**tables, ask="ground_without_conditions", expect="case_id | verdict\nd1 | check")


def test_seeing_the_record_is_a_right_of_its_own(spec):
    """
    45 CFR 164.524(a)(1), (c)(1): the ground of a correctional institution covers the copy only; danger to life covers both.

    How sure it is that a reason is none goes with the reason. Request 2 asked for a copy; of request 3 the form is not known.
    """
    spec(
        request="request_id | legal_path | received_on\n1 | access | 2026-03-01\n2 | access | 2026-03-01\n3 | access | 2026-03-01\n4 | | 2026-03-01",
        request_item="request_id | item_no | format_requested\n1 | 1 | inspection\n1 | 2 | paper\n2 | 1 | paper\n3 | 1 |\n4 | 1 | inspection",
        denial="""
            denial_id | request_id | item_no | ground         | denied_on
            d1        | 1          | 1       | U2             | 2026-03-10
            d2        | 1          |         | X_WORKLOAD     | 2026-03-10
            d3        | 1          | 1       | X_COPY_INVOICE | 2026-03-10
            d4        | 1          | 1       | R1             | 2026-03-10
            d5        | 1          | 2       | U2             | 2026-03-10
            d6        | 1          | 1       |                | 2026-03-10
            d7        | 2          | 1       | X_WORKLOAD     | 2026-03-10
            d8        | 3          | 1       | U2             | 2026-03-10
            d9        | 4          | 1       | U2             | 2026-03-10
        """,
        ask="select case_id, verdict, missing, facts from inspection_refused",
        expect="""
            case_id | verdict        | missing                       | facts
            d1      | apparent       |                               | Asked to see the record, denied 2026-03-10, ground recorded: U2.
            d2      | apparent       |                               | Asked to see the record, denied 2026-03-10, ground recorded: workload.
            d3      | check          |                               | Asked to see the record, denied 2026-03-10, ground recorded: copy invoice.
            d6      | not_assessable | denial.ground                 | denial.ground is blank, unknown or not in the log: whether seeing the record was denied so cannot be told.
            d9      | not_assessable | request.legal_path            | request.legal_path is blank, unknown or not in the log: whether seeing the record was denied so cannot be told.
            d8      | not_assessable | request_item.format_requested | request_item.format_requested is blank, unknown or not in the log: whether seeing the record was denied so cannot be told.
        """,
    )


@pytest.mark.parametrize(
    ("state", "law_rule", "barred", "other", "verdict"),
    [
        ("CA", "ca-improper-withholding", "X_UNPAID_CARE", "X_COPY_INVOICE", "apparent"),
        ("MD", "md-improper-withholding", "X_UNPAID_CARE", "X_COPY_INVOICE", "check"),
        ("CT", "ct-improper-withholding", "X_COPY_INVOICE", "X_UNPAID_CARE", "check"),
        ("NY", "ny-improper-withholding", "X_COPY_INVOICE", "X_UNPAID_CARE", "check"),
        ("VA", "va-improper-withholding", "X_COPY_INVOICE", "X_UNPAID_CARE", "apparent"),
    ],
)
def test_a_state_that_bars_withholding_for_money(spec, state, law_rule, barred, other, verdict):
    """Cal. HSC 123110, Va. Code 8.01-413(B9) and others: a state's rule names the bill for care or the fee for the copy."""
    spec(
        provider=f"provider_id | state\np1 | {state}",
        request="request_id | requester_kind | received_on"
        + "".join(f"\n{n} | patient | 2026-03-01" for n in (1, 2, 3)),
        denial=f"""
            denial_id | request_id | ground   | denied_on
            d1        | 1          | {barred} | 2026-03-10
            d2        | 2          | {other}  | 2026-03-10
            d3        | 3          |          | 2026-03-10
        """,
        ask="select case_id, verdict, law_rule, missing from withheld_against_state_law",
        expect=f"""
            case_id | verdict        | law_rule   | missing
            d1      | {verdict}      | {law_rule} |
            d3      | not_assessable | {law_rule} | denial.ground
        """,
    )
