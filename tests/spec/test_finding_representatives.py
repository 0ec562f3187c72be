"""Who stands in the person's place: a representative with proof on file, and a minor's parent."""
# ruff: noqa: E501 - a table is as wide as its words


def test_a_representative_with_proof_stands_in_the_persons_place(spec):
    """
    45 CFR 164.502(g)(1): to be checked, for abuse or danger may have been judged under (g)(5).

    In order: proof that came after the denial (2), a power revoked by then (3), none in the log's own word (4), a lawful
    ground (5) and one that has nothing to do with who asks (6).
    """
    spec(
        request="request_id | requester_kind | legal_path | received_on\n"
        + "\n".join(f"{n} | health_care_agent | access | 2026-03-01" for n in range(1, 9)),
        authority="""
            request_id | kind                          | proof_received_on | revoked_on
            1          | health_care_power_of_attorney | 2026-03-10        |
            2          | health_care_power_of_attorney | 2026-03-11        |
            3          | health_care_power_of_attorney | 2026-03-02        | 2026-03-09
            4          | none                          |                   |
            5          | health_care_power_of_attorney | 2026-03-02        |
            6          | health_care_power_of_attorney | 2026-03-02        |
            7          | health_care_power_of_attorney |                   |
            8          | health_care_power_of_attorney | 2026-03-02        |
        """,
        denial="""
            denial_id | request_id | ground        | denied_on
            d1        | 1          | X_PR_REFUSED  | 2026-03-10
            d2        | 2          | X_PR_REFUSED  | 2026-03-10
            d3        | 3          | X_PR_REFUSED  | 2026-03-10
            d4        | 4          | X_PR_REFUSED  | 2026-03-10
            d5        | 5          | R3            | 2026-03-10
            d6        | 6          | X_UNPAID_CARE | 2026-03-10
            d7        | 7          | X_PR_REFUSED  | 2026-03-10
            d8        | 8          |               | 2026-03-10
        """,
        ask="select case_id, verdict, law_rule, facts from representative_refused",
        expect="""
            case_id | verdict        | law_rule          | facts
            d1      | check          | us-representative | Denied 2026-03-10 to the health care agent, ground recorded: pr refused, proof of authority on file since 2026-03-10.
            d7      | not_assessable | us-representative | authority.proof_received_on is blank or not in the log: whether proof was on file when the health care agent was denied cannot be told.
            d8      | not_assessable | us-representative | denial.ground is blank or not in the log: whether proof was on file when the health care agent was denied cannot be told.
        """,
    )


def test_a_parents_standing_ends_when_the_child_is_of_age(spec):
    """
    45 CFR 164.502(g)(3): 18 where no state's file says otherwise, 19 in Alabama. A guardian's standing goes on.

    What a minor may seek alone is the state's law, which is not tabulated: a part refused to a parent cannot be judged.
    """
    spec(
        provider="provider_id | state\np1 | DE\np2 | AL",
        patient="provider_id | patient_id | birth_on\np1 | young | 2008-03-11\np1 | grown | 2008-03-10\np2 | grown | 2008-03-10",
        request="""
            provider_id | request_id | patient_id | requester_kind | legal_path | received_on | authority_proof_on
            p1          | 1          | young      | parent         | access     | 2026-03-01  | 2026-03-02
            p1          | 2          | grown      | parent         | access     | 2026-03-01  | 2026-03-02
            p1          | 3          | grown      | guardian       | access     | 2026-03-01  | 2026-03-02
            p1          | 4          | young      | parent         | access     | 2026-03-01  | 2026-03-02
            p2          | 5          | grown      | parent         | access     | 2026-03-01  | 2026-03-02
        """,
        denial="""
            provider_id | denial_id | request_id | ground       | is_whole | denied_on
            p1          | d1        | 1          | X_PR_REFUSED | true     | 2026-03-10
            p1          | d2        | 2          | X_PR_REFUSED | true     | 2026-03-10
            p1          | d3        | 3          | X_PR_REFUSED | true     | 2026-03-10
            p1          | d4        | 4          | X_PR_REFUSED | false    | 2026-03-10
            p2          | d5        | 5          | X_PR_REFUSED | true     | 2026-03-10
        """,
        ask="representative_refused",
        expect="""
            case_id | verdict        | missing
            d1      | check          |
            d3      | check          |
            d4      | not_assessable | provider.state
            d5      | check          |
        """,
    )


def test_one_confidential_service_is_no_ground_to_refuse_a_parent_everything(spec):
    """
    45 CFR 164.502(g)(3): to be checked. In order: a part refused (2), a lawful ground (3), an unpaid bill (4), a child of age (5).
    """
    spec(
        patient="patient_id | birth_on\nyoung | 2012-05-01\ngrown | 2008-03-10",
        request="""
            request_id | patient_id | requester_kind | legal_path | received_on
            1          | young      | parent         | access     | 2026-03-01
            2          | young      | parent         | access     | 2026-03-01
            3          | young      | parent         | access     | 2026-03-01
            4          | young      | parent         | access     | 2026-03-01
            5          | grown      | parent         | access     | 2026-03-01
            6          | other      | parent         | access     | 2026-03-01
            7          | young      | parent         | access     | 2026-03-01
            8          | young      | parent         | access     | 2026-03-01
        """,
        denial="""
            denial_id | request_id | ground        | is_whole | denied_on
            d1        | 1          | X_STATE_LAW   | true     | 2026-03-10
            d2        | 2          | X_STATE_LAW   | false    | 2026-03-10
            d3        | 3          | R3            | true     | 2026-03-10
            d4        | 4          | X_UNPAID_CARE | true     | 2026-03-10
            d5        | 5          | X_STATE_LAW   | true     | 2026-03-10
            d6        | 6          | X_STATE_LAW   | true     | 2026-03-10
            d7        | 7          |               | true     | 2026-03-10
            d8        | 8          | X_PR_REFUSED  |          | 2026-03-10
        """,
        ask="select case_id, verdict, law_rule, facts from parent_refused_whole_record",
        expect="""
            case_id | verdict        | law_rule  | facts
            d1      | check          | us-parent | Denied 2026-03-10 to a minor's parent, the whole record, ground recorded: state law.
            d6      | not_assessable | us-parent | patient.birth_on is blank, unknown or not in the log: whether a minor's parent was denied all of it cannot be told.
            d7      | not_assessable | us-parent | denial.ground is blank, unknown or not in the log: whether a minor's parent was denied all of it cannot be told.
            d8      | not_assessable | us-parent | denial.is_whole is blank, unknown or not in the log: whether a minor's parent was denied all of it cannot be told.
        """,
    )


def test_the_day_a_person_comes_of_age(spec):
    """House policy, 18, where the state's file has no other; 19 in Alabama. Born on 29 February: 1 March, or the day itself."""
    spec(
        provider="provider_id | state\np1 | DE\np2 | AL",
        patient="""
            provider_id | patient_id | birth_on
            p1          | a          | 2008-02-29
            p1          | b          | 2007-03-01
            p1          | c          | 2008-03-10
            p2          | c          | 2008-03-10
            p2          | d          |
        """,
        ask="select provider_id, patient_id, of_age_on from patient_majority",
        expect="""
            provider_id | patient_id | of_age_on
            p1          | a          | 2026-03-01
            p1          | b          | 2025-03-01
            p1          | c          | 2026-03-10
            p2          | c          | 2027-03-10
            p2          | d          |
        """,
    )
