"""Who stands in the person's place, and the right to see the record."""
# ruff: noqa: E501 - a table is as wide as its words


def test_a_representative_with_proof_stands_in_the_persons_place(spec):
    """45 CFR 164.502(g)(1): to be checked, because danger may have been judged under (g)(5). A lawful ground is another question."""
    spec(
        request="""
            request_id | requester_kind    | legal_path | received_on
            1          | health_care_agent | access     | 2026-03-01
            2          | health_care_agent | access     | 2026-03-01
            3          | executor          | access     | 2026-03-01
            4          | guardian          | access     | 2026-03-01
            5          | patient           | access     | 2026-03-01
        """,
        authority="""
            request_id | kind                          | proof_received_on
            1          | health_care_power_of_attorney | 2026-03-02
            2          | health_care_power_of_attorney | 2026-03-11
            3          | executor                      | 2026-03-02
            4          | guardianship                  | 2026-03-02
        """,
        denial="""
            denial_id | request_id | ground       | denied_on
            d1        | 1          | X_PR_REFUSED | 2026-03-10
            d2        | 2          | X_PR_REFUSED | 2026-03-10
            d3        | 3          |              | 2026-03-10
            d4        | 4          | R3           | 2026-03-10
            d5        | 5          | X_NO_REASON  | 2026-03-10
        """,
        ask="select case_id, verdict, law_rule, facts from representative_refused",
        expect="""
            case_id | verdict        | law_rule          | facts
            d1      | check          | us-representative | Denied 2026-03-10 to a health care agent, proof of authority received 2026-03-02.
            d3      | not_assessable | us-representative | denial.ground is blank: why a representative was refused cannot be told.
        """,
    )
    spec(
        request="request_id | requester_kind | legal_path | received_on\n1 | executor | access | 2026-03-01",
        denial="denial_id | request_id | ground | denied_on\nd1 | 1 | X_PR_REFUSED | 2026-03-10",
        ask="select case_id, verdict, facts from representative_refused",
        expect="case_id | verdict | facts\nd1 | not_assessable | authority.proof_received_on is not in the log: whether proof was on file cannot be told.",
    )


def test_one_confidential_service_is_no_ground_to_refuse_a_parent_everything(spec):
    """45 CFR 164.502(g)(3). A part refused is in order here; so is a ground that covers the whole."""
    spec(
        request="request_id | requester_kind | legal_path | received_on"
        + "".join(f"\n{n} | parent | access | 2026-03-01" for n in range(1, 5)),
        denial="""
            denial_id | request_id | ground       | is_whole | denied_on
            d1        | 1          | X_STATE_LAW  | true     | 2026-03-10
            d2        | 2          | X_STATE_LAW  | false    | 2026-03-10
            d3        | 3          |              | true     | 2026-03-10
            d4        | 4          | R1           | true     | 2026-03-10
        """,
        ask="select case_id, verdict, law_rule, facts from parent_refused_whole_record",
        expect="""
            case_id | verdict        | law_rule  | facts
            d1      | check          | us-parent | Denied 2026-03-10 to a parent, the whole record, ground recorded: state law.
            d3      | not_assessable | us-parent | denial.ground is blank: why a parent was refused cannot be told.
        """,
    )


def test_seeing_the_record_is_a_right_of_its_own(spec):
    """45 CFR 164.524(a)(1), (c)(1): the ground of a correctional institution covers the copy only. A copy refused is another question."""
    spec(
        request="request_id | legal_path | received_on" + "".join(f"\n{n} | access | 2026-03-01" for n in range(1, 5)),
        request_item="""
            request_id | item_no | format_requested
            1          | 1       | inspection
            2          | 1       | paper
            3          | 1       | inspection
            4          | 1       | inspection
        """,
        denial="""
            denial_id | request_id | ground     | denied_on
            d1        | 1          | U2         | 2026-03-10
            d2        | 2          | X_WORKLOAD | 2026-03-10
            d3        | 3          |            | 2026-03-10
            d4        | 4          | R1         | 2026-03-10
        """,
        ask="select case_id, verdict, law_rule, facts from inspection_refused",
        expect="""
            case_id | verdict        | law_rule            | facts
            d1      | apparent       | us-inspection-right | Seeing the record denied 2026-03-10, ground recorded: U2.
            d3      | not_assessable | us-inspection-right | denial.ground is blank: whether it covers seeing the record cannot be told.
        """,
    )
