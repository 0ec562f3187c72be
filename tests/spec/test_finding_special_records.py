"""Records that need a paper of their own: those of a Part 2 program, and psychotherapy notes kept apart."""
# ruff: noqa: E501 - a table is as wide as its words


def test_part2_records_need_their_own_consent(spec):
    """
    42 CFR 2.31: also for treatment, which may have been an emergency, so to be checked. Access needs none.

    A general authorization is none by itself, but may have all its elements: to be checked.
    """
    spec(
        request="""
            request_id | legal_path    | received_on
            1          | authorization | 2026-03-01
            2          | authorization | 2026-03-01
            3          | authorization | 2026-03-01
            4          | treatment     | 2026-03-01
            5          | access        | 2026-03-01
            6          | authorization | 2026-03-01
        """,
        request_item="""
            request_id | item_no | record_set    | is_part2_record
            1          | 1       | substance_use | true
            2          | 1       | substance_use | true
            3          | 1       | substance_use | true
            4          | 1       | substance_use | true
            5          | 1       | substance_use | true
            6          | 1       | substance_use | false
        """,
        disclosure="disclosure_id | request_id | disclosed_at"
        + "".join(f"\nx{n} | {n} | 2026-03-10 15:00:00" for n in range(1, 7)),
        authority="""
            request_id | kind                  | signed_on  | expires_on | revoked_on
            1          | part2_consent         | 2026-03-01 | 2026-03-09 |
            2          | part2_consent         | 2026-03-01 | 2026-03-10 |
            3          | written_authorization | 2026-03-01 | 2026-12-31 |
        """,
        ask="select case_id, verdict, law_rule, facts from part2_without_consent",
        expect="""
            case_id | verdict  | law_rule         | facts
            x1      | apparent | us-part2-consent | Released 2026-03-10 (authorization), Part 2 records, no Part 2 consent in force on file.
            x3      | check    | us-part2-consent | Released 2026-03-10 (authorization), Part 2 records, no Part 2 consent in force on file, an authorization is.
            x4      | check    | us-part2-consent | Released 2026-03-10 (treatment), Part 2 records, no Part 2 consent in force on file.
        """,
    )


def test_an_authorization_with_the_elements_of_a_part2_consent_is_one(spec):
    """42 CFR 2.31: what counts is what the form says, not its name."""
    spec(
        request="request_id | legal_path | received_on\n1 | authorization | 2026-03-01\n2 | authorization | 2026-03-01",
        request_item="request_id | item_no | is_part2_record\n1 | 1 | true\n2 | 1 | true",
        disclosure="disclosure_id | request_id | disclosed_at\nx1 | 1 | 2026-03-10 15:00:00\nx2 | 2 | 2026-03-10 15:00:00",
        authority="""
            authority_id | request_id | kind                  | signed_on  | expires_on | revoked_on
            a1           | 1          | written_authorization | 2026-03-01 | 2026-12-31 |
            a2           | 2          | written_authorization | 2026-03-01 | 2026-12-31 |
        """,
        authority_element="authority_id | element | state"
        + "".join(f"\na1 | P{n} | present\na2 | P{n} | {'missing' if n == 4 else 'present'}" for n in range(1, 11)),
        ask="select case_id, verdict from part2_without_consent",
        expect="case_id | verdict\nx2 | check",
    )


def test_a_release_of_part2_records_that_the_log_cannot_judge(spec):
    """42 CFR 2.31: whether the records were such, what the paper is, until when it stood, what the release was for."""
    spec(
        request="request_id | legal_path | received_on"
        + "".join(f"\n{n} | {'unknown' if n == 4 else 'authorization'} | 2026-03-01" for n in range(1, 6)),
        request_item="""
            request_id | item_no | record_set    | is_part2_record
            1          | 1       | substance_use |
            2          | 1       | substance_use | true
            3          | 1       | substance_use | true
            4          | 1       | substance_use | true
            5          | 1       | laboratory    |
        """,
        disclosure="disclosure_id | request_id | disclosed_at"
        + "".join(f"\nx{n} | {n} | 2026-03-10 15:00:00" for n in range(1, 6)),
        authority="request_id | kind | signed_on | expires_on | revoked_on\n2 | | | |\n3 | part2_consent | | |",
        ask="select case_id, verdict, missing from part2_without_consent",
        expect="""
            case_id | verdict        | missing
            x1      | not_assessable | request_item.is_part2_record
            x2      | not_assessable | authority.kind
            x3      | not_assessable | authority.signed_on
            x4      | not_assessable | request.legal_path
        """,
    )


def test_the_records_of_a_part2_program_are_to_be_checked(spec):
    """42 CFR 2.11: a program may hold other records too; the log says which, or it is to be checked."""
    spec(
        provider="provider_id | is_part2_program\np1 | true",
        request="request_id | legal_path | received_on\n1 | authorization | 2026-03-01\n2 | authorization | 2026-03-01",
        request_item="request_id | item_no | record_set | is_part2_record\n1 | 1 | notes |\n2 | 1 | notes | false",
        disclosure="disclosure_id | request_id | disclosed_at\nx1 | 1 | 2026-03-10 15:00:00\nx2 | 2 | 2026-03-10 15:00:00",
        authority="request_id | kind\n1 | none",
        ask="select case_id, verdict, facts from part2_without_consent",
        expect="""
            case_id | verdict | facts
            x1      | check   | Released 2026-03-10 (authorization), records of a Part 2 program, no Part 2 consent in force on file.
        """,
    )


def test_psychotherapy_notes_need_an_authorization(spec):
    """
    45 CFR 164.508(a)(2), also for payment. Notes in the chart are none, and the writer's own treatment needs none.

    So treatment is to be checked.
    """
    spec(
        request="""
            request_id | legal_path    | received_on
            1          | payment       | 2026-03-01
            2          | authorization | 2026-03-01
            3          | treatment     | 2026-03-01
            4          | payment       | 2026-03-01
            5          | payment       | 2026-03-01
            6          | payment       | 2026-03-01
            7          | access        | 2026-03-01
        """,
        request_item="""
            request_id | item_no | record_set          | notes_kept_separate
            1          | 1       | psychotherapy_notes | true
            2          | 1       | psychotherapy_notes | true
            3          | 1       | psychotherapy_notes | true
            4          | 1       | psychotherapy_notes | false
            5          | 1       | psychotherapy_notes |
            6          | 1       | psychotherapy_notes | true
            7          | 1       | psychotherapy_notes | true
        """,
        disclosure="disclosure_id | request_id | disclosed_at"
        + "".join(f"\nx{n} | {n} | 2026-03-10 15:00:00" for n in range(1, 8)),
        authority="""
            request_id | kind                  | signed_on  | expires_on | revoked_on
            2          | written_authorization | 2026-03-01 | 2026-12-31 |
            6          |                       |            |            |
        """,
        ask="select case_id, verdict, law_rule, facts from psychotherapy_notes_released",
        expect="""
            case_id | verdict        | law_rule               | facts
            x1      | apparent       | us-psychotherapy-notes | Released 2026-03-10 (payment), psychotherapy notes kept apart, no authorization in force on file.
            x3      | check          | us-psychotherapy-notes | Released 2026-03-10 (treatment), psychotherapy notes kept apart, no authorization in force on file.
            x5      | not_assessable | us-psychotherapy-notes | Released 2026-03-10, request_item.notes_kept_separate is blank, unknown or not in the log.
            x6      | not_assessable | us-psychotherapy-notes | Released 2026-03-10, authority.kind is blank, unknown or not in the log.
        """,
    )
