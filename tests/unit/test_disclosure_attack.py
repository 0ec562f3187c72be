"""
The attack: someone takes all files of published packs, writes down every sum they must keep, and solves.

It knows nothing of how cells were hidden. It reads the files of the pack alone; only whether it succeeded is judged by
the true counts.
"""

import csv
import hashlib
import json
import shutil
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from published import ALL, KEY, MONTHS, Cells, read, rows_of
from scipy.optimize import linprog
from scipy.sparse import lil_array
from scipy.sparse.csgraph import connected_components

from roi_analytics.report.published import counts as published_counts
from roi_analytics.report.sources import Asked
from roi_analytics.report.stamp import stamp_of

EVERY_RULE, ROWS = "all rules", "rows of the logs"
SMALL = range(1, 11)
VALUES_LEFT = 11


@pytest.fixture(scope="module")
def truth(site) -> Cells:
    """The counts as they are."""
    found: Cells = {}
    with site.engine() as engine:
        for month in MONTHS:
            stamp = stamp_of(engine, month, site_name=None, provider=None, audience="published")
            asked = Asked(engine, month, None, "published")
            rule = published_counts.SmallNumbers(1, 10, 11, "", "", "", None)
            counts = published_counts.of_month(asked, stamp.rows, lambda key: ((), False), rule)
            found |= {tuple(key): cell.count for key, cell in counts.cells.items() if cell.is_published}
    return found


# -- what the attacker does ------------------------------------------------------------------------


def sums_of(cells: Cells) -> list[tuple[tuple, list[tuple]]]:
    """Every sum that the words of the tables imply."""
    parts = defaultdict(list)
    for key in cells:
        about, month, path, provider, part = key
        is_of_a_rule = (
            part in ("apparent", "check", "not_assessable") and (about, month, path, ALL, "cases") not in cells
        )
        if provider != ALL:
            parts[about, month, path, ALL, part, "by provider"].append(key)
        if part in ("yes", "no"):
            parts[about, month, path, provider, "cases", "by side"].append(key)
        if part.startswith("ground "):
            parts[about, month, path, ALL, "yes", "by ground"].append(key)
        if is_of_a_rule and about != EVERY_RULE:
            parts[EVERY_RULE, month, path, ALL, part, "by rule"].append(key)
        if about == ROWS and part != "read":
            parts[about, month, path, ALL, "read", "by kind"].append(key)
    return [(total[:5], found) for total, found in parts.items()]


def shares_of(folder: Path) -> dict[tuple, tuple[float, float]]:
    """Between what and what each printed share puts the count above its line, where the count below is printed."""
    found = {}
    month = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["month"]
    for path in sorted((folder / "tables").glob("*_by_provider_id*.csv")):
        about, _, legal_path = path.stem.partition("_by_provider_id")
        for row in rows_of(path):
            if "yes" in row and row["value"] and row["cases"] != "hidden":
                n, share = int(row["cases"]), float(row["value"])
                key = (about, month, legal_path.removeprefix("_"), row["provider_id"], "yes")
                found[key] = (n * (share - 0.00005), n * (share + 0.00005))
    return found


def ranges(cells: Cells, shares: dict) -> dict[tuple, tuple[float, float]]:
    """Between what and what every hidden count must lie, by linear programming over all that hangs together."""
    names, sums = list(cells), sums_of(cells)
    place = {name: number for number, name in enumerate(names)}
    matrix = lil_array((len(sums), len(names)))
    for row, (total, parts) in enumerate(sums):
        matrix[row, place[total]] = -1
        for part in parts:
            matrix[row, place[part]] = 1
    matrix = matrix.tocsr()
    _, group = connected_components(matrix.T @ matrix, directed=False)
    found = {}
    for number in sorted({group[place[name]] for name in names if cells[name] is None}):
        own = np.flatnonzero(group == number)
        equal = matrix[:, own]
        equal = equal[np.unique(equal.nonzero()[0])]
        bounds = [
            shares.get(names[cell], (0, None)) if cells[names[cell]] is None else (cells[names[cell]],) * 2
            for cell in own
        ]
        for at, cell in enumerate(own):
            if cells[names[cell]] is None:
                found[names[cell]] = ends(equal, bounds, at)
    return found


def ends(equal, bounds: list, at: int) -> tuple[float, float]:
    told = {"A_eq": equal, "b_eq": np.zeros(equal.shape[0])} if equal.shape[0] else {}
    cost, both = np.zeros(len(bounds)), []
    for sign in (1, -1):
        cost[at] = sign
        solved = linprog(cost, bounds=bounds, **told)
        assert solved.status in (0, 3), "what was published contradicts itself"
        both.append(sign * solved.fun if solved.status == 0 else sign * -np.inf)
    return both[0], both[1]


