"""No small number can be worked out: by hand on tables one can see through, by solving on random ones."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from roi_analytics.disclosure_control import Cell, Protected, protect, small_numbers
from roi_analytics.disclosure_control.small_numbers import read_rule
from roi_analytics.errors import RuleError

RULE = small_numbers()


def two_way(counts: list[list[int]]) -> tuple[dict, list]:
    """A table with its totals of rows and columns and of all, as cells (row, column) and sums."""
    rows, columns = range(len(counts)), range(len(counts[0]))
    table = {(row, column): counts[row][column] for row, column in product(rows, columns)}
    table |= {(row, "all"): sum(counts[row]) for row in rows}
    table |= {("all", column): sum(line[column] for line in counts) for column in [*columns]}
    table["all", "all"] = sum(map(sum, counts))
    sums = [((row, "all"), [(row, column) for column in columns]) for row in [*rows, "all"]]
    sums += [(("all", column), [(row, column) for row in rows]) for column in [*columns, "all"]]
    return {name: Cell(count) for name, count in table.items()}, sums


def value_range(cells: dict, sums: list, shown: set, name: object) -> tuple[float, float]:
    """Between what and what a cell must lie, for someone who sees what is shown: the ends by linear programming."""
    place = {cell: number for number, cell in enumerate(cells)}
    equal = np.zeros((len(sums), len(cells)))
    for row, (total, parts) in enumerate(sums):
        equal[row, place[total]] = -1
        equal[row, [place[part] for part in parts]] = 1
    bounds = [(cell.count, cell.count) if name in shown else (0, None) for name, cell in cells.items()]
    ends = []
    for sign in (1, -1):
        found = linprog(sign * np.eye(len(cells))[place[name]], A_eq=equal, b_eq=np.zeros(len(sums)), bounds=bounds)
        ends.append(sign * found.fun if found.status == 0 else np.inf)
    return ends[0], ends[1]


def assert_safe(cells: dict, sums: list, found: Protected) -> None:
    shown = {name for name, cell in cells.items() if cell.is_published and not found.hides(name)}
    assert not [name for name in shown if RULE.is_small(cells[name].count)]
    for name, cell in cells.items():
        if name in shown:
            continue
        low, high = value_range(cells, sums, shown, name)
        if RULE.is_small(cell.count):
            assert low < RULE.hidden_from + 1e-6, name
            assert high > RULE.hidden_to - 1e-6, name
        elif name in found.second:
            assert high - low > RULE.values_left - 1 - 1e-6, name


# -- the rule --------------------------------------------------------------------------------------


def test_one_to_ten_is_small_and_zero_is_not():
    """CMS: no cell of 1 to 10 is shown; zero may be."""
    assert [count for count in range(13) if RULE.is_small(count)] == list(range(1, 11))
    assert "CMS" in RULE.source


@pytest.mark.parametrize(
    ("written", "instead"), [("hidden_to = 10", "hidden_to = 20"), ("hidden_from = 1\n", ""), ("= 1\n", "= \n")]
)
def test_a_rule_that_cannot_be_kept_is_refused(written, instead):
    text = "\n".join(f"{key} = {value}" for key, value in {
        "hidden_from": 1, "hidden_to": 10, "values_left": 11, "source": '"x"', "says": '"x"', "certainty": '"high"',
        "checked_on": "2026-11-24"}.items())  # fmt: skip
    assert read_rule(text + "\n")
    with pytest.raises(RuleError):
        read_rule((text + "\n").replace(written, instead))


# -- by hand ---------------------------------------------------------------------------------------


def test_where_all_is_large_or_nought_nothing_is_hidden():
    cells, sums = two_way([[20, 0], [11, 300]])
    assert protect(cells, sums, RULE) == Protected(frozenset(), frozenset())


def test_a_small_number_beside_its_total_takes_the_smallest_other_with_it():
    cells = {"late": Cell(3), "in time": Cell(40), "young": Cell(15), "cases": Cell(58)}
    found = protect(cells, [("cases", ["late", "in time", "young"])], RULE)
    assert found.first == {"late"}
    assert found.second == {"young"}


def test_a_zero_is_hidden_only_where_nothing_else_would_do():
    cells = {"a": Cell(3), "b": Cell(0), "c": Cell(900), "all": Cell(903)}
    found = protect(cells, [("all", ["a", "b", "c"])], RULE)
    assert found.second == {"c"}


def test_two_small_numbers_with_a_small_total_are_not_enough():
    """1 and 2 hidden beside their shown total of 3 could be no 10: the total is hidden too."""
    cells, sums = two_way([[1, 2], [30, 40]])
    found = protect(cells, sums, RULE)
    assert {(0, 0), (0, 1), (0, "all")} <= found.first
    assert_safe(cells, sums, found)


def test_two_hidden_beside_a_total_of_twelve_cannot_both_be_ten():
    """Of 12 = 2 + 10 each could still be 1 to 10 by itself; of 11 = 1 + 10 too."""
    cells = {"a": Cell(2), "b": Cell(10), "all": Cell(12)}
    assert protect(cells, [("all", ["a", "b"])], RULE).second == frozenset()


def test_an_excluded_number_nobody_shows_is_protected():
    """500 requests and 495 judged give away 5 that were left out."""
    cells = {"requests": Cell(500), "judged": Cell(495), "left out": Cell(5, is_published=False)}
    found = protect(cells, [("requests", ["judged", "left out"])], RULE)
    assert found.second == {"judged"}
    assert not found.first


def test_a_cell_of_two_tables_is_hidden_for_both():
    cells = {"denied": Cell(15), "provided": Cell(60), "answered": Cell(75), "ground a": Cell(4), "ground b": Cell(11)}
    sums = [("answered", ["denied", "provided"]), ("denied", ["ground a", "ground b"])]
    found = protect(cells, sums, RULE)
    assert found.first == {"ground a"}
    assert_safe(cells, sums, found)


# -- publications before ---------------------------------------------------------------------------


def test_what_changed_by_a_small_number_is_hidden():
    """40 told in May and 43 in June: three more. Forty told again may stand."""
    cells = {
        "a": Cell(43, shown_before=(40,)),
        "b": Cell(60, shown_before=(60,)),
        "all": Cell(103, shown_before=(100,)),
    }
    found = protect(cells, [("all", ["a", "b"])], RULE)
    assert found.first == {"a", "all"}
    assert not found.second


def test_a_change_by_more_may_be_told():
    assert protect({"a": Cell(60, shown_before=(40,))}, [], RULE) == Protected(frozenset(), frozenset())


def test_what_was_hidden_once_stays_hidden():
    cells = {"a": Cell(30, was_hidden=True), "b": Cell(50), "all": Cell(80)}
    found = protect(cells, [("all", ["a", "b"])], RULE)
    assert found.second == {"a", "b"}


# -- any table -------------------------------------------------------------------------------------

COUNT = st.one_of(st.integers(0, 12), st.integers(0, 60))
TABLE = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(COUNT, min_size=width, max_size=width), min_size=2,
                                                         max_size=4))  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(TABLE)
def test_no_small_number_of_a_two_way_table_can_be_worked_out(counts):
    cells, sums = two_way(counts)
    assert_safe(cells, sums, protect(cells, sums, RULE))


@settings(max_examples=40, deadline=None)
@given(TABLE, TABLE, st.data())
def test_nor_of_two_tables_that_share_a_column_of_totals(left, right, data):
    """The second table splits the first one's row totals anew, so that both tell the same."""
    cells, sums = two_way(left)
    for row in range(len(left)):
        total = cells[row, "all"].count
        one = data.draw(st.integers(0, total))
        cells |= {("again", row, 0): Cell(one), ("again", row, 1): Cell(total - one, is_published=row % 2 == 0)}
        sums.append(((row, "all"), [("again", row, 0), ("again", row, 1)]))
    assert_safe(cells, sums, protect(cells, sums, RULE))


