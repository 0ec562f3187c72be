"""Do we give the published answers? Each file of fixtures/SOURCE.md, to the last digit it has (1e-9 unless it says)."""

import numpy as np
import polars as pl
import pytest
from frames import CLOSE, of_cases, same

from roi_analytics import statistics
from roi_analytics.statistics.amounts import medcouple

LIMITS = {"low_95": "ll95", "high_95": "ul95", "low_998": "ll998", "high_998": "ul998"}


# -- shares and rates ------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "theirs"), [("wilson", "wilson"), ("exact", "cp"), ("jeffreys", "jeffreys")])
def test_limits_of_a_share(published, method, theirs):
    expected = published("ci_binomial_expected.csv")
    found = statistics.proportion(expected, cases="n", events="x", method=method)
    same(found["low"], expected[f"{theirs}_l"])
    same(found["high"], expected[f"{theirs}_u"])


@pytest.mark.parametrize(("is_few", "theirs"), [(True, "exact"), (False, "byar")])
def test_limits_of_a_count_are_exact_under_ten_and_byars_from_ten(published, is_few, theirs):
    expected = published("ci_poisson_expected.csv").filter((pl.col("o") < 10) == is_few)
    found = statistics.rate(expected.with_columns(cases=1), events="o", per=1)
    same(found["low"], expected[f"{theirs}_l"])
    same(found["high"], expected[f"{theirs}_u"])


# -- time to an answer -----------------------------------------------------------------------------


def test_kaplan_meier_of_the_ovarian_patients(published):
    patients = published("surv_ovarian_input.csv").select(day="futime", events="fustat", censored=1 - pl.col("fustat"))
    expected = published("surv_ovarian_km_expected.csv")
    found = statistics.survival(patients).filter(pl.col("events") > 0)
    assert found["day"].to_list() == expected["time"].to_list()
    assert found["at_risk"].to_list() == expected["n_risk"].to_list()
    assert found["events"].to_list() == expected["n_event"].to_list()
    same(found["survival"], expected["surv"])


def test_our_band_of_the_ovarian_patients_is_log_log_and_rs_is_log(published):
    """R's default band, turned into ours: both stand on the same Greenwood error of log S."""
    patients = published("surv_ovarian_input.csv").select(day="futime", events="fustat", censored=1 - pl.col("fustat"))
    expected = published("surv_ovarian_km_expected.csv")
    found = statistics.survival(patients).filter(pl.col("events") > 0)
    log_s = expected["surv"].log()
    error = (log_s - expected["lower_log"].log()) / statistics.Z
    same(found["low"], (-((-log_s).log() + statistics.Z * error / -log_s).exp()).exp())
    same(found["high"], (-((-log_s).log() - statistics.Z * error / -log_s).exp()).exp())
    assert ((found["low"] - expected["lower_log"]).abs() > 0.001).all()


def test_a_quantile_the_ovarian_curve_never_reaches_is_not_reached(published):
    patients = published("surv_ovarian_input.csv").select(day="futime", events="fustat", censored=1 - pl.col("fustat"))
    reached = statistics.day_reached(patients, share=0.9, names=["events"])
    assert reached.row(0, named=True) == {"value": None, "low": None, "high": None, "last_day": 1227}
    assert statistics.day_reached(patients, share=0.5, names=["events"])["value"].to_list() == [638]


def test_aalen_johansen_of_the_ten_cases_reckoned_by_hand(published):
    cases, expected = published("cr_tiny_input.csv"), published("cr_tiny_aj_expected.csv")
    found = statistics.outcomes(of_cases(cases["t"], cases["ev"])).filter(pl.col("answered") + pl.col("competing") > 0)
    assert found["day"].to_list() == expected["time"].to_list()
    assert found["at_risk"].to_list() == expected["n_risk"].to_list()
    same(found["answered_share"], expected["p_1"])
    same(found["competing_share"], expected["p_2"])
    last = found.row(-1, named=True)
    assert (last["answered_share"], last["competing_share"]) == pytest.approx((0.7541667, 0.2458333), abs=1e-7)


# -- funnels ---------------------------------------------------------------------------------------


@pytest.fixture
def federal(published) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Our funnel of the federal offices, and FunnelPlotR's."""
    expected = published("funnel_pr_foia_fy2018_full_denial_expected.csv")
    return statistics.funnel(expected.select("group", cases="denominator", events="numerator")), expected


