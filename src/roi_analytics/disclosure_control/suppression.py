"""
What is hidden beside the small numbers, so that none can be worked out from what is shown?

Counts hang together by sums: providers add up to all, answers in time and late to the cases. `protect` hides the small
ones first, then as little else as it finds needed, until it holds a proof for every hidden cell: a way to move the
hidden cells together in whole steps, each sum kept and none below nought, while every cell shown stays as it is.

What is proved, of the cells and sums it is given, and of someone who knows all that is shown and no more than that a
count is a whole number and not negative:

- a small number could be any of the small numbers, each of them;
- so could, for a cell shown earlier and changed by a small number, the change;
- a cell hidden for the sake of others could have at least `values_left` values that follow one another.

What is not proved: anything of sums that were not given, or of someone who knows a hidden count from elsewhere.
"""

from collections import deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack
from scipy.sparse.csgraph import connected_components

from roi_analytics.disclosure_control.small_numbers import SmallNumbers

FREE = 0.01
"""To pass through a cell that is hidden anyway costs next to nothing; ways are short all the same."""

WHOLE = 1e-6
"""So near to a whole number is one."""

OPTIONS = {"mip_rel_gap": 0.1}
"""A way that costs no more than a tenth beyond the cheapest will do."""

WIDE = 1000
"""What only rises can rise as far as anybody looks."""

Walk = list[tuple[np.ndarray, int]]
"""Moves of all cells at once, and how often each is made."""

Sum = tuple[Hashable, Sequence[Hashable]]
"""A total and its parts."""


@dataclass(frozen=True)
class Cell:
    """
    A count, and what is known of it.

    `is_published`: no for one that nobody shows, but that sums may give away. `shown_before`: its values in earlier
    publications; `was_hidden`: one of them hid it.
    """

    count: int
    is_published: bool = True
    shown_before: tuple[int, ...] = ()
    was_hidden: bool = False


@dataclass(frozen=True)
class Protected:
    """The published cells to hide: `first` for their own sake, `second` for the sake of others."""

    first: frozenset[Hashable]
    second: frozenset[Hashable]

    def hides(self, name: Hashable) -> bool:
        return name in self.first or name in self.second


def protect(cells: Mapping[Hashable, Cell], sums: Iterable[Sum], rule: SmallNumbers) -> Protected:
    """
    Which cells must be hidden, so that no small number can be read or worked out?

    `sums` are the totals among the cells, each with its parts. A cell that an earlier publication hid stays hidden; one
    it showed and that has not changed cannot be hidden any more. Of several ways to protect a cell the one through the
    fewest and smallest counts is taken, through a zero only where there is no other. The same cells in the same order
    give the same answer.

    >>> protect({"in time": Cell(40), "late": Cell(3), "cases": Cell(43)}, [("cases", ["in time", "late"])], rule)
    """
    names = list(cells)
    matrix = _matrix(names, list(sums))
    _, part = connected_components(matrix.T @ matrix, directed=False)
    hidden, first = np.zeros(len(names), bool), np.zeros(len(names), bool)
    for number in range(part.max(initial=-1) + 1):
        own = np.flatnonzero(part == number)
        found = _Table([cells[names[place]] for place in own], matrix[:, own], rule)
        found.protect()
        hidden[own], first[own] = found.hidden & found.is_published, found.first & found.is_published
    return Protected(
        frozenset(names[place] for place in np.flatnonzero(first)),
        frozenset(names[place] for place in np.flatnonzero(hidden & ~first)),
    )


def _matrix(names: list[Hashable], sums: list[Sum]) -> csr_array:
    """A row per sum and a column per cell: the parts 1, the total -1."""
    place = {name: number for number, name in enumerate(names)}
    entries = [(row, place[name], 1.0) for row, (_, parts) in enumerate(sums) for name in parts]
    entries += [(row, place[total], -1.0) for row, (total, _) in enumerate(sums)]
    rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
    return coo_array((values, (rows, columns)), shape=(len(sums), len(names)), dtype=float).tocsr()


