"""The review of a denial on a reviewable ground: referred, to someone else, who is licensed; told, and given effect."""
# ruff: noqa: E501 - a table is as wide as its words

import pytest

REQUEST = "request_id | legal_path | received_on\n1 | access | 2026-03-01\n2 | | 2026-03-01\n3 | access | 2026-03-01"
DENIAL = """
    denial_id | request_id | ground | denied_on  | decided_by
    d1        | 1          | R1     | 2026-03-10 | u7
    d2        | 1          | U5     | 2026-03-10 | u7
    d3        | 1          |        | 2026-03-10 | u7
    d4        | 2          | R1     | 2026-03-10 | u7
    d5        | 3          | R1     | 2026-03-10 |
"""


def test_a_review_asked_for_is_referred(spec):
    """
    45 CFR 164.524(a)(4), (d)(4): promptly, without a number of days, so one not referred when last seen is to be checked.

    One that names its reviewer or was decided was referred. One withdrawn, and one asked for on the day of the extract, are no case.
    """
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review="""
            denial_id | ordinal | requested_on | referred_on | reviewer_id | outcome
            d1        | 1       | 2026-03-20   |             |             | open
            d1        | 2       | 2026-03-20   | 2026-03-25  |             | open
            d1        | 3       | 2026-03-20   |             | u8          | open
            d1        | 4       | 2026-03-20   |             |             | upheld
            d1        | 5       | 2026-03-20   |             |             | withdrawn
            d1        | 6       | 2026-06-30   |             |             |
        """,
        ask="select case_id, verdict, law_rule, facts from review_not_referred",
        expect="""
            case_id | verdict | law_rule           | facts
            d1/1    | check   | us-review-referral | Review asked for 2026-03-20, not referred when last seen 2026-06-30, days since: 102.
        """,
    )
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review="denial_id | ordinal | requested_on\nd1 | 1 | 2026-03-20",
        ask="select case_id, verdict, facts from review_not_referred",
        expect="""
            case_id | verdict        | facts
            d1/1    | not_assessable | denial_review.referred_on is blank, unknown or not in the log: whether a review of right was referred cannot be told.
        """,
    )


@pytest.mark.parametrize(
    ("finding", "law_rule"),
    [
        ("review_not_referred", "us-review-referral"),
        ("review_by_decider", "us-review-independent"),
        ("reviewer_not_licensed", "us-review-licensed"),
        ("review_result_not_told", "us-review-notice"),
        ("review_not_given_effect", "us-review-effect"),
    ],
)
def test_the_right_to_a_review_goes_with_the_ground_and_the_asking(spec, finding, law_rule):
    """45 CFR 164.524(a)(4): a reviewable ground (not that of d2), on a person's own request, where the person asks."""
    state = "" if finding == "review_not_referred" else "2026-04-01 | u7 | false | 2026-04-01 | overturned"
    state = state or "| | | | open"
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review=f"""
            denial_id | ordinal | requested_on | referred_on | reviewer_id | reviewer_is_licensed | decided_on | outcome | notified_on | effected_on
            d2        | 1       | 2026-03-20   | {state}     |             |
            d3        | 1       | 2026-03-20   | {state}     |             |
            d4        | 1       | 2026-03-20   | {state}     |             |
            d1        | 1       |              | {state}     |             |
        """,
        ask=finding,
        expect=f"""
            case_id | verdict        | law_rule   | missing
            d3/1    | not_assessable | {law_rule} | denial.ground
            d4/1    | not_assessable | {law_rule} | request.legal_path
            d1/1    | not_assessable | {law_rule} | denial_review.requested_on
        """,
    )


def test_who_denied_does_not_review(spec):
    """45 CFR 164.524(a)(4). Until the review is decided another can still be named: to be checked."""
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review="""
            denial_id | ordinal | requested_on | reviewer_id | decided_on | outcome
            d1        | 1       | 2026-03-20   | u7          | 2026-04-01 | upheld
            d1        | 2       | 2026-03-20   | u8          | 2026-04-01 | upheld
            d1        | 3       | 2026-03-20   | u7          |            | open
            d1        | 4       | 2026-03-20   |             |            | open
            d1        | 5       | 2026-03-20   |             | 2026-04-01 | upheld
            d5        | 1       | 2026-03-20   | u7          | 2026-04-01 | upheld
        """,
        ask="select case_id, verdict, law_rule, facts from review_by_decider",
        expect="""
            case_id | verdict        | law_rule              | facts
            d1/1    | apparent       | us-review-independent | Review asked for 2026-03-20, reviewer and decider of the denial logged as the same, decided 2026-04-01.
            d1/3    | check          | us-review-independent | Review asked for 2026-03-20, reviewer and decider of the denial logged as the same, no day of decision.
            d1/5    | not_assessable | us-review-independent | denial_review.reviewer_id is blank, unknown or not in the log: whether a review of right was made by another cannot be told.
            d5/1    | not_assessable | us-review-independent | denial.decided_by is blank, unknown or not in the log: whether a review of right was made by another cannot be told.
        """,
    )