def test_a_funnel_of_shares_has_funnelplotrs_dispersion(federal):
    found, expected = federal
    for ours, theirs in {"phi": "phi", "tau2": "tau2", "z": "Uzscore", "standard": "target", "value": "rr"}.items():
        same(found[ours], expected[theirs])
    assert (found["phi"][0], found["tau2"][0]) == pytest.approx((13.2008, 0.00142162), abs=5e-5)
    assert found["units"].to_list() == expected["n_used"].to_list() == [307] * 307


def test_a_funnel_of_shares_has_funnelplotrs_limits_wherever_their_angle_is_one(federal):
    """Upper limits everywhere; lower ones where the angle is not negative (of the 307, all but 25 at 95 %)."""
    found, expected = federal
    for prefix, theirs in (("", ""), ("adjusted_", "od")):
        for level in ("95", "998"):
            same(found[f"{prefix}high_{level}"], expected[f"{theirs}ul{level}"])
            angle = angles(expected, is_adjusted=bool(prefix))[level]
            same(found[f"{prefix}low_{level}"].filter(angle >= 0), expected[f"{theirs}ll{level}"].filter(angle >= 0))
            assert (found[f"{prefix}low_{level}"].filter(angle < 0) == 0).all()
    assert (angles(expected, is_adjusted=False)["95"] < 0).sum() == 25


def test_below_that_funnelplotr_mirrors_the_angle_or_prints_nought(federal):
    """Why those rows are left out: sin(-x)^2 = sin(x)^2, set to 0 only where the next row of the table is smaller."""
    _, expected = federal
    for theirs, is_adjusted in (("", False), ("od", True)):
        for level in ("95", "998"):
            angle = angles(expected, is_adjusted)[level].to_numpy()
            mirrored = np.sin(angle) ** 2
            printed = expected[f"{theirs}ll{level}"].to_numpy()
            is_kept = mirrored <= np.append(mirrored[1:], mirrored[-1]) + 1e-15
            np.testing.assert_allclose(printed, np.where(is_kept, mirrored, 0), atol=CLOSE)
            assert (~is_kept).sum() > 10
    twins = expected.filter(pl.col("denominator") == 10)
    assert twins["numerator"].to_list() == [0, 0]
    assert twins["ll95"].to_list() == [pytest.approx(0.0109, abs=1e-4), 0.0]


def angles(expected: pl.DataFrame, is_adjusted: bool) -> dict[str, pl.Series]:
    """The angle of each lower limit, from FunnelPlotR's own standard, s and tau2."""
    s = (expected["s"] ** 2 + (expected["tau2"] if is_adjusted else 0)).sqrt()
    middle = expected["target"].sqrt().arcsin()
    return {"95": middle - 1.959964 * s, "998": middle - 3.090232 * s}


@pytest.mark.parametrize(
    ("prefix", "theirs", "outside", "mirrored"), [("", "flag_998", 143, 18), ("adjusted_", "flag_od_998", 91, 20)]
)
def test_a_mirrored_limit_accuses_who_has_no_denial(federal, prefix, theirs, outside, mirrored):
    """Plain 99.8 % limits leave out nearly half of the offices; all that FunnelPlotR adds to ours have no denial."""
    found, expected = federal
    is_outside = ~found["value"].is_between(found[f"{prefix}low_998"], found[f"{prefix}high_998"])
    is_marked = expected[theirs] != "in"
    assert is_marked.sum() == outside
    assert is_outside.sum() == outside - mirrored
    assert not (is_outside & ~is_marked).any()
    assert expected.filter(is_marked & ~is_outside)["numerator"].unique().to_list() == [0]


@pytest.mark.parametrize("units", ["six_units", "seven_units"])
@pytest.mark.parametrize(("way", "trim"), [("SHMI", "drop"), ("CQC", "winsorise")])
def test_a_funnel_of_ratios(published, units, way, trim):
    every = published("funnel_sr_small_expected.csv")
    expected = every.filter(pl.col("set") == units, pl.col("sr_method") == way)
    rows = expected.select("group", events="numerator", expected="denominator")
    found = statistics.funnel(rows, expected="expected", trim=trim)
    for ours, theirs in {"phi": "phi", "tau2": "tau2", "z": "Uzscore", "value": "rr", **LIMITS}.items():
        same(found[ours], expected[theirs])
    assert found["units"].to_list() == expected["n_used"].to_list()
    for ours, theirs in LIMITS.items():
        widened = found[f"adjusted_{ours}"]
        same(widened.sqrt() if way == "CQC" else widened, expected[f"od{theirs}"])
    phi, tau2 = {"six_unitsSHMI": (2.948033, 0.0194775), "six_unitsCQC": (2.327178, 0.00343978)}.get(
        units + way, (found["phi"][0], 0.0)
    )
    assert (found["phi"][0], found["tau2"][0]) == pytest.approx((phi, tau2), abs=5e-7)
    assert units == "six_units" or found["phi"][0] < 1


