"""denial_reviewed_share, review_overturned_share, days_to_review: what came of the right to have a denial reviewed?"""
# ruff: noqa: E501 - a table is as wide as its words

import pytest

from roi_analytics import measures, models

REQUEST = """
    request_id | legal_path    | received_on | status
    own        | access        | 2026-03-01  | denied
    theirs     | authorization | 2026-03-01  | denied
    unclear    |               | 2026-03-01  | denied
    twice      | access        | 2026-03-01  | duplicate
"""
DENIAL = """
    denial_id | request_id | ground | denied_on
    d1        | own        | R1     | 2026-03-10
    d2        | own        | R3     | 2026-03-31
"""


def test_a_review_asked_for_one_not_asked_for_and_what_the_log_cannot_show(spec):
    """
    45 CFR 164.524(a)(3)-(4): one withdrawn had been asked for. A ground that cannot be reviewed, another path and a
    duplicate are no cases; without its ground a denial may be such a one.
    """
    spec(
        request=REQUEST,
        denial=f"""{DENIAL}
            kept      | own     | R2     | 2026-03-31
            final     | own     | U5     | 2026-03-31
            invalid   | own     | X_FORM_ONLY | 2026-03-31
            blank     | own     |        | 2026-03-31
            third     | theirs  | R1     | 2026-03-31
            somebody  | unclear | R1     | 2026-03-31
            repeated  | twice   | R1     | 2026-03-31
            ownmotion | own     | R1     | 2026-04-02
        """,
        denial_review="""
            denial_id | ordinal | requested_on | decided_on | outcome
            d1        | 1       | 2026-03-20   | 2026-04-01 | upheld
            d1        | 2       | 2026-04-20   |            | open
            d2        | 1       | 2026-04-05   |            | withdrawn
            ownmotion | 1       |              | 2026-04-10 | upheld
        """,
        ask="denial_reviewed_share",
        expect="""
            case_id   | counted_on | month   | legal_path | ground       | value | standing       | reason
            d1        | 2026-03-10 | 2026-03 | access     | R1           | 1     | counted        |
            d2        | 2026-03-31 | 2026-03 | access     | R3           | 1     | counted        |
            kept      | 2026-03-31 | 2026-03 | access     | R2           | 0     | counted        |
            blank     | 2026-03-31 | 2026-03 | access     | not_recorded |       | not_assessable | the ground is not in the log
            somebody  | 2026-03-31 | 2026-03 | unknown    | R1           |       | not_assessable | the legal path is not known
            ownmotion | 2026-04-02 | 2026-04 | access     | R1           |       | not_assessable | the log does not say when the review was asked for
        """,
    )


def test_who_feeds_no_reviews_had_not_none(spec):
    """A provider's table of reviews that is not there is not a table without rows."""
    ask = "select provider_id, value, reason from denial_reviewed_share"
    spec(
        request=REQUEST,
        denial=DENIAL,
        ask=ask,
        expect="""
            provider_id | value | reason
            p1          |       | the provider feeds no reviews of denials
            p1          |       | the provider feeds no reviews of denials
        """,
    )
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review="denial_id | ordinal | requested_on",
        ask=ask,
        expect="provider_id | value | reason\np1 | 0 |\np1 | 0 |",
    )


def test_a_feed_of_several_providers_counts_for_those_its_rows_name(build):
    """Its provider is a column of the rows, so that the feed alone does not tell for whom it is."""
    engine = build(
        request="request_id | provider_id | legal_path | received_on\n1 | p1 | access | 2026-03-01\n1 | p2 | access | 2026-03-01",
        denial="denial_id | provider_id | request_id | ground\nd1 | p1 | 1 | R1\nd2 | p1 | 1 | R1\nd1 | p2 | 1 | R1",
        denial_review="denial_id | provider_id | ordinal | requested_on\nd1 | p1 | 1 | 2026-03-20",
        only=set(),
    )
    engine.run("update feed set provider_id = null")
    models.build(engine, only={"denial_reviewed_share"})
    rows = measures.cases(engine, "denial_reviewed_share").select("provider_id", "case_id", "value")
    assert rows.rows() == [("p1", "d1", 1), ("p1", "d2", 0), ("p2", "d1", None)]


