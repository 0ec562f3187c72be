"""Two real public request logs: every row is accounted for, and each defect carries its code (counts of SOURCE.md)."""

import hashlib
from pathlib import Path

import pytest

from roi_analytics.engine import Engine
from roi_analytics.load import load

HERE = Path(__file__).parent


def loaded(name: str, folder: Path) -> tuple[dict, dict, dict]:
    """Rows of the feed, rows per code that were noted, rows per code that were refused."""
    [feed] = load(HERE / f"{name}.toml", folder / "roi.duckdb")["feeds"]
    with Engine.open(folder / "roi.duckdb") as engine:
        noted = engine.read("select code, count(distinct source_row) as n from row_note group by code").rows()
        refused = engine.read("select code || ' ' || \"column\", count(*) as n from quarantine group by all").rows()
    return feed, dict(noted), dict(refused)


@pytest.fixture(scope="module")
def edmonton(tmp_path_factory):
    return loaded("edmonton", tmp_path_factory.mktemp("edmonton"))


@pytest.fixture(scope="module")
def sudbury(tmp_path_factory):
    return loaded("sudbury", tmp_path_factory.mktemp("sudbury"))


@pytest.mark.parametrize(("name", "rows"), [("edmonton", 1619), ("sudbury", 346)])
def test_every_row_is_accounted_for(request, name, rows):
    feed = request.getfixturevalue(name)[0]
    assert feed["read"] == rows
    assert feed["read"] == feed["loaded"] + feed["noted"] + feed["quarantined"] + feed["duplicate"]


def test_edmonton(edmonton):
    """18 close before they were received, 7 of them a slip at New Year; 6 have no received date."""
    feed, noted, refused = edmonton
    assert (feed["loaded"], feed["noted"], feed["quarantined"], feed["duplicate"]) == (1595, 18, 6, 0)
    assert noted == {"closed_before_received": 18, "new_year_slip": 7}
    assert refused == {"value_missing received_on": 6}


def test_sudbury(sudbury):
    """
    66 replacement characters stand in 26 rows, one of which has no received date; 4 close before they were received.

    Of the 27 rows without a closing date 6 have an outcome all the same; the others are open (3 lack both dates).
    """
    feed, noted, refused = sudbury
    assert (feed["loaded"], feed["noted"], feed["quarantined"], feed["duplicate"]) == (303, 34, 9, 0)
    assert noted == {
        "closed_before_received": 4,
        "new_year_slip": 2,
        "replacement_character": 25,
        "closed_without_date": 6,
    }
    assert refused == {"value_missing received_on": 9}


@pytest.mark.parametrize("name", ["ca_ab_edmonton.csv", "ca_on_greater_sudbury.csv"])
def test_the_files_are_the_published_ones(name):
    """Copied byte for byte, so that the counts above mean something."""
    sums = dict(line.split()[::-1] for line in (HERE / "SHA256").read_text().splitlines())
    assert hashlib.sha256((HERE / name).read_bytes()).hexdigest() == sums[name]