# -- shrinking, false discoveries, case mix --------------------------------------------------------


def test_the_rat_tumours_shrunken(published):
    expected = published("eb_rat_tumour_expected.csv")
    found = statistics.shrink(expected.select("group", cases="n", events="y"))
    assert (found["alpha"][0], found["beta"][0]) == pytest.approx((2.3416, 14.1148), abs=1e-3)
    for ours, theirs in {"shrunken": "eb_mle", "shrunken_low": "eb_lo95", "shrunken_high": "eb_hi95"}.items():
        same(found[ours], expected[theirs], abs_tol=1e-3)


def test_the_rat_tumours_are_the_published_ones(published):
    """The first 70 groups have the published mean and deviation, from which moments give alpha 1.4 and beta 8.6."""
    first = published("eb_rat_tumour_expected.csv").head(70)
    mean, deviation = first["raw"].mean(), first["raw"].std()
    assert (round(mean, 3), round(deviation, 3)) == (0.136, 0.103)
    total = mean * (1 - mean) / deviation**2 - 1
    assert (round(mean * total, 1), round((1 - mean) * total, 1)) == (1.4, 8.6)


@pytest.mark.parametrize(("method", "stand"), [("bh", 4), ("by", 3), ("holm", 3), ("bonferroni", 3)])
def test_the_fifteen_p_values_of_benjamini_and_hochberg(published, method, stand):
    expected = published("bh1995_expected.csv")
    found = statistics.false_discovery(expected.select("p"), method=method)["p_adjusted"]
    same(found, expected[method])
    assert (found <= 0.05).sum() == stand


def test_the_standardised_rate_of_public_health_england():
    """Observed 895, expected 835.88: 10,011 per 100,000 (9,365.9 to 10,689.1); the standard they imply is 9,350."""
    standard, others = 0.0935, 10_000_000
    frame = pl.DataFrame(
        {
            "provider_id": ["judged", "all others"],
            "stratum": "all",
            "cases": [835.88 / standard, others],
            "events": [895.0, others * standard - (895 - 835.88)],
        }
    )
    found = statistics.standardised(frame, strata=["stratum"]).filter(pl.col("provider_id") == "judged")
    assert found["expected"].item() == pytest.approx(835.88)
    per_100_000 = [found[name].item() * found["standard"].item() * 100_000 for name in ("ratio", "low", "high")]
    assert per_100_000 == pytest.approx([10_011, 9_365.9, 10_689.1], abs=0.5)
    assert found["adjusted"].item() * 100_000 == pytest.approx(per_100_000[0])


# -- fees that stand out ---------------------------------------------------------------------------


def test_the_modified_z_of_the_fees(published):
    expected = published("outlier_fee_mad_expected.csv")
    plain = statistics.outlying(expected.select("fee"), value="fee", scale="plain")
    same(plain["modified_z"], expected["modified_z"])
    assert plain["is_outlying"].to_list() == [flag in (True, "TRUE") for flag in expected["flag_mz_3_5"]]
    same(statistics.outlying(expected.select("fee"), value="fee")["modified_z"], expected["log1p_mz"])


def test_the_fences_of_the_fees(published):
    """Sn and Qn of the same file are not checked: we offer neither."""
    scalars = dict(published("outlier_fee_scalars_expected.csv").iter_rows())
    fees = published("outlier_fee_mad_expected.csv").select(value="fee")
    found = statistics.outlying(fees)
    assert found["fence_low"].unique().item() == pytest.approx(scalars["adjbox_low_fence"], abs=CLOSE)
    assert found["fence_high"].unique().item() == pytest.approx(scalars["adjbox_high_fence"], abs=CLOSE)
    assert medcouple(fees["value"].to_numpy()) == pytest.approx(scalars["medcouple"], abs=CLOSE)
    counted = statistics.amounts(fees.group_by("value").len("cases"))
    assert (counted["cases"].item(), counted["value"].item()) == (scalars["n"], scalars["median"])
