"""Are comparisons right: planted units, mixes made by hand, referees, and corners where nothing can be compared?"""

import numpy as np
import polars as pl
import pytest
from frames import CLOSE, are_finite
from polars.testing import assert_frame_equal
from scipy import stats

from roi_analytics import statistics
from roi_analytics.errors import QuestionError

LIMITS = [f"{edge}_{level}" for level in ("95", "998") for edge in ("low", "high")]
ADJUSTED = [f"adjusted_{name}" for name in LIMITS]
JUDGED = ["value", "standard", "z", "phi", "tau2", "units", *LIMITS, *ADJUSTED, "z_adjusted", "p"]

ALIKE = pl.DataFrame({"cases": [100, 200, 300, 400] * 5, "events": [20, 40, 60, 80] * 5}).with_row_index("provider_id")
"""Twenty units that all have a share of one fifth."""


def with_one(cases: int, events: int) -> pl.DataFrame:
    one = pl.DataFrame({"provider_id": [99], "cases": [cases], "events": [events]}, schema=ALIKE.schema)
    return pl.concat([ALIKE, one])


# -- funnels ---------------------------------------------------------------------------------------


def test_one_unit_far_off_is_found_among_alike_ones():
    found = statistics.funnel(with_one(200, 80))
    assert set(JUDGED) <= set(found.columns)
    odd, others = found.row(-1, named=True), found.head(20)
    assert odd["value"] > odd["adjusted_high_998"]
    assert odd["p"] < 1e-6
    assert others["value"].is_between(others["low_95"], others["high_95"]).all()
    assert others["p"].min() > 0.3
    assert (found["phi"][0] < 1, found["tau2"][0], found["units"][0]) == (True, 0.0, 21)


def test_units_that_all_differ_are_judged_by_how_far_units_differ():
    """Ten units of 1,000 at 10 to 28 %: nearly all outside plain limits, none outside widened ones."""
    frame = pl.DataFrame({"cases": 1000, "events": range(100, 300, 20)})
    found = statistics.funnel(frame)
    plain = ~found["value"].is_between(found["low_998"], found["high_998"])
    adjusted = ~found["value"].is_between(found["adjusted_low_998"], found["adjusted_high_998"])
    assert plain.sum() >= 5
    assert adjusted.sum() == 0
    assert found["phi"][0] > 10


def test_phi_and_tau2_by_hand():
    """Equal sizes, z of -2, 0 and 2 on either half: trimmed nothing away, phi 8/3; tau2 = (3 phi - 2) s^2 / 2."""
    n, middle = 400, np.arcsin(np.sqrt(0.25))
    shares = np.sin(middle + np.array([-2.0, 0.0, 2.0]) / (2 * np.sqrt(n))) ** 2
    frame = pl.DataFrame({"cases": float(n), "events": shares * n})
    found = statistics.funnel(frame, standard=0.25).row(0, named=True)
    winsorised = (2 * 0.8) ** 2 * 2 / 3
    s2 = 1 / (4 * n)
    assert found["phi"] == pytest.approx(winsorised)
    assert found["tau2"] == pytest.approx((3 * winsorised - 2) * s2 / 2)
    assert found["z"] == pytest.approx(-2)
    assert found["z_adjusted"] == pytest.approx(-2 * (s2 / (s2 + found["tau2"])) ** 0.5)
    assert found["p"] == pytest.approx(2 * stats.norm.cdf(found["z_adjusted"]))


def test_a_standard_may_be_given_and_peers_have_their_own():
    frame = pl.concat(
        [ALIKE.with_columns(kind=pl.lit("a")), ALIKE.with_columns(pl.col("events") * 2, kind=pl.lit("b"))]
    )
    found = statistics.funnel(frame, by=["kind"])
    assert found.group_by("kind").agg(pl.col("standard").unique()).sort("kind").rows() == [("a", [0.2]), ("b", [0.4])]
    given = statistics.funnel(frame, by=["kind"], standard=0.3)
    assert given["standard"].unique().to_list() == [0.3]
    assert (given.filter(pl.col("kind") == "a")["z"] < 0).all()
    assert (given.filter(pl.col("kind") == "b")["z"] > 0).all()