def test_who_reviews_is_licensed(spec):
    """45 CFR 164.524(a)(4). Until the review is decided another can still be named: to be checked."""
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review="""
            denial_id | ordinal | requested_on | reviewer_is_licensed | decided_on
            d1        | 1       | 2026-03-20   | false                | 2026-04-01
            d1        | 2       | 2026-03-20   | true                 | 2026-04-01
            d1        | 3       | 2026-03-20   | false                |
            d1        | 4       | 2026-03-20   |                      | 2026-04-01
            d1        | 5       | 2026-03-20   |                      |
        """,
        ask="select case_id, verdict, law_rule, facts from reviewer_not_licensed",
        expect="""
            case_id | verdict        | law_rule           | facts
            d1/1    | apparent       | us-review-licensed | Review asked for 2026-03-20, the reviewer logged as not licensed, decided 2026-04-01.
            d1/3    | check          | us-review-licensed | Review asked for 2026-03-20, the reviewer logged as not licensed, no day of decision.
            d1/4    | not_assessable | us-review-licensed | denial_review.reviewer_is_licensed is blank, unknown or not in the log: whether a licensed professional reviewed as of right cannot be told.
        """,
    )


def test_the_result_of_a_review_is_told(spec):
    """45 CFR 164.524(d)(4): promptly, without a number of days. A letter on the outcome tells it; one of before does not."""
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review="""
            denial_id | ordinal | requested_on | decided_on | notified_on
            d1        | 1       | 2026-03-20   | 2026-04-01 |
            d1        | 2       | 2026-03-20   | 2026-04-01 | 2026-05-30
            d1        | 3       | 2026-03-20   | 2026-06-30 |
            d1        | 4       | 2026-03-20   |            |
            d5        | 1       | 2026-03-20   | 2026-04-01 |
        """,
        correspondence="request_id | kind | sent_on\n1 | review_outcome | 2026-03-25\n3 | review_outcome | 2026-04-03",
        ask="select case_id, verdict, law_rule, facts from review_result_not_told",
        expect="""
            case_id | verdict | law_rule         | facts
            d1/1    | check   | us-review-notice | Review decided by 2026-04-01, its result not told in the log when last seen 2026-06-30, days since: 90.
        """,
    )
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review="denial_id | ordinal | requested_on | decided_on\nd1 | 1 | 2026-03-20 | 2026-04-01",
        ask="review_result_not_told",
        expect="case_id | verdict | missing\nd1/1 | not_assessable | denial_review.notified_on",
    )


def test_a_review_for_the_person_is_given_effect(spec):
    """45 CFR 164.524(a)(4), (d)(4), without a number of days. Records handed over since are access given (d5)."""
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review="""
            denial_id | ordinal | requested_on | decided_on | outcome           | effected_on
            d1        | 1       | 2026-03-20   | 2026-04-01 | partly_overturned |
            d1        | 2       | 2026-03-20   | 2026-04-01 | overturned        | 2026-05-30
            d1        | 3       | 2026-03-20   | 2026-04-01 | upheld            |
            d1        | 4       | 2026-03-20   | 2026-04-01 |                   |
            d5        | 1       | 2026-03-20   | 2026-04-01 | overturned        |
        """,
        delivery="request_id | sent_on | is_complete\n1 | 2026-03-31 | false\n3 | 2026-04-01 | true",
        ask="select case_id, verdict, law_rule, facts from review_not_given_effect",
        expect="""
            case_id | verdict        | law_rule         | facts
            d1/1    | check          | us-review-effect | Review decided by 2026-04-01, partly overturned, access not given in the log when last seen 2026-06-30, days since: 90.
            d1/4    | not_assessable | us-review-effect | denial_review.outcome is blank, unknown or not in the log: whether what a review decided was given cannot be told.
        """,
    )
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review="denial_id | ordinal | requested_on | decided_on | outcome\nd1 | 1 | 2026-03-20 | 2026-04-01 | overturned",
        ask="review_not_given_effect",
        expect="case_id | verdict | missing\nd1/1 | not_assessable | denial_review.effected_on",
    )