def given_away(cells: Cells, shares: dict, truth: Cells) -> list[str]:
    """The hidden counts of which too much can be known."""
    found = []
    for name, (low, high) in ranges(cells, shares).items():
        if truth[name] in SMALL and not (low < 1 + 1e-6 and high > 10 - 1e-6):
            found.append(f"{name}: {truth[name]} lies between {low:.1f} and {high:.1f}")
        elif truth[name] not in SMALL and high - low < VALUES_LEFT - 1 - 1e-6:
            found.append(f"{name}: hidden beside others, between {low:.1f} and {high:.1f}")
    return found


# -- what comes of it ------------------------------------------------------------------------------


def test_one_month_gives_no_small_number_away(packs, truth):
    cells = read(packs[-1:])
    own = {key: count for key, count in cells.items() if key[1] in (MONTHS[-1], "")}
    assert sum(count is None for count in own.values()) > 100, "nothing much was hidden: the attack has nothing to find"
    assert not given_away(own, shares_of(packs[-1]), truth)


def test_three_months_together_give_none_away(packs, truth):
    cells = read(packs)
    assert {key[1] for key in cells} == {*MONTHS, ""}
    shares = {key: share for folder in packs for key, share in shares_of(folder).items()}
    assert not given_away(cells, shares, truth)


def test_no_small_number_is_shown(packs):
    assert not [key for key, count in read(packs).items() if count in SMALL]


def test_what_is_shown_is_true(packs, truth):
    cells = read(packs)
    assert set(cells) == set(truth)
    assert not [key for key, count in cells.items() if count not in (None, truth[key])]


def test_hiding_the_small_numbers_alone_would_not_do(truth):
    """The attack can succeed: with nothing hidden beside the small numbers many of them come out."""
    cells = {key: None if count in SMALL else count for key, count in truth.items() if key[1] == MONTHS[-1]}
    found = given_away(cells, {}, truth)
    assert len(found) > 10


def test_a_share_beside_a_hidden_count_would_not_do(packs, truth):
    """Nor would a share printed where its count is hidden: the attack reads it."""
    cells = {key: count for key, count in read(packs[-1:]).items() if key[1] == MONTHS[-1]}
    cases = next(key for key in cells if key[4] == "cases" and cells[key] and cells[*key[:4], "yes"] is None)
    share = truth[*cases[:4], "yes"] / cells[cases]
    shares = {(*cases[:4], "yes"): (cells[cases] * (share - 0.00005), cells[cases] * (share + 0.00005))}
    assert given_away(cells, shares, truth)


def test_a_count_that_changed_by_three_since_it_was_told_is_hidden(site, packs, tmp_path):
    """May was published with three fewer answered in time at one provider; told anew, the three must not come out."""
    shutil.copytree(packs[-1], tmp_path / "earlier")
    path = tmp_path / "earlier" / "tables" / "cells.csv"
    rows = rows_of(path)
    told = {tuple(row[column] for column in KEY): row for row in rows}
    one = next(
        key
        for key, row in told.items()
        if key[0] == "on_time" and key[4] == "yes" and row["count"].isdigit() and int(row["count"]) > 20
    )
    changed = [(*one[:3], provider, part) for provider in (one[3], ALL) for part in ("yes", "cases")]
    for key in changed:
        told[key]["count"] = str(int(told[key]["count"]) - 3)
    seal_anew(tmp_path / "earlier", rows)

    site.report(MONTHS[-1], to=tmp_path / "anew", audience="published", after=[tmp_path / "earlier"])
    now = {tuple(row[column] for column in KEY): row["count"] for row in rows_of(tmp_path / "anew/tables/cells.csv")}
    assert {now[key] for key in changed} == {"hidden"}
    assert {now[key] for key, row in told.items() if row["count"] == "hidden"} == {"hidden"}
    found = ranges({key: None if count == "hidden" else int(count) for key, count in now.items()}, {})
    for key in changed:
        before = int(told[key]["count"])
        assert found[key][0] < before + 1 + 1e-6, key
        assert found[key][1] > before + 10 - 1e-6, key


def seal_anew(folder: Path, rows: list[dict[str, str]]) -> None:
    """Put other counts into a pack, as if it had been published with them."""
    with (folder / "tables" / "cells.csv").open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, rows[0], quoting=csv.QUOTE_ALL)
        written.writeheader()
        written.writerows(rows)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    hashed = hashlib.sha256((folder / "tables" / "cells.csv").read_bytes()).hexdigest()
    manifest["files"]["tables/cells.csv"] = hashed
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