def test_limits_at_the_edges_are_nought_and_one():
    found = statistics.funnel(pl.DataFrame({"cases": [3, 3, 400], "events": [0, 3, 200]}))
    small = found.head(2)
    assert small["low_998"].to_list() == [0, 0]
    assert small["high_998"].to_list() == [1, 1]
    assert 0 < found["low_998"][2] < 0.5 < found["high_998"][2] < 1


def test_sizes_may_be_effective_ones():
    whole, part = (
        statistics.funnel(with_one(200, 80)),
        statistics.funnel(with_one(200, 80).with_columns(pl.col("cases", "events") / 2)),
    )
    np.testing.assert_allclose(part["z"], whole["z"] / 2**0.5, atol=CLOSE)


def test_ratios_are_judged_against_one():
    frame = pl.DataFrame({"events": [50, 100, 220], "expected": [100.0, 100.0, 100.0]})
    for trim in ("winsorise", "drop"):
        found = statistics.funnel(frame, expected="expected", trim=trim)
        assert found["value"].to_list() == [0.5, 1.0, 2.2]
        assert found["standard"].to_list() == [1.0] * 3
        assert (found["z"][0] < -3, found["z"][1], found["z"][2] > 7) == (True, 0, True)
        np.testing.assert_allclose(found["low_95"], stats.chi2.ppf(0.025, 200) / 200, atol=CLOSE)
        np.testing.assert_allclose(found["high_95"], stats.chi2.ppf(0.975, 202) / 200, atol=CLOSE)


def test_a_ratio_of_nothing_is_far_down_on_the_roots_scale_and_unjudged_on_the_logarithms():
    frame = pl.DataFrame({"events": [0, 10, 12], "expected": [12.0, 11.0, 9.0]})
    root = statistics.funnel(frame, expected="expected", trim="winsorise")
    log = statistics.funnel(frame, expected="expected", trim="drop")
    assert root["z"][0] == pytest.approx(-2 * 12**0.5)
    assert log.select("value", "z", "z_adjusted", "p").row(0) == (0.0, None, None, None)
    assert log["units"].unique().item() < 3


def test_dropping_leaves_out_the_outer_tenths_by_rank_and_ties_share_theirs():
    """Of 21 units ranks 1, 2, 20 and 21 are outer tenths of rank * 10 / 22; alike ones all have rank 11."""
    frame = pl.DataFrame({"events": range(80, 122, 2), "expected": 100.0})
    found = statistics.funnel(frame, expected="expected", trim="drop")
    middle = found["z"].to_numpy()[2:-2]
    assert found["units"].unique().item() == len(middle) == 17
    assert found["phi"][0] == pytest.approx((middle**2).mean())
    alike = statistics.funnel(frame.with_columns(events=100), expected="expected", trim="drop")
    assert alike.select("units", "phi", "tau2").unique().rows() == [(21, 0.0, 0.0)]


def test_a_unit_without_cases_is_not_judged_and_touches_nobody():
    without = statistics.funnel(with_one(200, 80))
    empty_one = pl.DataFrame({"provider_id": [100, 101], "cases": [0, None], "events": [0, 3]}, schema=ALIKE.schema)
    found = statistics.funnel(pl.concat([with_one(200, 80), empty_one]))
    assert_frame_equal(found.head(21), without)
    assert found.tail(2).select("value", "z", "z_adjusted", "p", *LIMITS, *ADJUSTED).null_count().row(0) == (2,) * 12


@pytest.mark.parametrize("expected", [None, "e"])
@pytest.mark.parametrize("trim", ["winsorise", "drop"])
@pytest.mark.parametrize("rows", [[], [(0, 0)], [(9, 0)], [(9, 9)], [(9, 4)], [(9, 0)] * 3, [(9, 9)] * 3, [(0, 0)] * 3])
def test_funnels_of_none_one_and_all(rows, trim, expected):
    frame = pl.DataFrame(rows, schema={"cases": pl.Int64, "events": pl.Int64}, orient="row")
    frame = frame.with_columns(e=pl.col("cases") * 0.5)
    found = statistics.funnel(frame, expected=expected, trim=trim)
    assert sorted(found.columns) == sorted(["cases", "events", "e", *JUDGED])
    assert found.height == len(rows)
    assert are_finite(found)
    if rows and not rows[0][0]:
        assert found["p"].is_null().all()


