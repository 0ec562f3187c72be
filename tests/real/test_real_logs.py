"""Two real public request logs: every row is accounted for, and each defect carries its code (counts of SOURCE.md)."""

import hashlib
from pathlib import Path

import polars as pl
import pytest

import roi_analytics as roi
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


# -- what the figures say of a real log ------------------------------------------------------------


@pytest.fixture(scope="module")
def edmonton_site(edmonton, tmp_path_factory):
    """The same log through the front door."""
    path = tmp_path_factory.mktemp("site") / "roi.duckdb"
    roi.load(HERE / "edmonton.toml", warehouse=path)
    return roi.open(path)


def test_edmonton_within_thirty_days_beside_the_closed_only(edmonton_site):
    """Counting closed requests only, 2013 and 2015 look better than they were: 23 of 1,595 were still open."""
    cases = edmonton_site.cases("answered_within").filter(pl.col("standing") == "counted")
    cases = cases.with_columns(year=pl.col("counted_on").dt.year(), day=pl.col("days")).filter(pl.col("year") > 2011)
    ends = {"answered": "answered", "competing": "competing", "censored": "open"}
    counts = cases.select(
        "year", "day", *((pl.col("outcome") == word).cast(int).alias(name) for name, word in ends.items())
    )
    share = roi.statistics.share_by_day(counts, by=["year"], day=30).sort("year")
    closed = cases.filter(outcome="answered").group_by("year").agg((pl.col("days") <= 30).mean()).sort("year")
    assert share["year"].to_list() == [2012, 2013, 2014, 2015]
    assert share["value"].round(3).to_list() == [0.698, 0.687, 0.812, 0.801]
    assert closed["days"].round(3).to_list() == [0.698, 0.697, 0.820, 0.828]
    assert share["low"].round(3).to_list() == [0.652, 0.638, 0.773, 0.763]


@pytest.fixture(scope="module")
def monthly(edmonton_site):
    """The 48 whole months: requests closed, those that took over thirty days, and the mean days."""
    cases = edmonton_site.cases("days_to_answer").filter(outcome="answered", standing="counted")
    return (
        cases.filter(pl.col("month") >= "2012-01")
        .group_by("month")
        .agg(cases=pl.len(), events=(pl.col("days") > 30).sum(), value=pl.col("days").mean())
        .sort("month")
    )


@pytest.mark.parametrize(("screened", "low", "high", "marked"), [(True, 1.2, 57.71, 19), (False, -0.32, 59.24, 17)])
def test_edmonton_mean_days_by_month_with_both_kinds_of_limits(monthly, screened, low, high, marked):
    """Chiefly one long run below the mean: the service got faster."""
    found = roi.statistics.xmr(monthly, better="lower", screened=screened)
    assert found.height == 48
    assert found["limits"].unique().to_list() == ["screened" if screened else "unscreened"]
    assert [round(found[name][0], 2) for name in ("low_limit", "high_limit")] == [low, high]
    assert found["signal"].is_not_null().sum() == marked
    assert found.filter(signal="shift").select((pl.col("value") < pl.col("center")).mean()).item() > 0.5


def test_edmonton_late_shares_are_within_the_limits_that_allow_for_their_spread(monthly):
    """Plain p limits mark two months, p' none: the months differ more than chance alone would have them."""
    found = roi.statistics.p_chart(monthly.drop("value"), better="lower")
    assert set(found["limits"]) == {"p'"}
    assert found["signal"].drop_nulls().to_list().count("outside") == 0
    centre = pl.col("center")
    plain = 3 * (centre * (1 - centre) / pl.col("cases")).sqrt()
    assert found.filter((pl.col("value") - centre).abs() > plain).height == 2
