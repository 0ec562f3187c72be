"""The review of a denial: referred, to someone else, who is licensed, told, and given effect."""
# ruff: noqa: E501 - a table is as wide as its words

ACCESS = "request_id | legal_path | received_on" + "".join(f"\n{n} | access | 2026-03-01" for n in range(1, 6))
DENIAL = """
    denial_id | request_id | ground | denied_on  | decided_by
    d1        | 1          | R1     | 2026-03-10 | u7
    d2        | 2          | R1     | 2026-03-10 | u7
    d3        | 3          |        | 2026-03-10 | u7
    d4        | 4          | U1     | 2026-03-10 | u7
    d5        | 5          | R1     | 2026-03-10 |
"""


def test_a_review_asked_for_is_referred(spec):
    """45 CFR 164.524(d)(4): promptly, without a number, so to be checked. An unreviewable ground has no review."""
    spec(
        request=ACCESS,
        denial=DENIAL,
        denial_review="""
            denial_id | requested_on | referred_on
            d1        | 2026-03-20   |
            d2        | 2026-03-20   | 2026-03-21
            d3        | 2026-03-20   |
            d4        | 2026-03-20   |
        """,
        ask="select case_id, verdict, law_rule, facts from review_not_referred",
        expect="""
            case_id | verdict        | law_rule           | facts
            d1/1    | check          | us-review-referral | Review asked for 2026-03-20, not referred when last seen 2026-06-30.
            d3/3    | not_assessable | us-review-referral | denial.ground is blank: whether it can be reviewed cannot be told.
        """,
    )
    spec(
        request=ACCESS,
        denial=DENIAL,
        denial_review="denial_id | requested_on\nd1 | 2026-03-20",
        ask="select case_id, verdict, facts from review_not_referred",
        expect="case_id | verdict | facts\nd1/1 | not_assessable | denial_review.referred_on is not in the log: whether it was referred cannot be told.",
    )


def test_who_denied_does_not_review(spec):
    """45 CFR 164.524(a)(4)."""
    spec(
        request=ACCESS,
        denial=DENIAL,
        denial_review="""
            denial_id | requested_on | reviewer_id | referred_on
            d1        | 2026-03-20   | u7          | 2026-03-21
            d2        | 2026-03-20   | u8          | 2026-03-21
            d5        | 2026-03-20   | u8          | 2026-03-21
            d1        | 2026-04-20   |             |
        """,
        ask="select case_id, verdict, law_rule, facts from review_by_decider",
        expect="""
            case_id | verdict        | law_rule              | facts
            d1/1    | apparent       | us-review-independent | Review asked for 2026-03-20, reviewed by the one who denied, as the log says.
            d5/3    | not_assessable | us-review-independent | denial.decided_by is blank or not in the log: who denied cannot be told.
        """,
    )


def test_who_reviews_is_licensed(spec):
    """45 CFR 164.524(a)(4)."""
    spec(
        request=ACCESS,
        denial=DENIAL,
        denial_review="""
            denial_id | requested_on | reviewer_is_licensed | referred_on
            d1        | 2026-03-20   | false                | 2026-03-21
            d2        | 2026-03-20   | true                 | 2026-03-21
            d5        | 2026-03-20   |                      | 2026-03-21
        """,
        ask="select case_id, verdict, law_rule, facts from reviewer_not_licensed",
        expect="""
            case_id | verdict        | law_rule           | facts
            d1/1    | apparent       | us-review-licensed | Review asked for 2026-03-20, the reviewer is not licensed as the log says.
            d5/3    | not_assessable | us-review-licensed | denial_review.reviewer_is_licensed is blank or not in the log: who reviewed cannot be told.
        """,
    )


def test_the_result_is_told(spec):
    """45 CFR 164.524(d)(4): promptly, without a number."""
    spec(
        request=ACCESS,
        denial=DENIAL,
        denial_review="""
            denial_id | requested_on | decided_on | notified_on
            d1        | 2026-03-20   | 2026-04-01 |
            d2        | 2026-03-20   | 2026-04-01 | 2026-04-03
            d5        | 2026-03-20   |            |
        """,
        ask="select case_id, verdict, law_rule, facts from review_result_not_told",
        expect="""
            case_id | verdict | law_rule         | facts
            d1/1    | check   | us-review-notice | Review decided 2026-04-01, the person not told when last seen 2026-06-30.
        """,
    )
    spec(
        request=ACCESS,
        denial=DENIAL,
        denial_review="denial_id | requested_on | decided_on\nd1 | 2026-03-20 | 2026-04-01",
        ask="select case_id, verdict, facts from review_result_not_told",
        expect="case_id | verdict | facts\nd1/1 | not_assessable | denial_review.notified_on is not in the log: whether the person was told cannot be said.",
    )


def test_a_review_for_the_person_is_given_effect(spec):
    """45 CFR 164.524(a)(4): access as the review decided. A delivery after the decision is access given."""
    spec(
        request=ACCESS,
        denial=DENIAL,
        denial_review="""
            denial_id | requested_on | decided_on | outcome           | effected_on
            d1        | 2026-03-20   | 2026-04-01 | overturned        |
            d2        | 2026-03-20   | 2026-04-01 | partly_overturned |
            d5        | 2026-03-20   | 2026-04-01 | upheld            |
            d1        | 2026-05-20   | 2026-06-01 |                   |
        """,
        delivery="request_id | sent_on | is_complete\n2 | 2026-04-05 | true",
        ask="select case_id, verdict, law_rule, facts from review_not_given_effect",
        expect="""
            case_id | verdict        | law_rule         | facts
            d1/1    | check          | us-review-effect | Review decided 2026-04-01 for the person, access not given when last seen 2026-06-30.
            d1/4    | not_assessable | us-review-effect | denial_review.outcome is blank or not in the log: what was decided cannot be told.
        """,
    )