def test_the_lines_of_a_funnel_are_the_limits_of_its_units():
    frame = pl.DataFrame({"cases": 1000, "events": range(100, 300, 20)}).with_row_index("size")
    frame = frame.with_columns(cases=1000 + 50 * pl.col("size"))
    found = statistics.funnel(frame)
    lines = statistics.funnel_limits(frame["cases"], found["standard"][0], found["tau2"][0])
    assert lines.columns == ["cases", *LIMITS, *ADJUSTED]
    assert_frame_equal(lines.drop("cases"), found.select(*LIMITS, *ADJUSTED), abs_tol=CLOSE)
    plain = statistics.funnel_limits([10, 100], standard=0.2, tau2=0.0)
    for name in LIMITS:
        assert plain[name].to_list() == plain[f"adjusted_{name}"].to_list()


def test_words_that_are_not_there_are_refused():
    with pytest.raises(QuestionError, match="winsorise, drop"):
        statistics.funnel(ALIKE, trim="trimmed")
    with pytest.raises(QuestionError, match="bh, by, holm, bonferroni"):
        statistics.false_discovery(pl.DataFrame({"p": [0.1]}), method="sidak")
    with pytest.raises(QuestionError, match="expected"):
        statistics.funnel(ALIKE.with_columns(e=10.0), expected="e", standard=0.2)


# -- shrinking -------------------------------------------------------------------------------------


def test_few_cases_are_drawn_to_the_peers_and_many_stand():
    """Thirty units around one tenth, one of 5 in 12 and one of 1,500 in 4,800: the small one gives way."""
    random = np.random.default_rng(55)
    cases = random.integers(20, 400, 30)
    events = random.binomial(cases, random.beta(4, 36, 30))
    frame = pl.DataFrame({"cases": [*cases, 12, 4800], "events": [*events, 5, 1500]})
    found = statistics.shrink(frame)
    small, large = found.row(-2, named=True), found.row(-1, named=True)
    assert small["shrunken"] < 0.25 < 5 / 12
    assert large["shrunken"] == pytest.approx(1500 / 4800, abs=0.003)
    assert small["shrunken_low"] < small["shrunken"] < small["shrunken_high"]


def test_the_prior_is_where_the_likelihood_is_highest():
    random = np.random.default_rng(89)
    n = random.integers(5, 80, 60)
    x = random.binomial(n, random.beta(2, 6, 60))
    found = statistics.shrink(pl.DataFrame({"cases": n, "events": x}))
    alpha, beta = found["alpha"][0], found["beta"][0]

    def likelihood(a: float, b: float) -> float:
        return stats.betabinom.logpmf(x, n, a, b).sum()

    best = likelihood(alpha, beta)
    around = [(a, b) for a in (0.98, 1, 1.02) for b in (0.98, 1, 1.02) if (a, b) != (1, 1)]
    assert all(likelihood(alpha * a, beta * b) < best for a, b in around)
    posterior = stats.beta(x + alpha, n - x + beta)
    np.testing.assert_allclose(found["shrunken"], posterior.mean(), atol=CLOSE)
    np.testing.assert_allclose(found["shrunken_low"], posterior.ppf(0.025), atol=1e-7)
    np.testing.assert_allclose(found["shrunken_high"], posterior.ppf(0.975), atol=1e-7)


