"""Is case mix taken off right: a mix of work that alone makes no difference, and strata too small to stand alone?"""

import polars as pl
import pytest

from roi_analytics import statistics

MIX = pl.DataFrame(
    [
        # own requests go late 1 in 10, third parties' 4 in 10, everywhere; the two do different work
        ("patients' clinic", "own", 900, 90),
        ("patients' clinic", "third party", 100, 40),
        ("attorneys' clinic", "own", 100, 10),
        ("attorneys' clinic", "third party", 900, 360),
    ],
    schema=["provider_id", "who", "cases", "events"],
    orient="row",
)


def test_a_mix_of_work_alone_makes_no_difference():
    found = statistics.standardised(MIX, strata=["who"])
    told = ["cases", "events", "expected", "ratio", "low", "high", "standard", "adjusted"]
    assert found.columns == ["provider_id", *told]
    assert found["ratio"].to_list() == pytest.approx([1, 1])
    assert found["adjusted"].to_list() == pytest.approx([0.25, 0.25])
    raw = statistics.standardised(MIX, strata=[])
    assert dict(raw.select("provider_id", "ratio").iter_rows())["attorneys' clinic"] == pytest.approx(1.48)


def test_a_worse_clinic_is_worse_with_its_mix_taken_off():
    worse = MIX.with_columns(
        events=pl.when(pl.col("provider_id") == "patients' clinic").then(pl.col("events") * 2).otherwise("events")
    )
    found = dict(statistics.standardised(worse, strata=["who"]).select("provider_id", "ratio").iter_rows())
    raw = dict(statistics.standardised(worse, strata=[]).select("provider_id", "ratio").iter_rows())
    assert found["patients' clinic"] > 1 > found["attorneys' clinic"]
    assert raw["patients' clinic"] < 1 < raw["attorneys' clinic"]


def test_limits_are_those_of_the_observed_over_the_expected():
    found = statistics.standardised(MIX.with_columns(pl.col("events") / 20), strata=["who"], folded=0).sort("events")
    for row in found.iter_rows(named=True):
        count = statistics.rate(pl.DataFrame({"cases": [1.0], "events": [row["events"]]}), per=1)
        limits = count["low"].item() / row["expected"], count["high"].item() / row["expected"]
        assert (row["low"], row["high"]) == pytest.approx(limits)
    assert found["events"][0] < 10 < found["events"][1]


def test_small_strata_are_put_together_in_the_declared_order():
    """
    Own by fax has too few events, own by post enough: it stands. What is loose is pooled with what is loose, so fax is
    still too few as own, and takes the share of all. Of two loose ones of `own` the two make a stratum.
    """
    rows = [("a", "own", "fax", 10, 4), ("a", "own", "post", 90, 16), ("a", "third", "fax", 100, 60)]
    frame = pl.DataFrame(rows, schema=["provider_id", "who", "how", "cases", "events"], orient="row")
    found = statistics.standardised(frame, strata=["who", "how"]).row(0, named=True)
    assert found["expected"] == pytest.approx(10 * 80 / 200 + 16 + 60)
    loose = pl.DataFrame(
        [("a", "own", "fax", 10, 4), ("b", "own", "mail", 30, 2), ("b", "third", "fax", 100, 60)],
        schema=["provider_id", "who", "how", "cases", "events"], orient="row",
    )  # fmt: skip
    together = dict(statistics.standardised(loose, ["who", "how"]).select("provider_id", "expected").iter_rows())
    assert together == pytest.approx({"a": 10 * 6 / 40, "b": 30 * 6 / 40 + 60})
    every = statistics.standardised(loose, ["who", "how"], folded=1000)
    assert dict(every.select("provider_id", "expected").iter_rows()) == pytest.approx(
        {"a": 10 * 66 / 140, "b": 130 * 66 / 140}
    )


def test_groups_are_standardised_apart():
    both = pl.concat([MIX.with_columns(year=pl.lit(1)), MIX.with_columns(pl.col("events") // 2, year=pl.lit(2))])
    found = statistics.standardised(both, strata=["who"], by=["year"])
    assert found["ratio"].to_list() == pytest.approx([1] * 4)
    assert found.group_by("year").agg(pl.col("standard").unique()).sort("year").rows() == [(1, [0.25]), (2, [0.125])]


@pytest.mark.parametrize(("cases", "events"), [(0, 0), (9, 0), (9, 9)])
def test_case_mix_of_none_and_of_all(cases, events):
    frame = pl.DataFrame({"provider_id": ["a"], "who": ["own"], "cases": [cases], "events": [events]})
    found = statistics.standardised(frame, strata=["who"]).row(0, named=True)
    assert found["ratio"] == (pytest.approx(1) if events else None)
    assert statistics.standardised(frame.clear(), strata=["who"]).columns == list(found)