@settings(max_examples=40, deadline=None)
@given(TABLE, st.data())
def test_nor_by_holding_a_table_against_the_one_told_before(counts, data):
    """The earlier table with some counts changed; what it showed by its own protection is known."""
    earlier = [[max(count + data.draw(st.sampled_from([0, 0, 3, -2, 15])), 0) for count in line] for line in counts]
    before, sums = two_way(earlier)
    told = protect(before, sums, RULE)
    cells, _ = two_way(counts)
    cells = {
        name: Cell(cell.count, was_hidden=told.hides(name),
                   shown_before=() if told.hides(name) else (before[name].count,))
        for name, cell in cells.items()
    }  # fmt: skip
    found = protect(cells, sums, RULE)
    shown = {name for name in cells if not found.hides(name)}
    assert not shown & (told.first | told.second)
    for name, cell in cells.items():
        change = cell.count - before[name].count
        if told.hides(name) or not RULE.is_small(abs(change)):
            continue
        assert found.hides(name)
        low, high = value_range(cells, sums, shown, name)
        ends = sorted(before[name].count + (1 if change > 0 else -1) * size for size in (1, 10))
        assert low < max(ends[0], 0) + 1e-6
        assert high > ends[1] - 1e-6


@settings(max_examples=20, deadline=None)
@given(TABLE)
def test_the_same_table_gives_the_same_answer(counts):
    cells, sums = two_way(counts)
    assert protect(cells, sums, RULE) == protect(cells, sums, RULE)
