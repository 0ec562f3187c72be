"""How the counts of a published pack hang together beyond totals: margins of a table, and counts within counts."""

import pytest

from roi_analytics.disclosure_control import protect, small_numbers
from roi_analytics.report.published import counts as published_counts
from roi_analytics.report.published import within as published_within
from roi_analytics.report.published.counts import ALL, Counts, Key
from roi_analytics.report.sources import Asked

MONTH = "2026-05"
RULE = small_numbers()


def key(provider: str = ALL, about: str = "all rules") -> Key:
    return Key(about, MONTH, "", provider, "apparent")


def crossed(inside: dict[tuple[str, str], int]) -> Counts:
    """Providers by rules, of which the margins alone are shown."""
    counts = Counts(lambda _: ((), False))
    rows = {row: key(row) for row, _ in inside}
    columns = {column: key(about=column) for _, column in inside}
    for number, margin in enumerate((rows, columns)):
        for name, cell in margin.items():
            counts.add(cell, sum(n for place, n in inside.items() if place[number] == name))
    published_counts.add_crossed(counts, key(), rows, columns, inside, RULE)
    return counts


def test_margins_that_leave_the_inside_open_hide_nothing():
    """Each of two providers may have found 4 or 40 of the rule: the margins do not say."""
    counts = crossed({("p1", "a"): 4, ("p1", "b"): 40, ("p2", "a"): 30, ("p2", "b"): 30})
    assert not protect(counts.cells, counts.sums, RULE).second


def test_a_margin_that_is_nearly_all_gives_the_inside_away():
    """Of 115 findings p1 has 103 and rule a has 20: at least 8 of rule a are p1's, who has 9 of them."""
    counts = crossed({("p1", "a"): 9, ("p1", "b"): 94, ("p2", "a"): 11, ("p2", "b"): 1})
    found = protect(counts.cells, counts.sums, RULE)
    assert not found.first, "all margins are large"
    assert found.second


@pytest.fixture(scope="module")
def sample_counts(site) -> Counts:
    with site.engine() as engine:
        asked = Asked(engine, MONTH, None, "published")
        counts = published_counts.of_month(asked, {"read": 1000, "loaded": 1000}, lambda _: ((), False), RULE)
        published_within.add_nested(asked, counts, RULE)
    return counts


def test_late_answers_found_by_a_rule_lie_within_those_of_the_measure(sample_counts):
    """All that `answered_late` calls apparent were due in the month and late: the rest could be reckoned."""
    late = Key("on_time", MONTH, "access", ALL, "no")
    found = Key("answered_late", MONTH, "", ALL, "apparent")
    within = [parts for total, parts in sample_counts.sums if total == late and found in parts]
    assert len(within) == 1
    left = within[0][1]
    assert sample_counts.cells[left].count == sample_counts.cells[late].count - sample_counts.cells[found].count
    assert not sample_counts.cells[left].is_published


def test_every_sum_holds(sample_counts):
    for total, parts in sample_counts.sums:
        assert sample_counts.cells[total].count == sum(sample_counts.cells[part].count for part in parts), total


def test_providers_without_a_case_stand_with_a_zero(sample_counts):
    told = {cell.provider_id for cell in sample_counts.cells if cell[:3] == ("fee_charged", MONTH, "access")}
    assert {"juniper-street", "mesa-ridge"} <= told