def test_by_ground_each_share_stands_on_the_denials_of_that_ground(build):
    engine = build(
        request=REQUEST, denial=DENIAL, denial_review="denial_id | ordinal | requested_on\nd1 | 1 | 2026-03-20"
    )
    rows = measures.show(engine, "denial_reviewed_share", by="ground", legal_path="access").to_dicts()
    assert [(row["ground"], row["cases"], row["value"]) for row in rows] == [("R1", 1, 1.0), ("R3", 1, 0.0)]


REVIEWS = """
    denial_id | ordinal | requested_on | referred_on | decided_on | outcome
    d1        | 1       | 2026-03-20   | 2026-03-21  | 2026-04-01 | upheld
    d1        | 2       | 2026-04-02   |             | 2026-04-12 | overturned
    d2        | 1       | 2026-04-05   |             | 2026-04-09 | partly_overturned
    d2        | 2       | 2026-05-05   | 2026-05-06  |            | open
    d2        | 3       | 2026-05-06   |             | 2026-05-10 | withdrawn
    d2        | 4       | 2026-05-07   |             | 2026-05-27 |
    d2        | 5       | 2026-05-08   |             |            | upheld
    d2        | 6       |              |             | 2026-05-09 | upheld
    d2        | 7       | 2026-05-20   |             | 2026-05-19 | upheld
"""


def test_upheld_overturned_and_not_decided_yet(spec):
    """
    45 CFR 164.524(d)(4): partly overturned counts as overturned. Withdrawn is no case, an open one immature; one
    decided of which the log does not say how is neither. Counted on the day it was decided, else referred.
    """
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review=REVIEWS,
        ask="review_overturned_share",
        expect="""
            case_id | counted_on | legal_path | ground | decision          | value | standing       | reason
            d1/1    | 2026-04-01 | access     | R1     | upheld            | 0     | counted        |
            d1/2    | 2026-04-12 | access     | R1     | overturned        | 1     | counted        |
            d2/1    | 2026-04-09 | access     | R3     | partly_overturned | 1     | counted        |
            d2/2    | 2026-05-06 | access     | R3     |                   |       | immature       | not decided when last seen
            d2/4    | 2026-05-27 | access     | R3     |                   |       | not_assessable | decided, and the log does not say how
            d2/5    | 2026-05-08 | access     | R3     | upheld            | 0     | counted        |
            d2/6    | 2026-05-09 | access     | R3     | upheld            | 0     | counted        |
            d2/7    | 2026-05-19 | access     | R3     | upheld            | 0     | counted        |
        """,
    )


@pytest.mark.parametrize("measure", ["review_overturned_share", "days_to_review"])
def test_a_review_about_an_entry_that_is_no_request_is_no_case(spec, measure):
    spec(
        request=REQUEST,
        denial="denial_id | request_id | ground | denied_on\nd1 | own | R1 | 2026-03-10\nd2 | twice | R1 | 2026-03-10",
        denial_review="""
            denial_id | ordinal | requested_on | decided_on | outcome
            d1        | 1       | 2026-03-20   | 2026-04-01 | upheld
            d2        | 1       | 2026-03-20   | 2026-04-01 | upheld
        """,
        ask=measure,
        expect="case_id | standing\nd1/1 | counted",
    )


def test_a_blank_outcome_is_open_only_where_the_log_has_the_day_of_decision(spec):
    ask = "select case_id, standing, reason from review_overturned_share"
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review="denial_id | ordinal | requested_on | decided_on\nd1 | 1 | 2026-03-20 |",
        ask=ask,
        expect="case_id | standing | reason\nd1/1 | immature | not decided when last seen",
    )
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review="denial_id | ordinal | requested_on\nd1 | 1 | 2026-03-20",
        ask=ask,
        expect="case_id | standing | reason\nd1/1 | not_assessable | the log does not say whether it was decided",
    )


def test_a_review_beside_the_right_is_a_case_of_its_own_ground_and_path(spec):
    """What a provider reviews without a duty to is a review; one whose denial is not in the log is on no known path."""
    spec(
        request=REQUEST,
        denial="denial_id | request_id | ground | denied_on\nd3 | own | U5 | 2026-03-10\nd4 | theirs | | 2026-03-10",
        denial_review="""
            denial_id | ordinal | decided_on | outcome
            d3        | 1       | 2026-04-01 | overturned
            d4        | 1       | 2026-04-01 | upheld
            d9        | 1       | 2026-04-01 | upheld
        """,
        ask="review_overturned_share",
        expect="""
            case_id | legal_path    | ground       | value
            d3/1    | access        | U5           | 1
            d4/1    | authorization | not_recorded | 0
            d9/1    | unknown       | not_recorded | 0
        """,
    )