@pytest.mark.parametrize(
    "rows",
    [
        [(100, 10), (120, 60)],  # two units tell nothing of units
        [(100, 20), (200, 40), (300, 60)],  # no spread at all
        [(30, 0), (40, 0), (50, 0)],
        [(30, 30), (40, 40), (50, 50)],
        [(7, 2)],
    ],
)
def test_without_a_spread_beyond_chance_all_have_the_pooled_share(rows):
    frame = pl.DataFrame(rows, schema={"cases": pl.Int64, "events": pl.Int64}, orient="row")
    found = statistics.shrink(frame)
    pooled = statistics.proportion(frame.sum(), method="jeffreys").row(0, named=True)
    for column, name in (("shrunken", "value"), ("shrunken_low", "low"), ("shrunken_high", "high")):
        assert found[column].to_list() == pytest.approx([pooled[name]] * len(rows))
    assert found.select("alpha", "beta").null_count().row(0) == (len(rows),) * 2


def test_a_unit_without_cases_has_no_share_and_no_rows_have_columns():
    rows = [(100, 10), (100, 40), (100, 80), (0, 0), (None, 2)]
    found = statistics.shrink(pl.DataFrame(rows, schema={"cases": pl.Int64, "events": pl.Int64}, orient="row"))
    added = ["shrunken", "shrunken_low", "shrunken_high", "alpha", "beta"]
    assert found["shrunken"].is_null().to_list() == [False] * 3 + [True] * 2
    assert found.columns == ["cases", "events", *added]
    assert statistics.shrink(found.select("cases", "events").clear()).columns == found.columns


def test_peers_have_a_prior_of_their_own():
    random = np.random.default_rng(144)
    n = np.full(40, 100)
    x = random.binomial(n, np.where(np.arange(40) < 20, random.beta(2, 18, 40), random.beta(18, 2, 40)))
    frame = pl.DataFrame({"kind": ["low"] * 20 + ["high"] * 20, "cases": n, "events": x})
    found = statistics.shrink(frame, by=["kind"])
    means = found.group_by("kind").agg((pl.col("alpha") / (pl.col("alpha") + pl.col("beta"))).first())
    assert dict(means.iter_rows()) == pytest.approx({"low": 0.1, "high": 0.9}, abs=0.05)


# -- false discoveries -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "theirs"), [("bh", "fdr_bh"), ("by", "fdr_by"), ("holm", "holm"), ("bonferroni",) * 2]
)
def test_corrections_agree_with_statsmodels(method, theirs):
    from statsmodels.stats.multitest import multipletests

    random = np.random.default_rng(233)
    p = np.round(np.append(random.random(50), random.random(20) / 500), 4)
    found = statistics.false_discovery(pl.DataFrame({"p": p}), method=method)["p_adjusted"]
    np.testing.assert_allclose(found, multipletests(p, method=theirs)[1], atol=CLOSE)


def test_a_null_p_is_of_no_family_and_families_are_apart():
    p = [0.01, None, 0.04, 0.2]
    found = statistics.false_discovery(pl.DataFrame({"p": p}))
    assert found["p_adjusted"].to_list() == [pytest.approx(0.03), None, pytest.approx(0.06), pytest.approx(0.2)]
    two = pl.DataFrame({"report": ["a"] * 4 + [None] * 4, "p": p * 2}, schema={"report": pl.String, "p": pl.Float64})
    apart = statistics.false_discovery(two, by=["report"])
    assert apart["p_adjusted"].to_list() == found["p_adjusted"].to_list() * 2
    assert apart.columns == ["report", "p", "p_adjusted"]
    empty = statistics.false_discovery(two.clear(), by=["report"])
    assert (empty.height, empty.columns) == (0, apart.columns)


def test_of_chance_alone_nothing_stands():
    """A hundred reports of twenty units that differ by chance: at 5 %, p mark about 100 units, adjusted p few."""
    random = np.random.default_rng(377)
    cases = np.full(2000, 300)
    frame = pl.DataFrame(
        {"report": np.repeat(np.arange(100), 20), "cases": cases, "events": random.binomial(cases, 0.2)}
    )
    judged = statistics.false_discovery(statistics.funnel(frame, by=["report"]), by=["report"])
    assert 50 < (judged["p"] < 0.05).sum() < 130
    with_a_mark = judged.group_by("report").agg((pl.col("p_adjusted") < 0.05).any())["p_adjusted"].sum()
    assert with_a_mark <= 10
