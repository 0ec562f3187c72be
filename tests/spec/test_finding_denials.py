"""denial_without_lawful_ground: the grounds of 45 CFR 164.524(a)(1)-(3) are a closed list."""
# ruff: noqa: E501 - a table is as wide as its words

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
