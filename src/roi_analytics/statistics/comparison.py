"""What would this mix of work bring, what is left of a figure made of few cases, and which finds are chance?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from roi_analytics.errors import QuestionError, did_you_mean
from roi_analytics.statistics.grouping import fraction, groups_of, ungrouped
from roi_analytics.statistics.shares import LOWER, UPPER, poisson_limits, proportion

if TYPE_CHECKING:
    import numpy as np

FEWEST_UNITS = 3
"""Two units tell nothing of how units differ."""

LEAST, MOST = 1e-3, 1e6
"""Bounds of alpha + beta: under the one every unit is all or none, past the other chance explains all there is."""

CORRECTIONS = ("bh", "by", "holm", "bonferroni")


def standardised(
    frame: pl.DataFrame,
    strata: Sequence[str],
    by: Sequence[str] = (),
    unit: str = "provider_id",
    cases: str = "cases",
    events: str = "events",
    folded: float = 5,
) -> pl.DataFrame:
    """
    Had every unit the same shares in the same strata, how many events would its own mix of cases bring?

    Indirect standardisation (Breslow and Day 1987). The frame has a row per unit and stratum, whose columns `strata`
    names; counts may be fractional. Returns a row per `by` and unit: `cases`, `events` (O), `expected` (E: its cases of
    each stratum times the share of that stratum pooled over all units of the same `by`), `ratio` O / E with 95 % limits
    `low` and `high` (exact Poisson under ten events, Byar's from ten, over E), `standard` (the pooled share of all) and
    `adjusted`, ratio times standard. Strata with fewer than `folded` pooled events are put together with their like,
    the stratum column named last being dropped first, and so on; what is still too few at the end takes the overall
    share. Poisson limits suit rare events: for a share over one half hand over the misses as `events`. Ratios of two
    units are comparable with the standard, not with each other. Null where nothing is expected.

    >>> counts = pl.DataFrame({"provider_id": ["a", "b"], "path": ["own", "own"], "cases": [90, 60], "events": [9, 3]})
    >>> standardised(counts, strata=["path"])
    """
    groups, frame = groups_of(frame, by)
    n, x = pl.col(cases).cast(pl.Float64), pl.col(events).cast(pl.Float64)
    frame = frame.group_by([*groups, unit, *strata], maintain_order=True).agg(cases=n.sum(), events=x.sum())
    share, loose = pl.col("_share"), pl.col("_share").is_null()
    frame = frame.with_columns(_share=pl.lit(None, pl.Float64))
    for told in range(len(strata), 0, -1):
        alike = [*groups, *strata[:told]]
        pooled = [pl.when(loose).then(name).sum().over(alike) for name in ("events", "cases")]
        frame = frame.with_columns(_share=share.fill_null(pl.when(pooled[0] >= folded).then(fraction(*pooled))))
    overall = fraction(pl.col("events").sum(), pl.col("cases").sum()).over(groups)
    frame = frame.with_columns(standard=overall).with_columns(_share=share.fill_null(pl.col("standard")))
    found = frame.group_by([*groups, unit], maintain_order=True).agg(
        pl.col("cases").sum(),
        pl.col("events").sum(),
        expected=(pl.col("cases") * share).sum(),
        standard=pl.col("standard").first(),
    )
    low, high = poisson_limits(found.get_column("events").to_numpy())
    some, ratio = pl.col("expected"), pl.col("ratio")
    found = found.with_columns(
        ratio=fraction(pl.col("events"), some),
        low=fraction(pl.lit(pl.Series(low)), some),
        high=fraction(pl.lit(pl.Series(high)), some),
    ).with_columns(adjusted=ratio * pl.col("standard"))
    told = ("cases", "events", "expected", "ratio", "low", "high", "standard", "adjusted")
    return ungrouped(found.select(*groups, unit, *told))


def shrink(frame: pl.DataFrame, by: Sequence[str] = (), cases: str = "cases", events: str = "events") -> pl.DataFrame:
    """
    What is left of a share once we remember how few cases made it, and how its peers fare?

    Empirical Bayes, beta-binomial: shares of a group's units come from one Beta(alpha, beta), found by maximum
    likelihood. One row per unit in, one out, in the same order. Adds `shrunken`, (events + alpha) / (cases + alpha +
    beta), which lies between the raw share and the mean alpha / (alpha + beta); `shrunken_low`, `shrunken_high`, 95 %
    of the unit's Beta posterior; `alpha` and `beta`. With fewer than three units, or where units differ by no more than
    chance (the likelihood grows with alpha + beta for ever; Tarone 1979), `shrunken` is the pooled share of the group,
    its limits Jeffreys' of the pooled counts, and alpha and beta are null. Null for a unit without a case.

    >>> shrink(pl.DataFrame({"provider_id": ["a", "b", "c"], "cases": [12, 400, 90], "events": [5, 40, 30]}))
    """
    groups, frame = groups_of(frame, by)
    n, x = pl.col(cases).cast(pl.Float64), pl.col(events).cast(pl.Float64)
    known = (n > 0) & x.is_not_null()
    frame = frame.with_columns(_n=pl.when(known).then(n), _x=pl.when(known).then(x.clip(0, n)))
    each = frame.filter(known).group_by(groups, maintain_order=True).agg("_n", "_x")
    fits = [_fitted(row["_n"].to_numpy(), row["_x"].to_numpy()) for row in _rows(each)]
    each = each.with_columns(
        pl.Series("alpha", [fit[0] for fit in fits], dtype=pl.Float64),
        pl.Series("beta", [fit[1] for fit in fits], dtype=pl.Float64),
        _all_n=pl.col("_n").list.sum(),
        _all_x=pl.col("_x").list.sum(),
    )
    pooled = proportion(each, "_all_n", "_all_x", method="jeffreys").drop("_n", "_x", "_all_n", "_all_x")
    pooled = pooled.rename({"value": "_value", "low": "_low", "high": "_high"})
    found = frame.join(pooled, on=groups, how="left", nulls_equal=True, maintain_order="left")
    a, b = pl.col("_x") + pl.col("alpha"), pl.col("_n") - pl.col("_x") + pl.col("beta")
    low, high = _posterior(*(found.select(part).to_series().to_numpy() for part in (a, b)))
    has_figure, is_fitted = pl.col("_n").is_not_null(), pl.col("alpha").is_not_null()
    found = found.with_columns(
        pl.when(has_figure).then(pl.when(is_fitted).then(own).otherwise(all_)).alias(name)
        for name, own, all_ in (
            ("shrunken", a / (a + b), pl.col("_value")),
            ("shrunken_low", pl.lit(low), pl.col("_low")),
            ("shrunken_high", pl.lit(high), pl.col("_high")),
        )
    )
    told = ("shrunken", "shrunken_low", "shrunken_high", "alpha", "beta")
    kept = [name for name in frame.columns if name not in ("_n", "_x", *told)]
    return ungrouped(found.select(*kept, *told))


def _rows(each: pl.DataFrame) -> list[dict[str, pl.Series]]:
    return [{"_n": n, "_x": x} for n, x in zip(each.get_column("_n"), each.get_column("_x"), strict=True)]


def _posterior(a: "np.ndarray", b: "np.ndarray") -> tuple[pl.Series, pl.Series]:
    from scipy.special import betaincinv

    return pl.Series(betaincinv(a, b, LOWER)).fill_nan(None), pl.Series(betaincinv(a, b, UPPER)).fill_nan(None)


def _fitted(n: "np.ndarray", x: "np.ndarray") -> tuple[float | None, float | None]:
    """Alpha and beta of most likelihood; none where there is no such pair."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import betaln, expit, logit, psi

    share = x.sum() / n.sum()
    if len(n) < FEWEST_UNITS or not 0 < share < 1:
        return None, None
    beyond_chance = (x * (x - 1) / share + (n - x) * (n - x - 1) / (1 - share) - n * (n - 1)).sum()
    if beyond_chance <= 0:
        return None, None

    def unlikelihood(at: "np.ndarray") -> tuple[float, "np.ndarray"]:
        """Minus the log-likelihood, and its slope, at the mean's logit and the logarithm of alpha + beta."""
        mean, total = expit(at[0]), np.exp(at[1])
        a, b = mean * total, (1 - mean) * total
        value = (betaln(x + a, n - x + b) - betaln(a, b)).sum()
        from_total = (psi(a + b) - psi(n + a + b)).sum()
        by_a, by_b = (psi(x + a) - psi(a)).sum() + from_total, (psi(n - x + b) - psi(b)).sum() + from_total
        return -value, -np.array([(by_a - by_b) * total * mean * (1 - mean), by_a * a + by_b * b])

    variance = np.var(x / n)
    total = np.clip(share * (1 - share) / variance - 1, 0.1, 1e4) if variance > 0 else 1.0
    bounds = [(logit(share) - 10, logit(share) + 10), (np.log(LEAST), np.log(MOST))]
    start = np.array([logit(share), np.log(total)])
    best = minimize(unlikelihood, start, jac=True, bounds=bounds, options={"ftol": 1e-15, "gtol": 1e-9}).x
    if best[1] > np.log(MOST) - 1:
        return None, None
    mean, total = expit(best[0]), np.exp(best[1])
    return float(mean * total), float((1 - mean) * total)


def false_discovery(frame: pl.DataFrame, p: str = "p", by: Sequence[str] = (), method: str = "bh") -> pl.DataFrame:
    """
    With so many comparisons at once, which would stand out by chance anyway?

    One row per p-value in, one out, in the same order; `by` names the families, such as one report. Adds `p_adjusted`:
    `bh` (Benjamini and Hochberg 1995: of those called at 0.05, 5 % are false, on average), `by` (Benjamini and
    Yekutieli 2001, whatever their dependence), `holm` or `bonferroni` (no false one in 95 of 100 families). A null p
    stays null and is not of the family. Feed it p-values of over-dispersed z-scores (`funnel`): plain binomial ones are
    all too small. Any other method is a QuestionError.

    >>> false_discovery(pl.DataFrame({"p": [0.0001, 0.0201, 0.324, None]}))
    """
    if method not in CORRECTIONS:
        meant = did_you_mean(method, CORRECTIONS)
        raise QuestionError(f"There is no method called '{method}'.{meant}\nThere are {', '.join(CORRECTIONS)}.")
    groups, frame = groups_of(frame, by)
    frame = frame.with_row_index("_row").with_columns(_p=pl.col(p).cast(pl.Float64).fill_nan(None))
    frame = frame.sort("_p", nulls_last=True)
    own, m, place = pl.col("_p"), pl.col("_p").count(), pl.col("_p").rank("ordinal")
    harmonic = (1 / place).sum() if method == "by" else 1.0
    adjusted = {
        "bh": (own * m / place).cum_min(reverse=True),
        "by": (own * m * harmonic / place).cum_min(reverse=True),
        "holm": (own * (m + 1 - place.cast(pl.Int64))).cum_max(),
        "bonferroni": own * m,
    }[method]
    frame = frame.with_columns(p_adjusted=adjusted.clip(0, 1).over(groups)).sort("_row")
    return ungrouped(frame.drop("_row", "_p"))