class _Table:
    """Cells that hang together: which are hidden so far, and how far each is proved to move, up and down."""

    def __init__(self, cells: list[Cell], matrix: csr_array, rule: SmallNumbers) -> None:
        self.matrix = matrix[np.unique(matrix.nonzero()[0]), :]
        self.width = rule.values_left - 1
        self.count = np.array([cell.count for cell in cells])
        self.is_published = np.array([cell.is_published for cell in cells])
        self.needs_up, self.needs_down = np.array([_needs(cell, rule) for cell in cells]).T
        self.first = (self.needs_up > 0) | (self.needs_down > 0)
        self.is_known = np.array([cell.count in cell.shown_before for cell in cells]) & ~self.first
        self.up, self.down = np.zeros_like(self.count), np.zeros_like(self.count)
        self.way_up, self.way_down = {}, {}
        self.hidden = self.first | ~self.is_published | np.array([cell.was_hidden for cell in cells])
        size = np.log2(2.0 + self.count)
        self.cost = np.where(self.count == 0, size.sum(), size)

    def protect(self) -> None:
        """Prove every hidden cell, hiding more where that is needed; those hidden on the way are proved too."""
        needed = self.hidden.copy()
        wanting = deque(np.flatnonzero(needed))
        while wanting:
            cell = wanting.popleft()
            before = self.hidden.copy()
            if not self._prove(cell):
                self.hidden[:] = True
                return
            wanting.extend(np.flatnonzero(self.hidden & ~before))
        self._give_back(needed)

    def _give_back(self, needed: np.ndarray) -> None:
        """Show again what was hidden early and is not needed any more, the dearest first; no other is hidden for it."""
        self.is_known[:] = True
        cells = np.flatnonzero(self.hidden & ~needed)
        for cell in cells[np.argsort(-self.cost[cells], kind="stable")]:
            kept = self.hidden.copy(), self.up.copy(), self.down.copy(), dict(self.way_up), dict(self.way_down)
            if self.hidden[cell] and not self._can_show(cell, needed):
                self.hidden, self.up, self.down, self.way_up, self.way_down = kept

    def _can_show(self, cell: int, needed: np.ndarray) -> bool:
        """Show a cell, and with it those that could then be worked out but need not be hidden; no if others could."""
        wanting = deque([cell])
        while wanting:
            cell = wanting.popleft()
            if needed[cell]:
                return False
            self.hidden[cell] = False
            asked = set()
            for proved, ways in ((self.up, self.way_up), (self.down, self.way_down)):
                lost = [other for other, way in ways.items() if way[cell]]
                proved[lost] = 0
                asked |= {other for other in lost if self.hidden[other]}
            wanting.extend(other for other in sorted(asked) if not self._prove(other))
        return True

    def _prove(self, cell: int) -> bool:
        if not self.first[cell]:
            return not self.is_published[cell] or self._has_width(cell)
        for sign, needed, proved in ((1, self.needs_up, self.up), (-1, self.needs_down, self.down)):
            if proved[cell] < needed[cell]:
                walk = self._walk(cell, sign, needed[cell])
                if walk is None:
                    return False
                self._go(walk)
        return True

    def _has_width(self, cell: int) -> bool:
        """Whether enough values are left to it: by what is proved already, else by the cheaper way, up or down."""
        if self.up[cell] + self.down[cell] >= self.width:
            return True
        steps = {1: self.width - self.down[cell], -1: self.width - self.up[cell]}
        walks = [walk for sign, many in steps.items() if (walk := self._walk(cell, sign, many)) is not None]
        if walks:
            self._go(min(walks, key=self._price))
        return bool(walks)

    def _price(self, walk: Walk) -> float:
        passed = np.any([move != 0 for move, _ in walk], axis=0)
        return float(self.cost[passed & ~self.hidden].sum())

    def _walk(self, cell: int, sign: int, steps: int) -> Walk | None:
        """The cheapest way found to take a cell so many steps up or down: one move made again and again, or several."""
        straight = self._move(cell, sign, steps, self.count, self.hidden)
        walks = [] if straight is None else [[(straight, steps)]]
        if not walks or self._price(walks[0]) > 0:
            walks += [] if (winding := self._winding(cell, sign, steps)) is None else [winding]
        return min(walks, key=self._price) if walks else None

    def _winding(self, cell: int, sign: int, steps: int) -> Walk | None:
        """Move by move, each made as often as it can be; the next begins where it ended."""
        counts, hidden, walk = self.count.copy(), self.hidden.copy(), []
        while steps > 0:
            move = self._move(cell, sign, 1, counts, hidden)
            if move is None:
                return None
            walk.append((move, min(steps, _how_often(move, counts))))
            counts += move * walk[-1][1]
            hidden |= move != 0
            steps -= walk[-1][1]
        return walk

    def _move(self, cell: int, sign: int, steps: int, counts: np.ndarray, hidden: np.ndarray) -> np.ndarray | None:
        """The cheapest move in whole numbers that takes a cell one up or down and can be made `steps` times."""
        if sign < 0 and counts[cell] < steps:
            return None
        free = np.flatnonzero(hidden | ~self.is_known)
        matrix = self.matrix[:, free]
        cost = np.where(hidden, FREE, self.cost)[free]
        low, high = np.zeros(2 * free.size), np.concatenate([np.full(free.size, np.inf), counts[free] // steps])
        own = int(np.searchsorted(free, cell))
        forth, back = (own, own + free.size) if sign > 0 else (own + free.size, own)
        low[forth] = high[forth] = 1
        high[back] = 0
        both = _solve(np.concatenate([cost, cost]), hstack([matrix, -matrix], format="csr"), low, high)
        if both is None:
            return None
        move = np.zeros_like(self.count)
        move[free] = both[: free.size] - both[free.size :]
        return move

    def _go(self, walk: Walk) -> None:
        """Hide what the walk passes through, and note how far it proves each cell to move; one move also backwards."""
        self._note(walk)
        if len(walk) == 1:
            back = -walk[0][0]
            self._note([(back, min(self.width, _how_often(back, self.count)))])
            self._note([(walk[0][0], min(self.width, _how_often(walk[0][0], self.count)))])

    def _note(self, walk: Walk) -> None:
        place, leaps = np.zeros_like(self.count), np.zeros_like(self.hidden)
        high, low = place.copy(), place.copy()
        for move, often in walk:
            self.hidden |= move != 0
            leaps |= np.abs(move) > 1
            place = place + move * often
            high, low = np.maximum(high, place), np.minimum(low, place)
        passed = np.any([move != 0 for move, _ in walk], axis=0)
        for proved, ways, ends in ((self.up, self.way_up, high), (self.down, self.way_down, -low)):
            further = np.flatnonzero(~leaps & (ends > proved))
            proved[further] = ends[further]
            ways.update(dict.fromkeys(further.tolist(), passed))


def _solve(cost: np.ndarray, matrix: csr_array, low: np.ndarray, high: np.ndarray) -> np.ndarray | None:
    """
    Whole numbers within their bounds that keep every sum, the cheapest or nearly so.

    Most often the plain optimum is whole. Where it is not, steps of one are searched, which is quick; only then all.
    """
    constraints = [LinearConstraint(matrix, 0, 0)] if matrix.shape[0] else []
    for integrality, most in ((0, np.inf), (1, 1), (1, np.inf)):
        bounds = Bounds(low, np.minimum(high, most))
        found = milp(cost, constraints=constraints, bounds=bounds, integrality=integrality, options=OPTIONS)
        if found.x is None and most == np.inf:
            return None
        if found.x is not None and np.abs(found.x - np.rint(found.x)).max() < WHOLE:
            return np.rint(found.x).astype(int)
    return None


def _how_often(move: np.ndarray, counts: np.ndarray) -> int:
    """How often a move can be made before a count falls below nought."""
    falling = move < 0
    return int((counts[falling] // -move[falling]).min()) if falling.any() else int(counts.max(initial=0) + WIDE)


def _needs(cell: Cell, rule: SmallNumbers) -> tuple[int, int]:
    """How far up and down a cell must be able to move to be any small number, and to have changed by any."""
    ends = [(rule.hidden_from, rule.hidden_to)] if rule.is_small(cell.count) else []
    for value in cell.shown_before:
        if rule.is_small(cell.count - value):
            ends.append((value + rule.hidden_from, value + rule.hidden_to))
        elif rule.is_small(value - cell.count):
            ends.append((max(value - rule.hidden_to, 0), value - rule.hidden_from))
    if not ends:
        return 0, 0
    return max(high for _, high in ends) - cell.count, cell.count - min(low for low, _ in ends)