def test_the_decisions_add_up_to_all_reviews_decided(build):
    engine = build(request=REQUEST, denial=DENIAL, denial_review=REVIEWS)
    rows = measures.show(engine, "review_overturned_share", by="decision", legal_path="access").to_dicts()
    assert {row["decision"]: (row["cases"], row["value"]) for row in rows} == {
        "overturned": (6, pytest.approx(1 / 6)),
        "partly_overturned": (6, pytest.approx(1 / 6)),
        "upheld": (6, pytest.approx(4 / 6)),
    }


def test_days_from_the_asking_to_the_decision_counting_those_still_open(spec):
    """
    45 CFR 164.524(d)(4): within a reasonable time. Open ones count until they were last seen, withdrawn ones compete.
    Decided before it was asked for, or on a day nobody wrote down, tells nothing of the wait.
    """
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review=REVIEWS,
        ask="days_to_review",
        expect="""
            case_id | counted_on | month   | ground | value | standing       | outcome   | entered | days | reason
            d1/1    | 2026-03-20 | 2026-03 | R1     | 12    | counted        | answered  | 0       | 12   |
            d1/2    | 2026-04-02 | 2026-04 | R1     | 10    | counted        | answered  | 0       | 10   |
            d2/1    | 2026-04-05 | 2026-04 | R3     | 4     | counted        | answered  | 0       | 4    |
            d2/2    | 2026-05-05 | 2026-05 | R3     |       | counted        | open      | 0       | 56   |
            d2/3    | 2026-05-06 | 2026-05 | R3     |       | counted        | competing | 0       | 4    |
            d2/4    | 2026-05-07 | 2026-05 | R3     | 20    | counted        | answered  | 0       | 20   |
            d2/5    | 2026-05-08 | 2026-05 | R3     |       | not_assessable | answered  | 0       |      | the log does not say when it ended
            d2/6    | 2026-05-09 | 2026-05 | R3     |       | not_assessable | answered  | 0       |      | denial_review.requested_on is blank or not in the log
            d2/7    | 2026-05-20 | 2026-05 | R3     |       | not_assessable | answered  | 0       | -1   | denial_review.requested_on lies after the day it ended
        """,
    )


def test_a_log_without_the_day_of_decision_has_no_open_reviews(spec):
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review="denial_id | ordinal | requested_on | outcome\nd1 | 1 | 2026-03-20 | open",
        ask="days_to_review",
        expect="""
            case_id | outcome | value | standing       | reason
            d1/1    |         |       | not_assessable | denial_review.decided_on is not in the log
        """,
    )


@pytest.mark.parametrize("column", ["requested_on", "decided_on"])
def test_days_between_a_day_and_a_month_are_not_known(spec, column):
    spec(
        request=REQUEST,
        denial=DENIAL,
        denial_review="denial_id | ordinal | requested_on | decided_on | outcome\nd1 | 1 | 2026-03-01 | 2026-04-01 | upheld",
        load_note=f"load_id | source_row | code | column\ndenial_review | 2 | precision_month | {column}",
        ask="days_to_review",
        expect="case_id | value | standing | reason\nd1/1 | | not_assessable | a day of it is known to the month only",
    )


def test_a_review_that_came_into_view_late_was_watched_only_from_then(spec):
    """Asked for on 1 April; the extract of 30 April does not have it, that of 31 May does."""
    spec(
        as_of="2026-05-31",
        request=REQUEST,
        denial=DENIAL,
        denial_review="""
            denial_id | ordinal | requested_on | decided_on | outcome | extracted_on
            d1        | 1       | 2026-04-01   |            | open    | 2026-04-30
            d1        | 1       | 2026-04-01   |            | open    | 2026-05-31
            d1        | 2       | 2026-04-01   |            | open    | 2026-05-31
            d1        | 3       | 2026-04-01   | 2026-04-20 | upheld  | 2026-05-31
        """,
        ask="days_to_review",
        expect="""
            case_id | standing       | entered | days | reason
            d1/1    | counted        | 0       | 60   |
            d1/2    | counted        | 60      | 60   |
            d1/3    | not_assessable | 60      | 19   | it had ended before the log first showed it
        """,
    )
