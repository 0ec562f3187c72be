"""
Planted truth is found, and nothing else is.

The sample and another seed: every row accounted for, every planted defect told with its code and no clean row told,
every planted offence found and no near miss. Of the rules in JUDGED the whole site is judged a second time, so that
nothing else may be told. A test of our code, never a claim about the world.
"""

from pathlib import Path

import polars as pl
import pytest

import roi_analytics as roi
from roi_analytics import models
from roi_analytics.synthetic.planted_rules import PLANTED_RULES

JUDGED = (
    "answered_late",
    "past_due",
    "prohibited_fee_component",
    "fee_on_free_channel",
    "denial_without_lawful_ground",
    "release_without_authority",
    "authorization_defective",
    "break_glass_without_reason",
)


@pytest.fixture(scope="module", params=["sample", pytest.param(2, marks=pytest.mark.slow)])
def loaded(request, tmp_path_factory, sample, load_report):
    """A site with its truth, loaded: (folder, site, what load told)."""
    if request.param == "sample":
        return sample, roi.open(load_report[0]), load_report[1]
    folder = tmp_path_factory.mktemp(f"seed{request.param}")
    roi.sample(folder, seed=request.param)
    told = roi.load(folder / "site.toml", warehouse=folder / "roi.duckdb")
    return folder, roi.open(folder / "roi.duckdb"), told


def test_every_row_of_every_feed_is_accounted_for(loaded):
    _, _, told = loaded
    for feed in told["feeds"]:
        kept = feed["loaded"] + feed["noted"] + feed["quarantined"] + feed["duplicate"]
        assert feed["read"] == kept, feed["feed"]
    assert sum(feed["read"] for feed in told["feeds"]) > 60_000


@pytest.mark.parametrize("fate", ["quarantine", "note"])
def test_every_planted_defect_is_told_and_no_clean_row_is(loaded, fate):
    folder, site, _ = loaded
    # a zone that is assumed is told once a file, so its truth stands among the defects of whole files
    planted = pl.read_csv(folder / "truth" / "rows.csv", infer_schema=False).filter(
        (pl.col("fate") == fate) | ((pl.col("code") == "assumed_zone") & (fate == "note"))
    )
    found = site.quarantine() if fate == "quarantine" else site.notes()
    key = ["source_file", "source_row", "code"]
    told = set(found.select(pl.col(key).cast(pl.String)).unique().iter_rows())
    truth = set(planted.select(key).unique().iter_rows())
    assert len(truth) > 0
    assert told - truth == set(), "told, but not planted"
    assert truth - told == set(), "planted, but not told"


def told_and_true(loaded, rule, file):
    """What a rule tells of a site, and what is true: cases that offend and cases that nearly do."""
    folder, site, _ = loaded
    truth = pl.read_csv(folder / "truth" / file, infer_schema=False).filter(pl.col("rule") == rule)
    found = site.findings(rule=rule).filter(pl.col("verdict") != "not_assessable")
    key = ["provider_id", "case_id"]
    return tuple(
        set(frame.select(key).iter_rows())
        for frame in (found, *(truth.filter(pl.col("kind") == kind) for kind in ("offends", "near_miss")))
    )


def test_every_rule_is_planted():
    assert set(JUDGED) | PLANTED_RULES == set(models.of_layer("findings"))


@pytest.mark.parametrize("rule", sorted(PLANTED_RULES))
def test_a_rule_finds_what_was_planted_and_lets_near_misses_be(loaded, rule):
    told, offends, near = told_and_true(loaded, rule, "planted.csv")
    assert len(offends) >= 3
    assert len(near) >= 3
    assert told & near == set(), "near misses that were told"
    assert offends - told == set(), "offences that were missed"


@pytest.mark.parametrize("rule", JUDGED)
def test_every_planted_offence_is_found_and_no_near_miss(loaded, rule):
    told, offends, near = told_and_true(loaded, rule, "findings.csv")
    assert len(offends) >= 10
    assert len(near) >= 10
    assert told & near == set(), "near misses that were told"
    assert offends - told == set(), "offences that were missed"
    assert told - offends == set(), "told, but not planted"


def test_the_whole_file_defects_are_refused_and_the_rest_loads(sample, tmp_path):
    with pytest.raises(roi.LoadError) as refused:
        roi.load(sample / "refused.toml", warehouse=tmp_path / "refused.duckdb")
    report = refused.value.report
    planted = pl.read_csv(sample / "truth" / "rows.csv", infer_schema=False).filter(pl.col("fate") == "file")
    told = {(Path(entry["file"]).name, entry["code"]) for entry in report["refused"]}
    truth = {
        (Path(name).name, code)
        for name, code in planted.select("source_file", "code").iter_rows()
        if code != "assumed_zone"
    }
    assert told == truth
